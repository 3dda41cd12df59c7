"""A scenario read from a file that somebody chose: every finding at once, with its line."""

from __future__ import annotations

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.scenarios.check import check_actions
from alpsat_geo.sources.document import parse_document
from alpsat_geo.sources.scenarios import build_scenario, check_noted
from alpsat_geo.sources.sentences import shorten


def read_uploaded(project: Project, name: str, content: bytes) -> Scenario:
    """Read a scenario that somebody brings.

    Parameters
    ----------
    project : Project
    name : str
        Of the file, as the findings shall name it.
    content : bytes

    Raises
    ------
    DataError
        With every finding: what cannot be read, what the catalogue or the territory does not have.
    """
    name = shorten(name)
    document = parse_document(content, name)
    scenario = build_scenario(document)
    findings = [
        Finding("error", name, fault, line=document.find_line(("actions", rank)))
        for rank, fault in enumerate(check_actions(project, scenario))
        if fault
    ]
    findings += check_noted(scenario.notes, project.baseline.insee_codes, document)
    if findings:
        raise DataError(findings)
    return scenario
