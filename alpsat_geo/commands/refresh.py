"""The ``refresh`` command: the newest figures of the portals, what they change, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.commands.check import describe_finding
from alpsat_geo.commands.documents import Json
from alpsat_geo.commands.text import write_count
from alpsat_geo.sources.portals.merging import Change
from alpsat_geo.sources.portals.refresh import Refreshed

_STATUSES = {"updated": "mis à jour", "unchanged": "inchangé", "failed": "échec"}
_TOLD_CHANGES = 12
_DONE, _NOT_GOOD = 0, 1


def find_code(done: Sequence[Refreshed]) -> int:
    """Return the code of the program: 1 as soon as a source failed."""
    return _NOT_GOOD if any(one.status == "failed" for one in done) else _DONE


def refresh_document(territory: str, done: Sequence[Refreshed], *, is_dry: bool) -> dict[str, Json]:
    """Build the JSON document: each source, its vintages, what changes in the pack and what its check found."""
    return {
        "territory": territory,
        "is_dry_run": is_dry,
        "sources": [
            {
                "key": one.portal.key,
                "status": one.status,
                "from_vintage": one.from_vintage or None,
                "to_vintage": one.to_vintage or None,
                "findings": [
                    {"severity": finding.severity, "message": describe_finding(finding)} for finding in one.findings
                ],
                "changes": [
                    {
                        "insee_code": change.insee_code or None,
                        "indicator": change.indicator,
                        "before": change.before or None,
                        "after": change.after or None,
                        "vintage": one.to_vintage,
                    }
                    for change in one.changes
                ],
            }
            for one in done
        ],
    }


def tell_source(one: Refreshed, *, is_dry: bool) -> str:
    """Write what was done with one source."""
    vintages = f"{one.from_vintage or 'pas encore de données'} → {one.to_vintage}" if one.to_vintage else ""
    if one.status == "unchanged":
        vintages = one.to_vintage
    status = "serait mis à jour" if is_dry and one.status == "updated" else _STATUSES[one.status]
    lines = [f"{one.portal.label} ({one.portal.key}) : {status}{f', {vintages}' if vintages else ''}"]
    lines += [f"  {_tell_change(change)}" for change in one.changes[:_TOLD_CHANGES]]
    left = len(one.changes) - _TOLD_CHANGES
    if left > 0:
        lines.append(f"  … et {write_count(left, 'autre changement', 'autres changements')} (--json les dit tous)")
    lines += [
        f"  {'erreur' if finding.severity == 'error' else 'attention'} : {describe_finding(finding)}"
        for finding in one.findings
    ]
    if one.status == "failed":
        lines.append("  Les données d'avant restent en place.")
    return "\n".join(lines)


def _tell_change(change: Change) -> str:
    place = f"{change.insee_code} {change.indicator}" if change.insee_code else change.indicator
    return f"{place} : {change.before or 'vide'} → {change.after or 'vide'}"
