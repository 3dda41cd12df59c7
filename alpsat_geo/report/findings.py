"""What is wrong with a file, in the reader's language and in few enough sentences to be read."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.domain.findings import SHOWN_AT_MOST, Finding
from alpsat_geo.domain.remark import Remark
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.remarks import tell_remark


def tell_finding(finding: Finding) -> str:
    """Write a finding as one line: its file, where in it, and what is wrong."""
    place = [finding.source]
    if finding.line is not None:
        place.append(_("ligne {line}").format(line=finding.line))
    if finding.column is not None:
        place.append(_("colonne {column}").format(column=finding.column))
    said = finding.said
    return join_pair(", ".join(place), tell_remark(said) if isinstance(said, Remark) else said)


def tell_findings(findings: Sequence[Finding]) -> list[str]:
    """Write the first findings, one line each, and how many follow when some do."""
    return limit_findings([tell_finding(finding) for finding in findings])


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
