"""What a reader must know before believing a comparison, and what nobody knows yet."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.unknowns import Unknown
from alpsat_geo.report.blanks import UNLISTED_SPACES
from alpsat_geo.report.language import _, begin_lower, join_pair
from alpsat_geo.report.uncounted import tell_uncounted


def name_unknown(unknown: Unknown) -> str:
    """Name what nobody knows yet, in the reader's language."""
    return _(unknown.question).format(space=unknown.space_name) if unknown.question else _(unknown.label)


def tell_check(unknown: Unknown) -> str:
    """Tell what would settle an unknown, in the reader's language."""
    return _(unknown.settled_by) if unknown.settled_by else _("à préciser")


def list_caveats(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """List what a reader must know: spaces that nobody listed, and costs that are too low.

    Parameters
    ----------
    comparison : Comparison
    names : sequence of str
        Of the scenarios, in the order of the comparison.
    """
    sentences = [] if comparison.problem.baseline.knows_spaces else [_(UNLISTED_SPACES)]
    for outcome, name in zip(comparison.outcomes, names, strict=True):
        short = tell_uncounted(outcome.levers.cost_lines)
        sentences += [join_pair(name, begin_lower(short))] if short else []
    return sentences
