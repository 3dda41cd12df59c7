"""French sentences of the code and of the data that a screen or a dossier shows, for the gettext catalogues.

Babel calls these functions when the catalogues are extracted (see ``locale/babel.cfg``).
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from alpsat_geo.sources.document import parse_document

Message = tuple[int, str, str | tuple[str, ...], list[str]]
"""Line, function, sentence (or singular and plural) and comments, as Babel asks."""

_SENTENCE_FUNCTIONS = {"_": 1, "N_": 1, "choose_plural": 2}
"""By function of the code: how many of its first arguments are sentences."""


def extract_code(
    file: BinaryIO,
    _keywords: Collection[str],
    _comments: Collection[str],
    options: Mapping[str, str],  # noqa: ARG001 - Babel gives it by name
) -> Iterator[Message]:
    """Extract the sentences of a Python file.

    Babel's own reader of Python misses a sentence that stands inside of an f-string, before Python 3.12.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        count = _SENTENCE_FUNCTIONS.get(node.func.id, 0)
        found = [a.value for a in node.args[:count] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if found and len(found) == count:
            # Babel knows a plural by gettext's own name for it.
            yield (node.lineno, "gettext", found[0], []) if count == 1 else (node.lineno, "ngettext", tuple(found), [])


def extract_columns(
    file: BinaryIO, _keywords: Collection[str], _comments: Collection[str], options: Mapping[str, str]
) -> Iterator[Message]:
    """Extract the cells of some columns of a CSV file.

    Parameters
    ----------
    file : binary file
    options : mapping
        ``columns``: names of columns, separated by spaces.
    """
    columns = options["columns"].split()
    reader = csv.DictReader(io.StringIO(file.read().decode("utf-8"), newline=""))
    for row in reader:
        for column in columns:
            if row[column]:
                yield reader.line_num, "", row[column], []


def extract_fields(
    file: BinaryIO, _keywords: Collection[str], _comments: Collection[str], options: Mapping[str, str]
) -> Iterator[Message]:
    """Extract some fields of a YAML file: those of a scenario, or of a file's origin.

    Parameters
    ----------
    file : binary file
    options : mapping
        ``fields``: names of fields, separated by spaces.
    """
    fields = options["fields"].split()
    document = parse_document(file.read(), "")
    values = document.data if isinstance(document.data, dict) else {}
    for key, value in values.items():
        if key in fields and value and isinstance(value, str):
            yield document.find_line((key,)), "", value, []
