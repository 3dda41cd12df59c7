from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.sources.fields import Count, InseeCode, MaybeNumber, Row, Text
from alpsat_geo.sources.table import parse_table


class SampleRow(Row):
    insee_code: InseeCode
    name: Text
    homes_count: Count
    altitude_m: MaybeNumber


HEADER = "insee_code,name,homes_count,altitude_m\n"


def parse(text: str | bytes) -> list[tuple[int | None, str | None, str | None]]:
    table = parse_table(text if isinstance(text, bytes) else text.encode(), "sample.csv", SampleRow)
    assert not (table.rows and table.findings)
    return [(finding.line, finding.column, finding.value) for finding in table.findings]


def test_good_table_keeps_codes_as_text_and_missing_as_none() -> None:
    table = parse_table((HEADER + "05065,Guillestre,12.5,\n").encode(), "sample.csv", SampleRow)
    assert table.findings == ()
    assert table.lines == (2,)
    assert table.rows[0].insee_code == "05065"
    assert table.rows[0].altitude_m is None
    assert table.rows[0].homes_count == 12.5


def test_every_wrong_value_is_listed_with_its_place() -> None:
    found = parse(HEADER + "5065,Guillestre,12,\n05003,,-1,x\n2A004,Ajaccio,nan,1\n")
    assert found == [
        (2, "insee_code", "5065"),
        (3, "name", "vide"),
        (3, "homes_count", "-1"),
        (3, "altitude_m", "x"),
        (4, "homes_count", "nan"),
    ]


def test_line_number_counts_the_lines_inside_a_quoted_cell() -> None:
    found = parse(HEADER + '05065,"Guil\nlestre",1,\n05003,Aiguilles,-1,\n')
    assert found == [(4, "homes_count", "-1")]


def test_open_quote_is_found() -> None:
    table = parse_table((HEADER + '05065,"Guillestre,1,\n').encode(), "sample.csv", SampleRow)
    assert "guillemets" in table.findings[0].message
    assert table.findings[0].line == 2


def test_semicolons_are_recognised() -> None:
    table = parse_table((HEADER + "05065,G,1,\n").replace(",", ";").encode(), "sample.csv", SampleRow)
    assert "« ; »" in table.findings[0].message


def test_repeated_column_is_named() -> None:
    assert (1, "name", "name") in parse("insee_code,name,name,homes_count,altitude_m\n")


def test_byte_order_mark_is_accepted() -> None:
    assert parse(b"\xef\xbb\xbf" + HEADER.encode() + b"05065,G,1,\n") == []


def test_bytes_that_are_not_utf8_give_the_line() -> None:
    assert parse(HEADER.encode() + b"05065,Brian\xe7on,1,\n") == [(2, None, "0xe7")]


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(st.lists(st.tuples(NAMES, st.integers(0, 10**9)), max_size=20))
def test_what_is_written_is_read_back(records: list[tuple[str, int]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER.strip().split(","))
    writer.writerows([["05065", name, count, ""] for name, count in records])
    table = parse_table(buffer.getvalue().encode(), "sample.csv", SampleRow)
    assert table.findings == ()
    assert [(row.name, row.homes_count) for row in table.rows] == records
