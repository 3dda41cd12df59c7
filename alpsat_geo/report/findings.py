"""What is wrong with a file, few enough sentences to be read."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import choose_plural


def limit_findings(sentences: Sequence[str]) -> list[str]:
    """Return the first sentences, and how many follow when some do.

    Parameters
    ----------
    sentences : sequence of str
        One a finding.
    """
    left = len(sentences) - SHOWN_AT_MOST
    shown = list(sentences[:SHOWN_AT_MOST])
    if left > 0:
        more = choose_plural("… et {count} autre point.", "… et {count} autres points.", left)
        shown.append(more.format(count=format_number(left)))
    return shown
