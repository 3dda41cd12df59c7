from __future__ import annotations

import csv
import io
import math

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.csv_file import write_csv_table


@given(st.lists(st.floats(), min_size=1, max_size=8))
def test_every_digit_is_kept_and_what_is_no_number_is_empty(numbers: list[float]) -> None:
    text = write_csv_table(["x"] * len(numbers), [numbers]).decode("utf-8-sig")
    ((*_, cells),) = [list(csv.reader(io.StringIO(text), delimiter=";"))[1:]]
    for number, cell in zip(numbers, cells, strict=True):
        assert "." not in cell
        assert (cell == "") == (not math.isfinite(number))
        assert cell == "" or float(cell.replace(",", ".")) == number


def test_a_spreadsheet_runs_nothing_of_a_title_either() -> None:
    assert write_csv_table(["=1+1"], []).decode("utf-8-sig").startswith("'=1+1")


def test_a_spreadsheet_runs_nothing_and_reads_accents() -> None:
    written = write_csv_table(["été"], [["=1+1"], ["@a"], ["-x"], [None], [3], [6.0], ["a;b"]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n") == ["été", "'=1+1", "'@a", "'-x", '""', "3", "6", '"a;b"', ""]
