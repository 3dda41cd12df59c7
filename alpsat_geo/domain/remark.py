"""A French sentence with the values that complete it: a page says it in its reader's language, a terminal as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, float, date, "Remark"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person must know.

    Attributes
    ----------
    sentence : str
        French, marked for the catalogues, with the names of its values between braces.
    values : tuple of (str, str or number or date or Remark)
        A number that is a code or a year is text; one with decimals keeps six digits.
    """

    sentence: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        """Return the French sentence, completed."""
        return self.sentence.format(**{name: _write(value) for name, value in self.values})


def _write(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def remark(sentence: str, **values: Value) -> Remark:
    """Build a remark."""
    return Remark(sentence, tuple(values.items()))
