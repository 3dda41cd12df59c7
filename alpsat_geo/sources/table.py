"""A CSV table: its rows in the project's types, and everything that is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.sentences import phrase_error, shorten
from alpsat_geo.sources.vintages import fit_vintages

RowT = TypeVar("RowT", bound=Row)

FILE_SIZE_MAX_BYTES = 1024 * 1024
"""Most that a file which somebody brings may weigh; the server refuses to receive more."""

# By what the library says, in English only.
_CSV_PROBLEMS = (
    ("unexpected end", N_("un guillemet est ouvert et n'est pas fermé")),
    ("limit", N_("une case est trop longue")),
    ("NUL", N_("elle contient un caractère invisible")),
    ("new-line", N_("elle contient une fin de ligne au milieu")),
)
_SHEET_CONTROLS = re.compile("[^\t\n\r\x20-\x7e\x80-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Table(Generic[RowT]):
    """The rows of a file that could be read, with the line of each.

    Attributes
    ----------
    path : str
        The file, in the project.
    rows : tuple of Row
        Empty as soon as one value is wrong: a table is used whole or not at all.
    lines : tuple of int
        Line of each row in the file, from 1 (the header).
    findings : tuple of Finding
        What is wrong with the file taken alone.
    """

    path: str
    rows: tuple[RowT, ...] = ()
    lines: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def numbered(self) -> Iterator[tuple[int, RowT]]:
        """Iterate over (line, row)."""
        return zip(self.lines, self.rows, strict=True)

    def column(self, name: str) -> list[tuple[int, str]]:
        """Return (line, text) of a column, without its blanks."""
        values = [(line, getattr(row, name)) for line, row in self.numbered()]
        return [(line, value) for line, value in values if value is not None]


def decode_text(content: bytes, path: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, and what stops it from being read.

    Parameters
    ----------
    content : bytes
        The whole file.
    path : str
        The file, in the project.

    Returns
    -------
    str
        Empty when there is a finding.
    list of Finding
        An empty file, or bytes that are not UTF-8.
    """
    if not content.strip():
        return "", [
            Finding(
                "error", path, remark(N_("le fichier est vide : rétablissez-le.")), value=f"{len(content)} octet(s)"
            )
        ]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02x}"
        message = remark(N_("l'octet {byte} n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8."), byte=byte)
        return "", [Finding("error", path, message, line=line, value=byte)]


def read_brought(path: Path, bytes_at_most: int = FILE_SIZE_MAX_BYTES) -> bytes:
    """Return a file that a person brings, or as much of it as shows that it is too large; see `check_size`.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(bytes_at_most + 1)
    except OSError:
        raise InputError(f"« {path} » ne se lit pas : vérifiez le chemin de ce fichier et vos droits.") from None


def check_size(content: bytes, path: str) -> list[Finding]:
    """Find a file that is larger than any that a person would bring.

    Parameters
    ----------
    content : bytes
        The file, or as much of it as was read.
    path : str
        The file, as the finding shall name it.
    """
    if len(content) <= FILE_SIZE_MAX_BYTES:
        return []
    message = remark(N_("le fichier pèse plus de 1 Mo : n'y laissez que ce qui est à lire, ou coupez-le en plusieurs."))
    return [Finding("error", path, message, value=f"{len(content)} octets")]


def decode_sheet(content: bytes, path: str) -> tuple[str, list[Finding]]:
    """Return the text of a table that a person saved: UTF-8, or what a French spreadsheet writes otherwise.

    Parameters
    ----------
    content : bytes
        The whole file, UTF-8 or Windows-1252.
    path : str
        The file, as findings shall name it.

    Returns
    -------
    str
        Empty when there is a finding.
    list of Finding
        An empty or too large file, another encoding, or characters that no table holds.
    """
    findings = check_size(content, path)
    text = ""
    if not findings:
        text, findings = decode_text(content, path)
        if findings and content.strip():
            with suppress(UnicodeDecodeError):
                text, findings = content.decode("cp1252"), []
    strange = _SHEET_CONTROLS.search(text)
    if strange is None:
        return text, findings
    line = text.count("\n", 0, strange.start()) + 1
    code = f"U+{ord(strange[0]):04X}"
    message = remark(
        N_("le caractère invisible {code} n'a pas sa place dans un tableau : enregistrez-le en « CSV UTF-8 »."),
        code=code,
    )
    return "", [Finding("error", path, message, line=line, value=code)]


def parse_table(content: bytes, path: str, row_type: type[RowT], *, may_be_empty: bool = True) -> Table[RowT]:
    """Read a CSV file, collecting everything that is wrong with it.

    Parameters
    ----------
    content : bytes
        The whole file: UTF-8, comma, one header line.
    path : str
        The file, in the project.
    row_type : type of Row
        Its field names are the columns, with those that it dates; a column whose field has a default may be left out.
    may_be_empty : bool
        Whether a header alone is a table.

    Returns
    -------
    Table
    """
    text, findings = decode_text(content, path)
    if findings:
        return Table(path, findings=tuple(findings))
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        message = remark(
            N_("la dernière ligne n'a pas de fin de ligne : le fichier est peut-être tronqué, rétablissez-le.")
        )
        findings.append(Finding("error", path, message, line=last, value=shorten(text.rsplit("\n", 1)[-1])))
    header, cells, lines, wrong = _split_lines(text, path)
    findings += wrong
    row_type = fit_vintages(row_type, header)
    optional = frozenset(name for name, column in row_type.model_fields.items() if not column.is_required())
    findings += _check_header(header, tuple(row_type.model_fields), optional, path)
    if not findings and not cells and not may_be_empty:
        message = remark(N_("le fichier n'a que sa ligne de titres : rétablissez les autres."))
        findings.append(Finding("error", path, message, line=1, value="aucune ligne"))
    if findings:
        return Table(path, findings=tuple(findings))
    records = [dict(zip(header, values, strict=True)) for values in cells]
    try:
        rows = tuple(_adapter(row_type).validate_python(records))
    except ValidationError as error:
        return Table(path, findings=tuple(_list_findings(error, path, lines, header)))
    return Table(path, rows, tuple(lines))


def write_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a table of the pack: UTF-8, comma, one line of titles; None is blank."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


@cache
def _adapter(row_type: type[RowT]) -> TypeAdapter[list[RowT]]:
    return TypeAdapter(list[row_type])  # type: ignore[valid-type]


def _split_lines(text: str, path: str) -> tuple[list[str], list[list[str]], list[int], list[Finding]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] = []
    cells: list[list[str]] = []
    lines: list[int] = []
    findings: list[Finding] = []
    try:
        for values in reader:
            if not header:
                header = values
            elif len(values) == len(header):
                cells.append(values)
                lines.append(reader.line_num)
            else:
                message = remark(
                    N_(
                        "la ligne a {count} valeur(s) au lieu de {expected} : elle est tronquée, ou une virgule n'est"
                        " pas entre guillemets."
                    ),
                    count=len(values),
                    expected=len(header),
                )
                value = shorten(",".join(values))
                findings.append(Finding("error", path, message, line=reader.line_num, value=value))
    except csv.Error as error:
        said = str(error)
        problem = next(
            (french for english, french in _CSV_PROBLEMS if english in said), N_("du texte suit un guillemet fermé")
        )
        message = remark(
            N_("la ligne ne se lit pas comme du CSV, {problem} : vérifiez les guillemets."), problem=remark(problem)
        )
        value = shorten("".join(text.splitlines(keepends=True)[reader.line_num - 1 : reader.line_num]))
        findings.append(Finding("error", path, message, line=reader.line_num, value=value or "vide"))
    return header, cells, lines, findings


def _check_header(header: Sequence[str], expected: Sequence[str], optional: frozenset[str], path: str) -> list[Finding]:
    if len(header) == 1 < len(expected) and ";" in header[0]:
        message = remark(N_("les colonnes sont séparées par « ; » : enregistrez le fichier avec des virgules."))
        return [Finding("error", path, message, line=1, value=shorten(header[0]))]
    missing = [name for name in expected if name not in header and name not in optional]
    unexpected = [name for name in header if name not in expected]
    repeated = sorted({name for name in header if header.count(name) > 1})
    return [
        *(_find_column(path, name, N_("la colonne « {name} » manque : rétablissez-la.")) for name in missing),
        *(
            _find_column(path, name, N_("la colonne « {name} » n'est pas attendue : retirez-la ou corrigez son nom."))
            for name in unexpected
        ),
        *(
            _find_column(path, name, N_("la colonne « {name} » paraît plusieurs fois : n'en gardez qu'une."))
            for name in repeated
        ),
    ]


def _find_column(path: str, name: str, sentence: str) -> Finding:
    return Finding("error", path, remark(sentence, name=name), line=1, column=name, value=name)


def _list_findings(error: ValidationError, path: str, lines: Sequence[int], header: Sequence[str]) -> Iterator[Finding]:
    for detail in error.errors(include_url=False):
        index, *rest = detail["loc"]
        column = str(rest[0]) if rest else None
        value = detail["input"]
        if isinstance(value, Mapping):
            value = ", ".join(str(value[name]) for name in header if name in value)
        yield Finding(
            "error", path, phrase_error(detail), line=lines[int(index)], column=column, value=shorten(value) or "vide"
        )
