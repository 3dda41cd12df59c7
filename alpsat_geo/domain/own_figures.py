"""What an officer knows of an action and the model only estimates: a quote, running costs, receipts, who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from alpsat_geo.domain.text import N_, drop_accents

EUR_AT_MOST = 100_000_000
FUNDERS_AT_MOST = 12
FUNDER_NAME_LENGTH = 60
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Bounds of what a person may state: an amount, the funders of one action, their names, and when it starts."""

Paid = Literal["investment", "running"]
"""What a funder helps to pay: the investment, once, or the running costs, every year."""

FUNDERS: tuple[str, ...] = ("DETR", "DSIL", N_("Région"), N_("Département"), "Leader", N_("EPCI"), N_("Commune"))
"""Names that a form proposes; any other may be given."""

_LOCAL_NAMES = frozenset({"epci", "commune", "petr"})


@dataclass(frozen=True, slots=True)
class Funder:
    """Who helps to pay an action.

    Attributes
    ----------
    name : str
        One of `FUNDERS` or any other, in one line.
    share_percent : float or None
        Of what it helps to pay, 0 to 100, to the hundredth; None: whatever ``ceiling_eur`` allows.
    ceiling_eur : float or None
        The most that it pays, a year for running costs; None: no ceiling. A funder has at least one of the two.
    pays : {"investment", "running"}
    """

    name: str
    share_percent: float | None = None
    ceiling_eur: float | None = None
    pays: Paid = "investment"

    @property
    def is_local(self) -> bool:
        """Whether it is a commune, an EPCI or the PETR: it bears a part of the cost, and gives no subsidy."""
        return drop_accents(self.name).strip().casefold() in _LOCAL_NAMES


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What was stated of an action as a whole, whatever its places; None: left to the estimate.

    Attributes
    ----------
    investment_eur : float or None
        The quote, all funders, to the cent like every amount here.
    running_eur_per_year : float or None
        Rent left out.
    rent_eur_per_year : float or None
        Alone, it adds to the estimate of the running costs.
    receipts_eur_per_year : float or None
        All that the action earns, from the users of the spaces that it opens included.
    start : date or None
        When it begins to cost: it places the years of the financing plan, and moves no estimate.
    funders : tuple of Funder
        In the order in which they pay; none of a kind leaves the subsidies of the action as they are.
    """

    investment_eur: float | None = None
    running_eur_per_year: float | None = None
    rent_eur_per_year: float | None = None
    receipts_eur_per_year: float | None = None
    start: date | None = None
    funders: tuple[Funder, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was stated."""
        return self == NOTHING_STATED

    def list_funders(self, pays: Paid) -> tuple[Funder, ...]:
        """Return those that help to pay one thing."""
        return tuple(funder for funder in self.funders if funder.pays == pays)

    def to_plain(self) -> dict[str, object]:
        """Return what was stated as values that JSON and YAML hold; nothing of what was not."""
        plain: dict[str, object] = {
            name: _shorten(getattr(self, name))
            for name in ("investment_eur", "running_eur_per_year", "rent_eur_per_year", "receipts_eur_per_year")
        }
        plain["start"] = self.start.isoformat() if self.start else None
        plain["funders"] = [_write_funder(funder) for funder in self.funders] or None
        return {name: value for name, value in plain.items() if value is not None}


NOTHING_STATED = OwnFigures()


def count_cents(amount_eur: float) -> int:
    """Return an amount in whole cents."""
    return round(amount_eur * 100)


def round_to_hundredth(value: float) -> float:
    """Round an amount to the cent, or a share to the hundredth; never to a negative nothing."""
    return round(value, 2) + 0.0


def _shorten(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() else value


def _write_funder(funder: Funder) -> dict[str, object]:
    plain: dict[str, object] = {"name": funder.name}
    if funder.share_percent is not None:
        plain["share_percent"] = _shorten(funder.share_percent)
    if funder.ceiling_eur is not None:
        plain["ceiling_eur"] = _shorten(funder.ceiling_eur)
    if funder.pays != "investment":
        plain["pays"] = funder.pays
    return plain
