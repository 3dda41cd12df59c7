"""The part of Données on other territories."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from alpsat_geo.compute.accounts import SpaceAccount, space_accounts
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.project import Project
from alpsat_geo.report import duplication
from alpsat_geo.report.duplication import write_duplication
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.punctuation import loosen_punctuation
from alpsat_geo.report.siting.trial import find_trial_account, make_trial_scenario
from alpsat_geo.sources.national import read_national_sheets
from tests.embedded import open_embedded


def test_each_commune_has_those_that_resemble_and_a_type() -> None:
    project = open_embedded()
    sheets = read_national_sheets()
    told = write_duplication(project, sheets, project.resemblance)
    assert told.count("<tr") == 1 + 8 + 1 + 3 + 1 + 36
    assert "Saint-Véran" in told
    assert "haut de vallée" in told
    own = set(project.territory.insee_codes)
    near = {list(sheets.communes)[index] for row in project.resemblance.nearest_index for index in row.tolist()}
    assert not own & near
    assert (project.resemblance.distance < 1).all()


def read_row(project: Project, kind: str) -> str:
    told = write_duplication(project, read_national_sheets(), project.resemblance)
    (row,) = re.findall(rf"<tr[^>]*><th[^>]*>{kind}</th>.*?</tr>", told, re.DOTALL)
    return str(row)


def test_a_type_says_where_one_more_space_would_live(monkeypatch: pytest.MonkeyPatch) -> None:
    project = open_embedded()
    members = [
        code
        for code, kind in zip(project.territory.insee_codes, project.commune_types, strict=True)
        if kind == "valley_floor"
    ]
    chances = {
        code: float(np.mean(account.revenue_eur_per_year >= account.annual_cost_eur))
        for code in members
        for account in space_accounts(project.evaluate(make_trial_scenario(code, "frugal"), Settings()))
    }
    best = max(chances, key=lambda code: chances[code])
    name = project.territory.communes.names[project.territory.insee_codes.index(best)]
    row = loosen_punctuation(unescape(read_row(project, "fond de vallée")))
    assert f"nulle part ; au mieux : {name}, dans {format_share(chances[best])} des simulations" in row
    assert row.count("ne couvre ses frais nulle part") == 2

    def hold_in_one(outcome: Outcome) -> SpaceAccount:
        account = find_trial_account(outcome)
        is_held = outcome.baseline.insee_codes[account.commune_index] == best
        return replace(account, verdict="holds", break_even_probability=0.9) if is_held else account

    monkeypatch.setattr(duplication, "find_trial_account", hold_in_one)
    row = loosen_punctuation(unescape(read_row(project, "fond de vallée")))
    told = f"dans 1 commune sur {len(members)} ; au mieux : {name}, dans {format_share(0.9)} des simulations"
    assert f"couvre ses frais {told}" in row
