"""Observed values from a file: every finding at once, with its line, its column, its value and what to do."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from babel.numbers import NumberFormatError, parse_decimal

from alpsat_geo.app.follow_up.pledge import SHARE_UNIT, Followed, Pledge
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.report.language import _, get_locale
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.sources.table import decode_text
from alpsat_geo.store.indicator import Observation

INDICATOR, DAY, VALUE, SOURCE = COLUMNS = ("indicateur", "date", "valeur", "source")
_PERCENT = 100
_DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")

Batch = list[tuple[str, Observation]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file, with what finds and cites it."""

    name: str
    number: int
    cells: dict[str, str]

    def refuse(self, column: str, message: str) -> Finding:
        value = self.cells[column]
        return Finding("error", self.name, message, self.number, column, shorten(value) or "vide")


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
        Columns ``indicateur``, ``date``, ``valeur``, ``source``, separated by semicolons or commas.
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
    text, findings = decode_text(content, name)
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
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    try:
        header = [cell.strip().lower() for cell in next(reader)]
        rows = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        message = _("la ligne ne se lit pas comme du CSV ({reason}) : vérifiez les guillemets.")
        return [], [Finding("error", name, message.format(reason=error), reader.line_num)]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        message = _("la colonne « {column} » manque : la première ligne doit être « {header} ».")
        header_text = ";".join(COLUMNS)
        return [], [
            Finding("error", name, message.format(column=column, header=header_text), 1, column, shorten(head))
            for column in missing
        ]
    lines, findings = [], []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            message = _(
                "la ligne a {found} cases au lieu de {expected} : complétez-la, ou mettez le texte entre guillemets."
            )
            sentence = message.format(found=len(cells), expected=len(header))
            findings.append(Finding("error", name, sentence, number, None, shorten(";".join(cells))))
            continue
        by_column = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        lines.append(_Line(name, number, by_column))
    return lines, findings


def _read_line(pledge: Pledge, line: _Line, today: date) -> tuple[tuple[Followed, Observation] | None, list[Finding]]:
    cells = line.cells
    if not cells[VALUE]:
        return None, []
    findings = []
    followed = find_indicator(pledge, cells[INDICATOR])
    if followed is None:
        names = ", ".join(one.label for one in pledge.indicators)
        message = _("« {value} » n'est pas promis : écrivez l'un de {names}.")
        findings.append(line.refuse(INDICATOR, message.format(value=shorten(cells[INDICATOR]), names=names)))
    day = read_day(cells[DAY])
    if day is None:
        message = _("« {value} » n'est pas une date : écrivez-la comme 31/12/2026.")
        findings.append(line.refuse(DAY, message.format(value=shorten(cells[DAY]))))
    elif day > today:
        message = _("le {value} n'est pas encore arrivé : corrigez la date.")
        findings.append(line.refuse(DAY, message.format(value=cells[DAY])))
    value = read_number(cells[VALUE])
    if value is None:
        message = _("« {value} » n'est pas un nombre : écrivez-le comme 17 ou 17,5.")
        findings.append(line.refuse(VALUE, message.format(value=shorten(cells[VALUE]))))
    if not cells[SOURCE]:
        findings.append(line.refuse(SOURCE, _("la source manque : dites d'où vient le chiffre.")))
    if findings or followed is None or day is None or value is None:
        return None, findings
    return (followed, Observation(day, to_unit(followed, value), cells[SOURCE])), []


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
    """Return the indicator that a text names, by its label or its key, whatever the case."""
    wanted = text.strip().casefold()
    return next((one for one in pledge.indicators if wanted in {one.label.casefold(), one.key}), None)


def read_day(text: str) -> date | None:
    """Read a date, French or ISO; None when it is not one."""
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_number(text: str) -> float | None:
    """Read a number as the reader writes it, or with a point; a percent sign may follow. None when it is not one."""
    bare = text.strip().removesuffix("%").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    try:
        number = _parse_number(bare.replace("\u2212", "-"))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _parse_number(bare: str) -> float:
    try:
        # An English "1,782" is no French "1,782".
        return float(parse_decimal(bare, get_locale(), strict=True))
    except NumberFormatError:
        return float(bare)


def to_unit(followed: Followed, written: float) -> float:
    """Turn what a person writes into the unit of the promise: a share is written in percent."""
    return written / _PERCENT if followed.promised.promise.unit == SHARE_UNIT else written
