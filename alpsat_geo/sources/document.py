"""A YAML document, with the line of each of its values."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import yaml
from pydantic import ValidationError

from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.sentences import phrase_error, shorten
from alpsat_geo.sources.table import decode_text

RowT = TypeVar("RowT", bound=Row)
Location = tuple[str | int, ...]

# The compiled loader reads the same language ten times faster; some installations lack it.
_SafeLoader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    """Read a YAML file safely, collecting what is wrong with its writing.

    Parameters
    ----------
    content : bytes
        The whole file.
    path : str
        The file, as findings shall name it.
    """
    text, findings = decode_text(content, path)
    if findings:
        return Document(path, findings=tuple(findings))
    loader = _SafeLoader(text)
    try:
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"le fichier ne se lit pas comme du YAML ({error.problem}) : vérifiez les retraits et les guillemets."
        return Document(path, findings=(Finding("error", path, message, line=line, value=str(error.problem)),))
    except (yaml.YAMLError, ValueError) as error:
        message = f"le fichier ne se lit pas comme du YAML ({shorten(error)}) : vérifiez ses caractères."
        return Document(path, findings=(Finding("error", path, message, line=1, value=shorten(error)),))
    finally:
        loader.dispose()
    if node is None or not isinstance(data, dict):
        message = "le fichier doit être une suite de lignes « nom: valeur »."
        return Document(path, findings=(Finding("error", path, message, line=1, value=shorten(data)),))
    lines: dict[Location, int] = {}
    repeated = tuple(_visit(node, (), lines, path))
    return Document(path, data if not repeated else None, lines, repeated)


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
                column=".".join(str(part) for part in detail["loc"]) or None,
                value=shorten(detail["input"]) or "vide",
            )
            for detail in error.errors(include_url=False)
        ]


def _visit(node: yaml.Node, location: Location, lines: dict[Location, int], path: str) -> Iterator[Finding]:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in seen:
                line = key_node.start_mark.line + 1
                message = f"« {key} » paraît deux fois : n'en gardez qu'une ligne."
                yield Finding("error", path, message, line=line, column=key, value=key)
            seen.add(key)
            yield from _visit(value_node, (*location, key), lines, path)
            lines[*location, key] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _visit(item, (*location, index), lines, path)
