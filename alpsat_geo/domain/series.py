"""One quantity by commune at several dates: its years are data, and never part of a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from alpsat_geo.domain.arrays import FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError


class Period(NamedTuple):
    """From a year to another, both included; a date has the same one twice."""

    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity of n communes at p periods.

    Attributes
    ----------
    label : str
        What it is, in French, for a sentence.
    periods : tuple of Period, length p
        Ascending by their last year; may be empty.
    values : float array (p, n)
        Missing is NaN.
    bases : tuple of str, length p
        The method of each period, in French: values of two methods are not compared.
    """

    label: str
    periods: tuple[Period, ...]
    values: FloatArray
    bases: tuple[str, ...]

    @classmethod
    def build(
        cls, label: str, by_period: Mapping[Period, FloatArray], count: int, bases: Mapping[Period, str] | None = None
    ) -> Series:
        """Return a series, its periods in order.

        Parameters
        ----------
        label : str
        by_period : mapping of Period to float array (n,)
        count : int
            n, for a series without any period.
        bases : mapping of Period to str, optional
            Method of each period; without one, all have the same.
        """
        periods = tuple(sorted(by_period, key=lambda period: (period.last_year, period.first_year)))
        values = np.array([by_period[period] for period in periods], dtype=np.float64).reshape(len(periods), count)
        return cls(label, periods, freeze_floats(values), tuple((bases or {}).get(period, "") for period in periods))

    @property
    def latest(self) -> FloatArray:
        """Return the last values, (n,); NaN where there is none."""
        return self._at(-1)

    @property
    def previous(self) -> FloatArray:
        """Return the values before the last ones, (n,); NaN where there is none."""
        return self._at(-2)

    @property
    def latest_period(self) -> Period | None:
        """Return the last period, if there is one."""
        return self.periods[-1] if self.periods else None

    @property
    def previous_period(self) -> Period | None:
        """Return the period before the last, if there is one."""
        return self.periods[-2] if len(self.periods) > 1 else None

    def measure_change(self) -> FloatArray:
        """Return the last values less those before, (n,); NaN where one of them is missing.

        Raises
        ------
        InputError
            If the method changed between the two.
        """
        if len(self.periods) > 1 and self.bases[-1] != self.bases[-2]:
            raise InputError(
                f"{self.label} : {self.periods[-2].last_year} et {self.periods[-1].last_year} ne se comparent pas, la"
                f" méthode a changé ({self.bases[-2]}, puis {self.bases[-1]}). Lisez chaque chiffre pour lui-même."
            )
        return freeze_floats(self.latest - self.previous)

    def _at(self, rank: int) -> FloatArray:
        if len(self.periods) < -rank:
            return freeze_floats(np.full(self.values.shape[1], np.nan))
        return freeze_floats(self.values[rank])
