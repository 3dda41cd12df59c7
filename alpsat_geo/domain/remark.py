"""A French sentence with the values that complete it: a page says it in its reader's language, a terminal as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, float, "Remark"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person must know.

    Attributes
    ----------
    sentence : str
        French, marked for the catalogues, with the names of its values between braces.
    values : tuple of (str, str or number or Remark)
        A number that is a code or a year is text.
    """

    sentence: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        """Return the French sentence, completed."""
        return self.sentence.format(**{name: str(value) for name, value in self.values})


def remark(sentence: str, **values: Value) -> Remark:
    """Build a remark."""
    return Remark(sentence, tuple(values.items()))
