"""A YAML document, with the line of each of its values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.sentences import phrase_error, shorten
from alpsat_geo.sources.table import check_size, decode_text
from alpsat_geo.sources.yaml_events import Location, RefusedYamlError, YamlReader

RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says.

    Attributes
    ----------
    path : str
        The file.
    data : object
        Plain Python values; None when there is a finding.
    lines : dict
        Line, from 1, by location of the value.
    findings : tuple of Finding
    """

    path: str
    data: object = None
    lines: dict[Location, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def find_line(self, location: Location) -> int:
        """Return the line of a value, or that of the nearest thing that holds it."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 1


def parse_document(content: bytes, path: str) -> Document:
    """Read a YAML file safely and within bounds, collecting what is wrong with its writing.

    Parameters
    ----------
    content : bytes
        The whole file.
    path : str
        The file, as findings shall name it.
    """
    findings = check_size(content, path)
    text = ""
    if not findings:
        text, findings = decode_text(content, path)
    if findings:
        return Document(path, findings=tuple(findings))
    reader = YamlReader(text, path)
    try:
        data = reader.read()
    except RefusedYamlError as error:
        return Document(path, findings=(Finding("error", path, error.sentence, line=error.line, value=error.value),))
    if not isinstance(data, dict):
        message = remark(N_("le fichier doit être une suite de lignes « nom: valeur »."))
        return Document(path, findings=(Finding("error", path, message, line=1, value=shorten(data)),))
    return Document(path, None if reader.faults else data, reader.lines, tuple(reader.faults))


def validate_document(document: Document, row_type: type[RowT]) -> tuple[RowT | None, list[Finding]]:
    """Turn a document into a record, collecting everything that is wrong with its values.

    Parameters
    ----------
    document : Document
    row_type : type of Row

    Returns
    -------
    Row or None
        None when there is a finding.
    list of Finding
    """
    if document.findings:
        return None, list(document.findings)
    try:
        return row_type.model_validate(document.data), []
    except ValidationError as error:
        return None, [
            Finding(
                "error",
                document.path,
                phrase_error(detail),
                line=document.find_line(detail["loc"]),
                column=".".join(shorten(part) for part in detail["loc"]) or None,
                value=shorten(detail["input"]) or "vide",
            )
            for detail in error.errors(include_url=False)
        ]
