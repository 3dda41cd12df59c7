"""One quantity, one number: what a result costs and from what price, in every file that leaves, to the last digit."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import docx
import openpyxl
import pytest

from alpsat_geo.compute.criterion import find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.report.decision import (
    list_entries,
    tell_scenario_line,
    write_answer,
    write_cost_per_result,
    write_price,
)
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.dossier.subject import Subject
from tests.pdf_text import read_pdf_text
from tests.report.dossier.conftest import GatherDossier
from tests.report.dossier.reading import flatten

CHOSEN = "plateforme-et-accueil"
PRICES: dict[str, dict[str, float]] = {"no price": {}, "two prices": {"inhabitant": 3000.0, "user": 4000.0}}


@pytest.fixture(scope="module", params=list(PRICES))
def told(request: pytest.FixtureRequest, gather: GatherDossier) -> Subject:
    """Return a dossier at no price, then at two."""
    return gather(CHOSEN, "animer-existant", "ne-rien-faire", prices=PRICES[request.param])


def read_html(content: bytes) -> str:
    body = content.decode().partition("<main>")[2]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def read_docx(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


READERS: dict[str, Callable[[bytes], str]] = {".pdf": read_pdf_text, ".html": read_html, ".docx": read_docx}


@pytest.mark.parametrize("ending", list(READERS))
def test_papers_say_the_answer_the_costs_and_the_entry_prices_as_every_page_does(told: Subject, ending: str) -> None:
    text = flatten(READERS[ending](FORMATS[ending].write(told))).replace(" ", "")
    whole, names = told.whole, told.project_names
    expected = [write_answer(whole, names), tell_scenario_line(whole, CHOSEN, told.territory)]
    for key in ("inhabitant", "user"):
        cost = whole.appraisal.cost_per_result(told.row, key)
        assert cost is not None
        expected += [write_cost_per_result(cost, find_result(CRITERIA, key).price), write_price(cost.median)]
    expected += [f"{one_more}{name}{write_price(price)}" for name, one_more, price in list_entries(whole, names)]
    for sentence in expected:
        assert flatten(sentence).replace(" ", "") in text


def test_tables_hold_the_same_numbers_with_every_digit(told: Subject) -> None:
    appraisal = told.whole.appraisal
    lines = csv.DictReader(io.StringIO(FORMATS[".csv"].write(told).decode("utf-8-sig")), delimiter=";")
    rows = {(row["scenario_key"], row["figure_key"]): row for row in lines}
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS[".xlsx"].write(told)), data_only=True)["Territoire"]
    heads, *body = list(sheet.iter_rows(values_only=True))
    cells = {str(row[2]): dict(zip(map(str, heads), row, strict=True)) for row in body}
    for key, name in zip(told.comparison.keys, told.names, strict=True):
        row = told.whole.position(key)
        for result in appraisal.result_keys:
            one_more = find_result(CRITERIA, result).price.one_more
            cost = appraisal.cost_per_result(row, result)
            entry = next(
                (e.price for e in appraisal.entry_prices(result, told.whole.prices) if e.programme == row), None
            )
            for figure, label, number in (
                ("cost_per", f"Coût par an, pour {one_more}", cost.value if cost else None),
                (
                    "even_price_per",
                    f"Effort à partir duquel il vaut son coût une fois sur deux, pour {one_more}",
                    cost.median if cost else None,
                ),
                ("entry_price_per", f"Effort à partir duquel aucun autre ne fait mieux, pour {one_more}", entry),
            ):
                written = rows[key, f"{figure}_{result}"]["value"].replace(",", ".")
                in_sheet = cells[label][f"{name}, milieu"]
                if number is None or number != number:  # noqa: PLR0124 - NaN alone differs from itself
                    assert written == ""
                    assert in_sheet in {None, ""}
                else:
                    assert float(written) == pytest.approx(number, rel=1e-15, abs=0)
                    assert float(str(in_sheet)) == pytest.approx(number, rel=1e-14, abs=0)
                    assert write_price(float(written)) == write_price(number)
