"""One quantity has one number: on the page, in the terminal, in the table and on paper, without any option."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import alpsat_geo.__main__ as door
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.sources.scenarios import read_scenarios
from tests.app.visits import open_box, open_page, read_text
from tests.report.dossier.reading import flatten, read_pdf

pytestmark = pytest.mark.usefixtures("in_project")

CHOSEN = "espaces-frugaux"
THREE = (CHOSEN, "ne-rien-faire", "plateforme-et-accueil")

Run = Callable[..., str]


@pytest.fixture(name="run")
def make_run(project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(door, "open_project", lambda *_: project)

    def run(*call: str) -> str:
        monkeypatch.setattr(sys, "argv", ["alpsat_geo", *call])
        door.main()
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return run


def read_cells(app: AppTest, heading: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the table that has a heading, by the first line of their first cell."""
    markup = next(str(block.proto.body) for block in app.get("html") if f">{heading}</th>" in str(block.proto.body))
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", markup[markup.index("<tbody>") :], re.DOTALL):
        cells = [flatten(unescape(cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        rows[cells[0].split("<small>")[0]] = tuple(
            cell.replace("<small>", "|").replace("</small>", "") for cell in cells
        )
    return rows


def test_page_terminal_table_and_paper_say_the_same(run: Run, tmp_path: Path) -> None:
    evaluated = json.loads(run("evaluate", *THREE, "--json"))["scenarios"]
    compared = json.loads(run("compare", *THREE, "--json"))
    assert compared["scenarios"] == evaluated
    told = {line.strip() for line in flatten_lines(run("evaluate", *THREE))}
    for ending in ("csv", "pdf"):
        run("dossier", *THREE, "--out", str(tmp_path / f"dossier.{ending}"))
    table = (tmp_path / "dossier.csv").read_text(encoding="utf-8-sig")
    rows = {
        (row["scenario_key"], row["figure_kind"], row["figure_key"]): row
        for row in csv.DictReader(io.StringIO(table), delimiter=";")
        if row["place_level"] == "territory"
    }
    paper = read_pdf((tmp_path / "dossier.pdf").read_bytes())
    page = open_box(open_page("pages/comparer.py", scenarios=",".join(THREE)), "tableau_tout")
    cells = read_cells(page, "Critère")
    # The page keeps the order of the files, whatever that of the address.
    shown = {key: place for place, key in enumerate((s.key for s in read_scenarios() if s.key in THREE), start=1)}
    for scenario in evaluated:
        for criterion in CRITERIA:
            figure = scenario["criteria"][criterion.key]
            row = rows[scenario["key"], "criterion", criterion.key]
            assert [read_number(row[part]) for part in ("low", "value", "high", "central")] == [
                figure[part] for part in ("low", "value", "high", "central")
            ]
            drawn = read_interval(figure)
            written = flatten(write_interval(drawn, criterion.unit))
            cell = cells[flatten(criterion.label)][shown[scenario["key"]]]
            assert cell.split("|")[0] == written
            # A figure of two peaks says both below its middle, and no other does.
            assert ("ouverts" in cell) == bool(figure["states"])
            assert written in paper
            line = f"{flatten(criterion.label)} {flatten(write_with_unit(drawn, criterion.unit))}"
            assert line in told
        for key, unit in (("capex_eur", "€"), ("opex_eur_per_year", "€/an"), ("net_annual_petr_eur", "€/an")):
            row, figure = rows[scenario["key"], "account", key], scenario["cost"][key]
            assert [read_number(row[part]) for part in ("low", "value", "high", "central")] == [
                figure[part] for part in ("low", "value", "high", "central")
            ]
            if scenario["key"] == CHOSEN:
                assert flatten(write_with_unit(read_interval(figure), unit)) in paper
    sheet = flatten(read_text(open_page("pages/dossier.py", dossier=CHOSEN, scenarios=",".join(THREE))))
    # Every scenario of the project stands behind the answer, on each of them.
    answer = flatten(run("compare").splitlines()[0])
    for text in (flatten(read_text(page)), sheet, paper):
        assert answer in text


def test_who_bears_the_costs_moves_them_alike_on_the_page_in_the_link_and_in_the_terminal(
    run: Run, project: Project
) -> None:
    page = open_box(open_page("pages/comparer.py", scenarios=",".join(THREE)), "tableau_lieux")
    page.selectbox(key="critere_lieux").set_value("net_public_cost").run()
    hosts = read_cells(page, "Lieu")
    page.selectbox(key="qui_porte").set_value("petr").run()
    assert "petr" in page.query_params["qui-porte"]
    everybody = read_cells(page, "Lieu")
    assert hosts != everybody
    assert "les coûts sont portés par tout le territoire, selon les habitants" in read_text(page)
    linked = open_page("pages/comparer.py", scenarios=",".join(THREE), **{"qui-porte": "petr"})
    linked.session_state["critere_lieux"] = "net_public_cost"
    assert read_cells(open_box(linked, "tableau_lieux"), "Lieu") == everybody
    (told,) = json.loads(run("evaluate", CHOSEN, "--borne-by", "petr", "--json"))["scenarios"]
    place = [s.key for s in read_scenarios() if s.key in THREE].index(CHOSEN) + 1
    names = {epci.siren: flatten(epci.name) for epci in project.territory.epcis}
    for siren, figure in told["criteria"]["net_public_cost"]["by_epci"].items():
        assert everybody[names[siren]][place] == flatten(write_interval(read_interval(figure), "€/an"))


def flatten_lines(text: str) -> list[str]:
    return [flatten(line) for line in text.splitlines()]


def read_interval(figure: dict[str, Any], *parts: str) -> Interval:
    low, value, high = (figure[part] for part in (parts * 3 or ("low", "value", "high")))
    return Interval(*(float("nan") if end is None else float(end) for end in (low, value, high)))


def read_number(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if cell else None
