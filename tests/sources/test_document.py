from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.sources.document import parse_document, validate_document
from alpsat_geo.sources.fields import IsoDate, Row

SCALARS = st.none() | st.booleans() | st.integers() | st.dates() | st.text(st.characters(codec="ascii"), max_size=12)
KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
BRANCHES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
TREES = st.dictionaries(KEYS, BRANCHES, max_size=4)


@given(TREES)
def test_what_is_dumped_is_read_back(tree: dict[str, Any]) -> None:
    document = parse_document(yaml.safe_dump(tree).encode(), "sample.yaml")
    assert document.findings == ()
    assert document.data == tree


def test_lines_follow_the_values() -> None:
    document = parse_document(b"key: a\nactions:\n  - type: x\n    places:\n      - '1'\n      - '2'\n", "sample.yaml")
    assert document.find_line(("actions", 0, "places", 1)) == 6
    assert document.find_line(("actions", 0, "missing")) == 3
    assert document.find_line(("absent",)) == 1


def test_repeated_key_is_found() -> None:
    document = parse_document(b"key: a\nname: b\nkey: c\n", "sample.yaml")
    assert [(finding.line, finding.column) for finding in document.findings] == [(3, "key")]


def test_broken_writing_gives_the_line() -> None:
    document = parse_document(b"key: a\nname: [b\n", "sample.yaml")
    assert "YAML" in document.findings[0].message
    assert document.findings[0].line == 3


def test_a_list_is_not_a_document() -> None:
    assert "nom: valeur" in parse_document(b"- a\n", "sample.yaml").findings[0].message


def test_code_is_never_run() -> None:
    document = parse_document(b"key: !!python/object/apply:os.getcwd []\n", "sample.yaml")
    assert document.data is None
    assert document.findings[0].line == 1


class Dated(Row):
    day: IsoDate


def test_date_is_read_with_or_without_quotes() -> None:
    for text in (b"day: 2026-01-31\n", b"day: '2026-01-31'\n"):
        row, findings = validate_document(parse_document(text, "sample.yaml"), Dated)
        assert findings == []
        assert row is not None
        assert date.fromisoformat(row.day) == date(2026, 1, 31)


def test_wrong_date_and_unexpected_name_are_found() -> None:
    row, findings = validate_document(parse_document(b"day: '31/01/2026'\nnight: 1\n", "sample.yaml"), Dated)
    assert row is None
    assert [(finding.line, finding.column) for finding in findings] == [(1, "day"), (2, "night")]
