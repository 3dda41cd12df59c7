"""What is paid elsewhere for a result like one of ours, beside the efforts that somebody accepts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.reference_price import ReferencePrice
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import format_euros
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.markup import Cell, Markup, write_table
from alpsat_geo.report.plots.choice_map import Mark
from alpsat_geo.sources.reference_prices import read_reference_prices

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@cache
def list_reference_prices() -> tuple[tuple[str, ReferencePrice], ...]:
    """List the points of comparison that compare, each with its letter, in the order of the file."""
    compared = (one for one in read_reference_prices() if one.eur_per_year_low is not None)
    return tuple(zip(_LETTERS, compared, strict=False))


def list_marks(axes: Sequence[str]) -> list[Mark]:
    """List what stands along the axes of a choice map.

    Parameters
    ----------
    axes : sequence of two str
        Keys of results, across and up.
    """
    return [
        Mark(axes.index(one.result), one.eur_per_year_low or 0.0, one.eur_per_year_high or 0.0, letter)
        for letter, one in list_reference_prices()
        if one.result in axes
    ]


CAPTION = N_("Points de comparaison : ce qui se paie ailleurs")
HEADINGS = (N_("Montant"), N_("Par an"), N_("Comment le lire"))


def list_reference_rows() -> tuple[tuple[Cell, ...], ...]:
    """List the points of comparison as rows: the letter on the map, the amount, how to read it, its source."""
    return tuple(
        (
            (f"{letter} · {_(one.label)}", f"{_(one.place)}, {one.year}"),
            _write_range(one),
            (_(one.reading), f"{_(one.source)}. {join_pair(_('Fiabilité'), one.grade)}, {_(GRADE_LABELS[one.grade])}"),
        )
        for letter, one in list_reference_prices()
    )


def write_reference_prices() -> Markup:
    """Write the points of comparison as a table."""
    return write_table(_(CAPTION), [_(heading) for heading in HEADINGS], list_reference_rows())


def _write_range(one: ReferencePrice) -> str:
    low, high = one.eur_per_year_low or 0.0, one.eur_per_year_high or 0.0
    if low == high:
        return format_euros(low)
    return _("de {low} à {high}").format(low=format_euros(low), high=format_euros(high))
