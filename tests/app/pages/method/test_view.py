"""The page of the data and the method: what each part says, against the files and the registries."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from alpsat_geo.actions import ACTION_TYPES, ACTION_TYPES_BY_KEY
from alpsat_geo.app.core.account import ACCOUNT_COOKIE
from alpsat_geo.app.core.login.routes import LOGIN_COOKIE, LOGOUT_COOKIE, TOKEN_COOKIE
from alpsat_geo.app.pages.method.accessibility import write_contact, write_statement
from alpsat_geo.app.pages.method.assumptions import group_hypotheses, list_steps
from alpsat_geo.app.pages.method.privacy import write_notice
from alpsat_geo.app.pages.method.view import PARTS
from alpsat_geo.compute.backtest import hold_against_counts
from alpsat_geo.compute.explanation.formulas import list_formulas
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.project import Project
from alpsat_geo.report.accessibility import audit
from alpsat_geo.report.accessibility.audit import count_statuses, read_audit
from alpsat_geo.report.address.app_state import METHOD_PART_WORDS
from alpsat_geo.sources.legal_notice import read_legal_notice
from alpsat_geo.sources.published_counts import read_published_counts
from tests.app.visits import ROOT, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

PAGE = "pages/donnees.py"
PARAMETERS = list(csv.DictReader(io.StringIO((ROOT / "data" / "parameters.csv").read_text(encoding="utf-8"))))


def list_origins() -> list[Path]:
    return [path for top in ("data", "geo") for path in (ROOT / top).rglob("*.origin.yaml")]


def test_every_part_has_a_word_in_the_address() -> None:
    assert list(PARTS) == list(METHOD_PART_WORDS)


def test_no_part_shows_the_name_of_a_missing_value() -> None:
    for part in METHOD_PART_WORDS.values():
        text = read_text(open_page(PAGE, partie=part))
        assert re.findall(r"\b(?:nan|None|inf|NaN)\b", text) == [], part


def test_the_origin_of_every_file_is_shown(subtests: pytest.Subtests) -> None:
    app = open_page(PAGE)
    text = read_text(app)
    markup = unescape(" ".join(str(block.proto.body) for block in app.get("html")))
    for path in list_origins():
        with subtests.test(path.name):
            origin = yaml.safe_load(path.read_text(encoding="utf-8"))
            assert re.sub(r"\s+", " ", origin["title"]) in text
            if path.parts[-2] == "brianconnais-queyras":
                assert origin["licence"] in text
                assert f'href="{origin["url_main"]}"' in markup


def test_every_parameter_is_shown_with_its_source() -> None:
    text = re.sub(r"\s", " ", read_text(open_page(PAGE, partie="hypotheses")))
    for row in PARAMETERS:
        assert row["key"] in text
        assert re.sub(r"\s+", " ", row["source"]) in text
    for grade in "ABCD":
        count = sum(row["grade"] == grade for row in PARAMETERS)
        assert re.search(rf"{grade} · [^(]+\({count} hypothèses?\)", text)


def test_every_hypothesis_has_its_slider_but_the_choice_of_the_viewer(table: ParameterTable) -> None:
    groups = group_hypotheses(table, ACTION_TYPES_BY_KEY)
    offered = sorted(row.key for rows in groups.values() for row in rows)
    expected = {row["key"] for row in PARAMETERS if row["grade"] == "D"} - {"space_catchment_minutes"}
    assert offered == sorted(expected)
    app = open_page(PAGE, partie="hypotheses")
    for group, rows in groups.items():
        app.selectbox(key="groupe_hypotheses").set_value(group).run()
        assert not app.exception
        assert [slider.key for slider in app.select_slider] == [f"curseur_{row.key}" for row in rows] or (
            {slider.key for slider in app.select_slider} == {f"curseur_{row.key}" for row in rows}
        )


def test_a_slider_offers_its_ends_the_project_s_value_and_the_current_one(table: ParameterTable) -> None:
    for row in table.values():
        if not row.is_adjustable:
            continue
        low, high = row.slider_bounds
        current = low + (high - low) / 3
        steps = list_steps(row, current)
        assert {low, high, row.value, current} <= set(steps)
        assert steps == sorted(steps)
        assert low == steps[0]
        assert high == steps[-1]


def move(app: AppTest, key: str, value: float) -> None:
    app.select_slider(key=f"curseur_{key}").set_value(value).run()
    assert not app.exception


def test_moving_a_slider_is_written_in_the_address_and_moving_it_back_is_forgotten() -> None:
    app = open_page(PAGE, partie="hypotheses")
    move(app, "huff_desks_exponent", 0.75)
    assert app.query_params["hypotheses"] == "huff_desks_exponent=0.75"
    assert "Hypothèse modifiée : 1." in read_text(app)
    told = read_text(app)
    assert "Ce que vos hypothèses changent" in told
    assert "€ par habitant" in told.replace("\u00a0", " ")
    move(app, "huff_desks_exponent", 1.0)
    assert "hypotheses" not in app.query_params
    assert "Hypothèse modifiée" not in read_text(app)


def test_going_back_resets_the_slider_too() -> None:
    app = open_page(PAGE, partie="hypotheses", hypotheses="huff_desks_exponent=0.75")
    assert app.select_slider(key="curseur_huff_desks_exponent").value == 0.75
    app.button(key="hypotheses_d_origine").click().run()
    assert app.select_slider(key="curseur_huff_desks_exponent").value == 1.0


def test_a_statistician_reads_every_formula_and_a_member_every_criterion() -> None:
    app = open_page(PAGE, partie="formules")
    plain = read_text(app)
    for criterion in CRITERIA:
        assert criterion.label in plain
    app.radio(key="lecteur_formules").set_value("statistician").run()
    exact = read_text(app)
    for formula in list_formulas(CRITERIA):
        assert formula.name in exact
        assert formula.label in exact


def test_the_limits_count_what_can_be_counted() -> None:
    text = read_text(open_page(PAGE, partie="limites"))
    supposed = sum(row["grade"] == "D" for row in PARAMETERS)
    assert f"Sur {len(PARAMETERS)} hypothèses, {supposed} sont des suppositions" in text


def test_the_legal_notice_says_what_the_host_wrote_and_what_it_did_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ALPSAT_LEGAL_FILE", raising=False)
    text = read_text(open_page(PAGE, partie="mentions-legales"))
    assert text.count("non indiqué") == 11
    assert "ALPSAT_LEGAL_FILE" in text
    file = tmp_path / "mentions.yaml"
    file.write_text("publisher: PETR d'essai <b>\ndirector: La présidence\n", encoding="utf-8")
    monkeypatch.setenv("ALPSAT_LEGAL_FILE", str(file))
    text = read_text(open_page(PAGE, partie="mentions-legales"))
    # Who publishes answers for the data too.
    assert text.count("PETR d'essai <b>") == 2
    assert text.count("non indiqué") == 8
    assert "ALPSAT_LEGAL_FILE" not in text
    file.write_text("publisher: a\neditor: b\n", encoding="utf-8")
    with pytest.raises(DataError, match="editor"):
        read_legal_notice()
    monkeypatch.setenv("ALPSAT_LEGAL_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="ne s'ouvre pas"):
        read_legal_notice()


def test_the_privacy_notice_tells_of_accounts_where_there_are_some() -> None:
    without, having = (unescape(write_notice("", is_cut_off=True, has_accounts=has)) for has in (False, True))
    assert "aucun mot de passe, aucun nom à donner" in without
    assert "alpsat_compte" not in without
    for cookie in (ACCOUNT_COOKIE, TOKEN_COOKIE, LOGIN_COOKIE, LOGOUT_COOKIE):
        assert f"« {cookie} »" in having


@pytest.mark.parametrize("part", ["accessibilite", "vie-privee", "mentions-legales"])
def test_a_missing_contact_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.delenv("ALPSAT_CONTACT", raising=False)
    assert "n'a pas encore indiqué d'adresse" in read_text(open_page(PAGE, partie=part))
    monkeypatch.setenv("ALPSAT_CONTACT", "contact@petr.test")
    text = read_text(open_page(PAGE, partie=part))
    assert "contact@petr.test" in text
    assert "pas encore indiqué" not in text


def test_a_contact_cannot_write_markup() -> None:
    assert "<script" not in write_contact("<script>alert(1)</script>")
    assert '"' not in write_contact('x" onclick="y')[3:-4]
    assert 'href="mailto:contact@petr.test"' in write_contact("contact@petr.test")
    assert "href" not in write_contact("javascript:alert(1)")


def test_the_statement_says_the_rate_of_its_audit_and_all_that_is_not_met(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = unescape(write_statement("")).replace("\u00a0", " ")
    assert "est partiellement conforme avec le référentiel" in statement
    assert "lecteur d'écran" in statement
    missed = [one for one in read_audit() if one.status == "not_met"]
    assert missed
    assert statement.count("Critère ") == len(missed)
    met = count_statuses()["met"]
    assert f"sont respectés : {met} sur {met + len(missed)}" in statement
    # A criterion that fails tomorrow changes the declaration.
    worse = tuple(dataclasses.replace(one, status="not_met", reason="essai") for one in read_audit())
    monkeypatch.setattr(audit, "read_audit", lambda: worse)
    assert "est non conforme avec le référentiel" in unescape(write_statement(""))


def test_the_actions_of_the_catalogue_name_the_groups(table: ParameterTable) -> None:
    assert set(group_hypotheses(table, ACTION_TYPES_BY_KEY)) - {"commun"} <= {action.key for action in ACTION_TYPES}


def test_the_counts_that_the_model_misses_are_said_with_their_pages(project: Project) -> None:
    backtest = hold_against_counts(project.evaluate_today(Settings()), read_published_counts())
    app = open_page(PAGE, partie="comptages")
    text, markup = read_text(app), unescape(" ".join(str(block.proto.body) for block in app.get("html")))
    missed = [c for c in backtest.compared if not backtest.per_1000.low <= (c.per_1000 or 0) <= backtest.per_1000.high]
    assert len(missed) == len(backtest.compared) - backtest.inside_count > 0
    assert f"Calculé d'après {len(backtest.compared)} comptages publiés, dont {backtest.inside_count}" in text
    assert text.count("manqué, ") == len(missed)
    for count in (*backtest.compared, *backtest.apart):
        assert count.place in text
        assert f'href="{count.address}"' in markup
    for name in ("Lucéo", "Altipolis"):
        assert re.search(
            rf"{name} : \d+ \w+ publiés ; usagers d'après le modèle, espace ouvert : (environ|moins de)\s\d", text
        )
