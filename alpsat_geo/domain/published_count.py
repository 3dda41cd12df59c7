"""A published attendance: what somebody counted somewhere, and whom it can be compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CountUse = Literal["fit", "predict", "apart"]
AreaScale = Literal["commune", "intercommunalité", "département", "région", "pays"]
Counted = Literal["usagers", "membres", "entreprises", "places"]

_PER_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """One row of the published counts.

    Attributes
    ----------
    place : str
    year : int or None
        None where the source gives none.
    users_count : float
    counted : {"usagers", "membres", "entreprises", "places"}
        What was counted; only users are comparable.
    area, area_scale : str
        Whose inhabitants ``residents_count`` are.
    residents_count : float or None
    residents_source : str
    use : {"fit", "predict", "apart"}
        Compared with the model; a place of the territory, which the model predicts; listed for its own sake.
    publisher, title, date, address, quote : str
        Where it was read, and in which words.
    """

    place: str
    year: int | None
    users_count: float
    counted: Counted
    area: str
    area_scale: AreaScale
    residents_count: float | None
    residents_source: str
    use: CountUse
    publisher: str
    title: str
    date: str
    address: str
    quote: str

    @property
    def per_1000(self) -> float | None:
        """Counted for 1,000 inhabitants of the area; None where they are not known."""
        return None if self.residents_count is None else _PER_THOUSAND * self.users_count / self.residents_count

    @property
    def is_comparable(self) -> bool:
        """Whether it may be fitted: a count of users, a year, an area of an intercommunality or larger."""
        return (
            self.counted == "usagers"
            and self.year is not None
            and self.area_scale != "commune"
            and self.residents_count is not None
        )
