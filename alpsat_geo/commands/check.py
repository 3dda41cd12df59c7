"""The ``check`` command: whether a territory's data are what their origins say, and hold together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alpsat_geo.commands.corrections import describe_uses
from alpsat_geo.commands.documents import Json, dump
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.told import list_moved_figures
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.findings import limit_findings
from alpsat_geo.sources.check import CheckReport, check_pack

_DONE, _NOT_GOOD = 0, 1
_SEVERITIES = {"error": "erreur", "warning": "attention"}


def run_check(
    territory: str,
    *,
    as_json: bool,
    root: Path | None = None,
    correct: Callable[[], tuple[Project, Project]] | None = None,
) -> tuple[str, int]:
    """Check the pack of a territory.

    Parameters
    ----------
    territory : str
        Key of the territory.
    as_json : bool
        One JSON document instead of French text.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.
    correct : function returning two projects, optional
        The territory as its files say and as corrections leave it: which figures rest on them is then told. Called
        only when the files are good.

    Returns
    -------
    str
        What to print.
    int
        0 when the pack is good, 1 when a finding is an error.

    Raises
    ------
    InputError
        If no territory has that key.
    """
    report = check_pack(territory, root)
    projects = correct() if correct and report.ok else None
    text = _write_json(report, projects) if as_json else _write_text(report, territory, projects)
    return text, _DONE if report.ok else _NOT_GOOD


def describe_finding(finding: Finding) -> str:
    """Return the line, the column, the sentence and the value of a finding, without its file."""
    place = [f"ligne {finding.line}"] if finding.line is not None else []
    place += [f"colonne {finding.column}"] if finding.column is not None else []
    sentence = f"{', '.join(place)} : {finding.message}" if place else finding.message
    if finding.value is not None and finding.value not in finding.message:
        sentence += f" Valeur : « {finding.value} »."
    return sentence


def _write_json(report: CheckReport, projects: tuple[Project, Project] | None) -> str:
    return dump(
        {
            "ok": report.ok,
            "files": [
                {
                    "path": file.path,
                    **{name: getattr(file.origin, name, None) for name in ("producer", "vintage", "licence")},
                    "sha256_ok": file.sha256_ok,
                }
                for file in report.files
            ],
            "findings": [
                {"severity": finding.severity, "source": finding.source, "message": describe_finding(finding)}
                for finding in report.findings
            ],
            **(_list_uses(*projects) if projects else {}),
        }
    )


def _list_uses(pack: Project, corrected: Project) -> dict[str, Json]:
    return {
        "corrections": [dict(use) for use in describe_uses(corrected.territory)],
        "figures_on_corrections": list(list_moved_figures(pack, corrected, Settings())),
    }


def _write_uses(pack: Project, corrected: Project) -> list[str]:
    lines = ["Corrections aux données, non enregistrées :"]
    for use in describe_uses(corrected.territory):
        lines += [f"  {use['correction']} : {use['origin']}", f"    {use['use']}"]
    moved = list_moved_figures(pack, corrected, Settings())
    names = " ; ".join(moved) if moved else "aucun"
    return [*lines, f"Chiffres qui en dépendent : {names}."]


def _tell_origin(origin: Origin | None) -> str:
    if origin is None:
        return "origine inconnue ; millésime inconnu ; licence inconnue"
    return f"{origin.producer} ; {origin.vintage} ; {origin.licence}"


def _write_text(report: CheckReport, territory: str, projects: tuple[Project, Project] | None) -> str:
    right = sum(file.sha256_ok for file in report.files)
    errors = len(list_errors(report.findings))
    warnings = len(report.findings) - errors
    rows = [
        (f"{'conforme' if file.sha256_ok else 'REFUSÉ  '} {file.path}", _tell_origin(file.origin))
        for file in report.files
    ]
    lines = align_columns(rows) if rows else []
    # Where some are only counted, no warning stands in the place of an error.
    ordered = sorted(report.findings, key=lambda finding: finding.severity != "error")
    lines += limit_findings(
        [f"{_SEVERITIES[finding.severity]} : {finding.source} : {describe_finding(finding)}" for finding in ordered]
    )
    conform = write_count(right, "fichier conforme", "fichiers conformes")
    attention = write_count(warnings, "point d'attention", "points d'attention")
    refused = write_count(errors, "erreur", "erreurs")
    lines.append(
        f"Les données du territoire « {territory} » sont bonnes : {conform}, {attention}."
        if report.ok
        else f"Les données du territoire « {territory} » sont refusées : {refused}, {conform} sur"
        f" {format_number(len(report.files))}. Corrigez chaque ligne « erreur » ci-dessus."
    )
    lines += _write_uses(*projects) if projects else []
    return "\n".join(lines)
