from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import date
from typing import Literal

import openpyxl
import pandas as pd
import pytest
from odf.namespaces import STYLENS
from odf.opendocument import load
from odf.style import MasterPage, PageLayoutProperties, Style
from odf.table import Table

from alpsat_geo.report.sheets import Amount, Sheet, write_ods, write_xlsx

DAY = date(2026, 7, 1)
Engine = Literal["openpyxl", "odf"]
ENGINES: list[tuple[Callable[..., bytes], Engine]] = [(write_xlsx, "openpyxl"), (write_ods, "odf")]
SHEETS = (
    Sheet("À lire", (), (("Réponse", "=1+1"), ("Adresse", "http://localhost/?a=1&b=<2>"))),
    Sheet(
        "Communes aujourd'hui",
        ("Code INSEE", "Part", "Argent"),
        (
            ("05065", Amount(1 / 3, "share"), Amount(1234567.891, "whole")),
            ("05001", Amount(math.nan, "share"), Amount(-0.1, "decimal")),
        ),
    ),
)


@pytest.mark.parametrize(("write", "engine"), ENGINES, ids=["xlsx", "ods"])
def test_cells_read_back_and_what_is_missing_is_empty(write: Callable[..., bytes], engine: Engine) -> None:
    content = write(SHEETS, "Le dossier", DAY)
    read = pd.read_excel(io.BytesIO(content), sheet_name=None, engine=engine, header=None, dtype=object)
    assert list(read) == ["À lire", "Communes aujourd'hui"]
    # A text that begins as a formula stays a text.
    assert read["À lire"].to_numpy().tolist() == [list(row) for row in SHEETS[0].rows]
    headings, first, second = read["Communes aujourd'hui"].to_numpy().tolist()
    assert headings == ["Code INSEE", "Part", "Argent"]
    assert first == ["05065", 1 / 3, 1234567.891]
    assert [second[0], second[2]] == ["05001", -0.1]
    assert math.isnan(second[1])


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
def test_the_same_sheets_give_the_same_bytes(write: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(SHEETS, "Le dossier", DAY)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(SHEETS, "Le dossier", DAY) == first


def test_each_sheet_is_printed_across_on_a4_as_wide_as_the_paper() -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(write_xlsx(SHEETS, "Le dossier", DAY))):
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            "landscape",
            9,
            True,
        )
        assert (setup.fitToWidth, setup.fitToHeight) == (None, 0)
    book = load(io.BytesIO(write_ods(SHEETS, "Le dossier", DAY)))
    tables = book.spreadsheet.getElementsByType(Table)
    (master,) = book.masterstyles.getElementsByType(MasterPage)
    named = {style.getAttribute("name"): style for style in book.automaticstyles.getElementsByType(Style)}
    assert [named[table.getAttribute("stylename")].getAttribute("masterpagename") for table in tables] == [
        master.getAttribute("name")
    ] * len(SHEETS)
    (layout,) = book.automaticstyles.getElementsByType(PageLayoutProperties)
    assert (layout.getAttribute("printorientation"), layout.getAttribute("pagewidth")) == ("landscape", "29.7cm")
    assert [layout.getAttrNS(STYLENS, f"scale-to-{side}") for side in "XY"] == ["1", "0"]


@pytest.mark.parametrize("name", ["", "a" * 32, "Coûts/an", "'Coûts"])
def test_a_name_that_no_spreadsheet_takes_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no spreadsheet"):
        Sheet(name, (), ())
