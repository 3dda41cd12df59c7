from __future__ import annotations

import pytest

from alpsat_geo.report import language
from alpsat_geo.report.plots.theme import write_axis_numbers, write_axis_shares


@pytest.mark.parametrize(
    ("spoken", "group", "decimal", "percent"),
    [("fr", "\u202f", ",", "\u202f%"), ("en", ",", ".", "%"), ("it", ".", ",", "%"), ("de", ".", ",", "\u00a0%")],
)
def test_axes_write_numbers_as_the_reader_does(
    monkeypatch: pytest.MonkeyPatch, spoken: str, group: str, decimal: str, percent: str
) -> None:
    monkeypatch.setattr(language, "_find_language", [lambda: spoken])
    expression = write_axis_numbers()
    # The signs are exchanged in an order that never takes one for the other.
    text = "1,234.5"
    for sign, written in ((",", "g"), (".", decimal), ("g", group)):
        assert f"regexp('[{sign}]', 'g'), '{written}')" in expression
        text = text.replace(sign, written)
    assert text == f"1{group}234{decimal}5"
    assert write_axis_shares().endswith(f"'{percent}'")
