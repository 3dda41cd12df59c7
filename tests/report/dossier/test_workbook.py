from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

from alpsat_geo.commands.evaluate import financing_document
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.dossier.all_figures import list_all_figures
from alpsat_geo.report.dossier.columns import PARTS
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.workbook import list_sheets, write_workbook
from alpsat_geo.report.language import LOCALES, speak
from alpsat_geo.report.sheets import write_ods, write_xlsx
from tests.report.dossier.conftest import GatherDossier
from tests.stated import QUOTE

# What Excel keeps of a number.
SIXTEEN_DIGITS = 1e-15
LEVELS = {"territory": "Territoire", "epci": "Par communauté de communes", "commune": "Par commune"}


@pytest.fixture(scope="module", params=["openpyxl", "odf"])
def read(request: pytest.FixtureRequest, written: Callable[[str], bytes]) -> dict[str, pd.DataFrame]:
    content = written({"openpyxl": ".xlsx", "odf": ".ods"}[request.param])
    return pd.read_excel(io.BytesIO(content), sheet_name=None, engine=request.param)


def test_each_account_and_criterion_is_there_for_each_scenario_and_place(
    subject: Subject, read: dict[str, pd.DataFrame]
) -> None:
    value = list(PARTS).index("value")
    figures = [f for f in list_all_figures(subject) if f.kind in {"criterion", "account"} and f.place[0] in LEVELS]
    assert len({figure.place for figure in figures}) == 1 + 3 + 36
    for level, name in LEVELS.items():
        sheet = read[name]
        column = {(row.Lieu, row.Chiffre): i for i, row in enumerate(sheet.itertuples())}
        for figure in (one for one in figures if one.place[0] == level):
            cell = sheet.loc[column[figure.place[2], figure.label], f"{figure.scenario[1]}, milieu"]
            assert cell == pytest.approx(figure.numbers[value], rel=SIXTEEN_DIGITS, abs=0, nan_ok=True)


def test_communes_keep_their_codes_as_texts(subject: Subject, read: dict[str, pd.DataFrame]) -> None:
    today = read["Communes aujourd'hui"]
    codes = [str(code).zfill(5) for code in today["Code INSEE"]]
    assert codes == list(subject.territory.insee_codes)
    fibre = next(column for column in today.columns if "fibre" in column)
    assert today[fibre].tolist() == pytest.approx(subject.profile.measures[:, 0].tolist(), rel=SIXTEEN_DIGITS, abs=0)


def test_the_first_sheet_answers_and_says_what_the_figures_stand_on(
    subject: Subject, read: dict[str, pd.DataFrame]
) -> None:
    text = " ".join(str(cell) for cell in read["À lire"].to_numpy().ravel())
    assert subject.link in text
    assert "Hors étude" in text
    assert str(subject.comparison.problem.draws.size) in text


@pytest.mark.parametrize("engine", ["openpyxl", "odf"])
def test_the_financing_plan_sums_to_the_cent_and_is_that_of_evaluate(
    gather: GatherDossier, engine: Literal["openpyxl", "odf"]
) -> None:
    opening = dataclasses.replace(ActionChoice("open_space", ("05065", "05003")), figures=QUOTE)
    stated = Scenario("essai", "Essai", actions=(opening, ActionChoice("welcome_service")))
    subject = gather(stated, "ne-rien-faire")
    write = {"openpyxl": write_xlsx, "odf": write_ods}[engine]
    sheet = pd.read_excel(io.BytesIO(write_workbook(subject, write)), sheet_name="Plan de financement", engine=engine)
    years = [str(year) for year in range(2027, 2032)]
    assert [str(column) for column in sheet.columns] == ["Dépense", "Qui paie (€)", *years, "Total"]
    evaluated: Any = financing_document(subject.outcome, subject.bearer)
    for title, part in (("Investissement", "investment"), ("Fonctionnement", "running")):
        read = (sheet[sheet["Dépense"] == title].iloc[:, 2:].astype(float) * 100).round().astype(int).to_numpy()
        rows, total = read[:-1], read[-1]
        assert rows.sum(axis=0).tolist() == total.tolist()
        assert (read[:, :-1].sum(axis=1) == read[:, -1]).all()
        assert total[:-1].tolist() == evaluated[part]["total_cents"]
        assert rows[:, :-1].tolist() == [payer["cents"] for payer in evaluated[part]["by_payer"]]
        # What was read is the number of cents itself, not something near it.
        exact = sheet[sheet["Dépense"] == title].iloc[:, 2:].astype(float).to_numpy()
        np.testing.assert_array_equal(exact, read / 100)


@pytest.mark.parametrize("language", list(LOCALES))
def test_sheets_have_names_that_a_spreadsheet_takes_in_each_language(subject: Subject, language: str) -> None:
    with speak(language):
        names = [sheet.name for sheet in list_sheets(subject)]
    assert len(set(names)) == len(names) == 7
