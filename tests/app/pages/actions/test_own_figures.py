"""An officer states the figures of an action: each is kept at once, beside what the tool estimates, and taken back."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.domain.own_figures import Funder, OwnFigures
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.pages.actions.test_view import ACTIONS, FRUGAL, press, read_own
from tests.app.parts.test_slot import list_ranks
from tests.app.visits import open_box, open_page, read_text
from tests.stated import QUOTE

pytestmark = pytest.mark.usefixtures("in_project")

BOX = "chiffres_deux-espaces_0"


def fill(app: AppTest, label: str, value: object, *, rank: int = 0) -> None:
    widgets = (*app.number_input, *app.text_input, *app.selectbox)
    [item for item in widgets if item.label == label][rank].set_value(value).run()
    assert not app.exception


def read_figures(app: AppTest) -> OwnFigures:
    return read_own(app)[0].actions[0].figures


def test_a_quote_is_stated_beside_the_estimate_paid_by_funders_and_taken_back() -> None:
    app = open_box(open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1"), BOX)
    assert "ses 2 lieux ensemble, à parts égales" in read_text(app)
    fill(app, "Investissement, votre devis (€)", 48_250.5)
    fill(app, "Début des dépenses (jour/mois/année)", "15/3/2027")
    text = read_text(app)
    assert "Investissement, estimé : environ\u00a064\u202f000\u00a0€ (42\u202f000\u00a0à\u00a075\u202f000)" in text
    assert "votre devis : 48\u202f250,50\u00a0€" in text
    assert "; chiffres saisis" in text
    press(app, "chiffre_deux-espaces_0_ajouter")
    fill(app, "Part (%)", 90.0)
    text = read_text(app)
    assert "Attention : les subventions paieraient 90 % de l'investissement." in text.replace("\u202f", " ")
    expected = OwnFigures(48_250.5, start=date(2027, 3, 15), funders=(Funder("DETR", 90.0),))
    assert read_figures(app) == expected
    press(app, "chiffre_deux-espaces_0_ajouter")
    fill(app, "Financeur", "Leader", rank=1)
    fill(app, "Plafond ou montant (€)", 20_000.0, rank=1)
    fill(app, "Part (%)", None, rank=1)
    assert read_figures(app).funders[1] == Funder("Leader", None, 20_000.0)
    # Two funders who pay more than there is to pay: the action is not counted, and the sentence says why.
    assert "avec « Leader », les financeurs paient plus que l'investissement" in read_text(app)
    assert app.button(key="vers_comparer").disabled
    press(app, "chiffre_deux-espaces_0_financeur_1_retirer")
    assert read_figures(app) == expected
    for wrong in (120.0, -5.0):
        fill(app, "Part (%)", wrong)
        assert f"« Part (%) » vaut {wrong:.0f} : donnez un nombre de 0 à 100.".replace("-", "\u2212") in read_text(app)
        assert read_figures(app) == expected
        assert [item.value for item in app.number_input if item.label == "Part (%)"] == [90.0]
    fill(app, "Début des dépenses (jour/mois/année)", "bientôt")
    assert "« bientôt » n'est pas une date de ce siècle" in read_text(app)
    assert read_figures(app) == expected
    press(app, "chiffre_deux-espaces_0_oublier")
    assert read_own(app) == [FRUGAL]
    press(app, "annuler")
    assert read_figures(app) == expected


def test_a_link_opens_what_was_stated() -> None:
    stated = dataclasses.replace(FRUGAL, actions=(dataclasses.replace(FRUGAL.actions[0], figures=QUOTE),))
    app = open_box(open_page(ACTIONS, perso=encode_scenario(stated), scenario=FRUGAL.key, action="1"), BOX)
    assert read_own(app) == [stated]
    assert [item.value for item in app.selectbox if item.label == "Financeur"] == ["DETR", "Région", "EPCI"]
    assert "votre devis : 48\u202f250,50\u00a0€" in read_text(app)


def test_the_plan_says_who_pays_what_and_follows_who_bears_the_costs() -> None:
    stated = dataclasses.replace(FRUGAL, actions=(dataclasses.replace(FRUGAL.actions[0], figures=QUOTE),))
    app = open_page(ACTIONS, perso=encode_scenario(stated), scenario=FRUGAL.key)
    assert "Total à payer" not in read_text(app)
    app = open_box(app, "volet_financement")
    text = read_text(app)
    assert "DETR 15\u202f000,00 0" in text
    assert "Total à payer 48\u202f250,50" in text
    assert "Reste : Guillestre" in text
    assert "Tous les montants sont ceux qui ont été saisis." in text
    app.selectbox(key="qui_porte").set_value("petr").run()
    assert "Reste : tout le territoire 18\u202f600,40 0" in read_text(app)
    assert "petr" in app.query_params["qui-porte"]


def list_fields(app: AppTest) -> dict[str, object]:
    """Return what each field holds, by its key."""
    return {str(box.key): box.value for box in (*app.number_input, *app.text_input, *app.selectbox, *app.text_area)}


@pytest.mark.parametrize(
    ("label", "value", "sentence"),
    [
        ("Investissement, votre devis (€)", 120_000_000.0, "donnez un nombre de 0 à"),
        ("Début des dépenses (jour/mois/année)", "31/02/2027", "« 31/02/2027 » n'est pas une date de ce siècle"),
    ],
)
def test_what_is_refused_leaves_every_field_where_it_is(label: str, value: object, sentence: str) -> None:
    app = open_box(open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1"), BOX)
    fill(app, "Investissement, votre devis (€)", 48_250.0)
    fill(app, "Début des dépenses (jour/mois/année)", "01/03/2027")
    press(app, "chiffre_deux-espaces_0_ajouter")
    fields, ranks = list_fields(app), list_ranks(app)
    fill(app, label, value)
    assert sentence in read_text(app)
    # Who types in the next field already is not taken out of it.
    assert list_fields(app) == fields
    assert list_ranks(app) == ranks
