"""French texts of the data that a screen or a dossier shows, for the gettext catalogues.

Babel calls these functions when the catalogues are extracted (see ``locale/babel.cfg``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

import yaml

Message = tuple[int, str, str, list[str]]
"""Line, function (none), sentence and comments, as Babel asks."""


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
    node = yaml.compose(file.read().decode("utf-8"), Loader=yaml.SafeLoader)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in fields and value.value and value.tag.endswith(":str"):
            yield key.start_mark.line + 1, "", value.value, []
