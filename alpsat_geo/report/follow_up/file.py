"""Observed values from a file: every finding at once, with its line, its column, its value and what to do."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.follow_up.pledge import Followed, Pledge
from alpsat_geo.report.follow_up.written import check_day, check_source, check_value
from alpsat_geo.report.language import _
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.sources.table import decode_sheet
from alpsat_geo.store.indicator import Observation

INDICATOR, DAY, VALUE, SOURCE = COLUMNS = ("indicateur", "date", "valeur", "source")
LINES_AT_MOST = 2000

Batch = list[tuple[str, Observation]]
# Tables that were downloaded before a criterion was renamed are still read.
_FORMER_LABELS = {
    "desserte des habitants les moins bien servis": "equity",
    "habitants à portée d'un espace en hiver": "residents_within_reach",
    "coût public net par an": "net_public_cost",
    "mois avant le premier effet": "months_to_first_effect",
    "probabilité d'équilibre des espaces ouverts": "break_even_probability",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file, with what finds and cites it."""

    name: str
    number: int
    cells: dict[str, str]

    def refuse(self, column: str, message: str) -> Finding:
        value = self.cells[column]
        return Finding("error", self.name, message, self.number, column, shorten(value) or _("vide"))


def write_model(pledge: Pledge) -> bytes:
    """Write the file to fill in: one line an indicator, as a spreadsheet opens it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for followed in pledge.indicators:
        writer.writerow([followed.label, "", "", ""])
    # A byte order mark makes spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def read_observations(pledge: Pledge, name: str, content: bytes, today: date) -> Batch:
    """Read observed values; a line whose value is empty is left out.

    Parameters
    ----------
    pledge : Pledge
        What the indicators of the file belong to.
    name : str
        Of the file, as the findings shall name it.
    content : bytes
        Columns ``indicateur``, ``date``, ``valeur``, ``source``, separated by semicolons or commas; UTF-8 or
        Windows-1252.
    today : date
        No later observation is possible.

    Returns
    -------
    list of (promise id, Observation)

    Raises
    ------
    DataError
        With every finding; nothing of the file is then kept.
    """
    name = shorten(name)
    text, findings = decode_sheet(content, name)
    if findings:
        raise DataError(findings)
    lines, findings = _split_lines(text, name)
    batch: Batch = []
    seen: dict[tuple[str, date], int] = {}
    for line in lines:
        found, wrong = _read_line(pledge, line, today)
        findings += wrong
        if found is None:
            continue
        followed, observation = found
        key = (followed.promised.id, observation.observed_on)
        if key in seen:
            message = _("la ligne {line} donne déjà une valeur pour cet indicateur à cette date : n'en gardez qu'une.")
            findings.append(line.refuse(DAY, message.format(line=seen[key])))
        seen[key] = line.number
        findings += _check_kept(followed, observation, line)
        batch.append((followed.promised.id, observation))
    if not findings and not batch:
        findings = [
            Finding("error", name, _("aucune valeur n'est remplie : écrivez-en une dans la colonne « valeur »."))
        ]
    if findings:
        raise DataError(findings)
    return batch


def _split_lines(text: str, name: str) -> tuple[list[_Line], list[Finding]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    start = 1
    lines: list[_Line] = []
    findings: list[Finding] = []
    try:
        header = [clean_line(cell).lower() for cell in next(reader)]
        findings += _check_header(header, name, head)
        if findings:
            return [], findings
        start = reader.line_num + 1
        for cells in reader:
            number, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(lines) + len(findings) == LINES_AT_MOST:
                message = _("le fichier compte plus de {count} lignes : coupez-le en plusieurs.")
                sentence = message.format(count=format_number(LINES_AT_MOST))
                return [], [Finding("error", name, sentence, number, None, shorten(";".join(cells)))]
            fault = _find_fault(cells, header)
            if fault:
                findings.append(Finding("error", name, fault, number, None, shorten(";".join(cells))))
                continue
            lines.append(_Line(name, number, dict(zip(header, map(clean_line, cells), strict=True))))
    except csv.Error as error:
        return [], [Finding("error", name, _explain(error), start, None, shorten(text.split("\n", start)[start - 1]))]
    return lines, findings


def _check_header(header: Sequence[str], name: str, head: str) -> list[Finding]:
    header_text = ";".join(COLUMNS)
    missing = _("la colonne « {column} » manque : la première ligne doit être « {header} ».")
    twice = _("la colonne « {column} » paraît plusieurs fois : n'en gardez qu'une.")
    faults = [(column, missing.format(column=column, header=header_text)) for column in COLUMNS if column not in header]
    repeated = sorted(column for column, count in Counter(header).items() if column and count > 1)
    faults += [(shorten(column), twice.format(column=shorten(column))) for column in repeated]
    return [Finding("error", name, sentence, 1, column, shorten(head)) for column, sentence in faults]


def _find_fault(cells: Sequence[str], header: Sequence[str]) -> str:
    """Say why a line cannot be told apart into the columns; empty when it can."""
    if any("\n" in cell for cell in cells):
        # Most often a quote that was opened and closed a few lines below, values and all.
        return _("une case tient sur plusieurs lignes : vérifiez les guillemets, écrivez chaque case sur une ligne.")
    if len(cells) != len(header):
        sentence = _(
            "la ligne a {found} cases au lieu de {expected} : complétez-la, ou mettez le texte entre guillemets."
        )
        return sentence.format(found=len(cells), expected=len(header))
    return ""


def _explain(error: csv.Error) -> str:
    """Say in the reader's language what the library says in English only."""
    said = str(error)
    if "unexpected end" in said:
        return _("un guillemet est ouvert et n'est pas fermé : fermez-le, ou retirez-le.")
    if "limit" in said:
        return _("une case est trop longue : raccourcissez-la, ou fermez les guillemets.")
    return _("du texte suit un guillemet fermé : doublez les guillemets qui sont dans le texte, ou retirez-les.")


def _read_line(pledge: Pledge, line: _Line, today: date) -> tuple[tuple[Followed, Observation] | None, list[Finding]]:
    cells = line.cells
    if not cells[VALUE]:
        return None, []
    followed = find_indicator(pledge, cells[INDICATOR])
    day, wrong_day = check_day(cells[DAY], today)
    value, wrong_value = check_value(cells[VALUE], followed)
    faults = {DAY: wrong_day, VALUE: wrong_value, SOURCE: check_source(cells[SOURCE])}
    # After its place in the file, a sentence goes on.
    findings = [line.refuse(column, said[0].lower() + said[1:]) for column, said in faults.items() if said]
    if followed is None:
        names = ", ".join(one.label for one in pledge.indicators)
        message = _("« {value} » n'est pas prévu : écrivez l'un de {names}.")
        findings.insert(0, line.refuse(INDICATOR, message.format(value=shorten(cells[INDICATOR]), names=names)))
    if findings or followed is None or day is None or value is None:
        return None, findings
    return (followed, Observation(day, value, cells[SOURCE])), []


def _check_kept(followed: Followed, observation: Observation, line: _Line) -> list[Finding]:
    kept = next(
        (v.observation for v in followed.observed if v.observation.observed_on == observation.observed_on), None
    )
    if kept is None or kept == observation:
        return []
    message = _(
        "une autre valeur est déjà inscrite à cette date ({source}) : retirez cette ligne, ou corrigez la valeur"
        " inscrite par le formulaire."
    )
    return [line.refuse(VALUE, message.format(source=kept.source))]


def find_indicator(pledge: Pledge, text: str) -> Followed | None:
    """Return the indicator that a text names, by its label, a former one or its key, whatever the case."""
    wanted = text.strip().casefold()
    wanted = _FORMER_LABELS.get(wanted, wanted)
    return next((one for one in pledge.indicators if wanted in {one.label.casefold(), one.key}), None)
