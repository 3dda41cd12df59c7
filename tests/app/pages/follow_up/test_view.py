from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import chi2
from streamlit.testing.v1 import AppTest

from alpsat_geo.compute.baseline import build_baseline
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.sources.territory import read_territory
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import StoreError
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

FOLLOW_UP = "pages/suivi.py"
NO_RAW_VALUE = re.compile(r"\b(nan|None|inf|NaN|regular_users|not_observed)\b")


def open_pledge(**query: str) -> AppTest:
    """Open the page, inscribe the first scenario, and look at its users."""
    app = open_page(FOLLOW_UP, **query)
    app.button(key="inscrire_promesse").click().run()
    app.selectbox(key="choix_indicateur").set_value("regular_users").run()
    assert not app.exception
    return app


def observe(app: AppTest, day: str, value: str, source: str = "comptage") -> AppTest:
    app.text_input(key="observe_jour").set_value(day)
    app.text_input(key="observe_valeur").set_value(value)
    app.text_input(key="observe_source").set_value(source)
    app.button(key="inscrire_valeur").click().run()
    assert not app.exception
    return app


def upload(app: AppTest, text: str) -> AppTest:
    app = open_box(app, "volet_import")
    app.get("file_uploader")[0].upload("valeurs.csv", text.encode(), "text/csv")  # type: ignore[union-attr]
    app.run()
    assert not app.exception
    return app


def test_a_first_visit_offers_to_inscribe_a_promise_and_shows_its_values() -> None:
    text = read_text(open_page(FOLLOW_UP))
    assert "Ce qui était prévu, ce qui est observé" in text
    assert "Aucune prévision enregistrée" in text
    assert "2\u202f000 simulations (graine 1), routes d'hiver, T = 20\u00a0min" in text
    assert "ARCEP (2026-T2" in text
    assert not NO_RAW_VALUE.search(text)


def test_a_promise_keeps_the_values_of_the_model_on_that_day() -> None:
    app = open_page(FOLLOW_UP)
    offered = re.search(r"Usagers réguliers des espaces (environ\s\d+\susagers \([^)]+\))", read_text(app))
    assert offered
    app.button(key="inscrire_promesse").click().run()
    # Another T changes the model, never what was promised.
    later = open_page(FOLLOW_UP, minutes="30", saison="ete")
    text = read_text(later)
    assert f"Usagers réguliers des espaces {offered[1]}" in text
    assert "routes d'hiver, T = 20\u00a0min" in text
    for criterion in CRITERIA:
        if criterion.is_shown_first:
            assert criterion.label in text


def test_a_scenario_of_ones_own_is_promised_and_the_one_of_the_dossier_proposed_first() -> None:
    own = Scenario("deux-espaces", "Deux espaces", actions=(ActionChoice("open_space", ("05065",)),))
    app = open_page(FOLLOW_UP, perso=encode_scenario(own), dossier="plateforme-seule")
    picker = app.selectbox(key="promesse_scenario")
    assert picker.value == "plateforme-seule"
    assert "Deux espaces" in picker.options
    app = open_page(FOLLOW_UP, perso=encode_scenario(own), dossier="deux-espaces")
    assert "Ce scénario n'est pas enregistré" in read_text(app)
    app.button(key="inscrire_promesse").click().run()
    assert "La prévision pour « Deux espaces » est enregistrée" in read_text(app)


def test_observations_are_inside_above_or_below_with_their_trend() -> None:
    app = open_pledge()
    promised = re.search(r"Prévu : environ\s(\d+)\D+\((\d+)\sà\s(\d+)\)", read_text(app))
    assert promised
    value, low, high = (int(part) for part in promised.groups())
    assert "pas encore observé" in read_text(app)
    app = observe(app, "31/01/2026", str(low - 5))
    assert "en dessous ; encore 2 dates pour une tendance" in read_text(app)
    app = observe(app, "01/05/2026", str(value))
    assert "dans l'intervalle ; encore 1 date pour une tendance" in read_text(app)
    app = observe(app, "30/07/2026", str(high + 7))
    # Two steps of about a quarter: the slope by hand, least squares on three evenly spaced dates (90 days each).
    slope = ((high + 7) - (low - 5)) / (180 / 365.25)
    assert f"au-dessus ; +{round(slope, -1):.0f} usagers par an" in read_text(app).replace("\u202f", "")
    assert not NO_RAW_VALUE.search(read_text(app))


def test_a_wrong_form_says_each_fault_and_writes_nothing() -> None:
    app = observe(open_pledge(), "31/02/2026", "beaucoup", "")
    text = read_text(app)
    for words in ("« 31/02/2026 » n'est pas une date", "« beaucoup » n'est pas un nombre", "La source manque"):
        assert words in text
    assert "Aucune valeur observée" in text
    assert "n'est pas encore arrivé" in read_text(observe(app, "01/01/2090", "3"))


def test_two_values_for_one_date_wait_for_a_choice() -> None:
    app = observe(observe(open_pledge(), "31/01/2026", "12"), "31/01/2026", "15", "agenda")
    assert "12 usagers (comptage) est déjà inscrit ; vous donnez 15 usagers (agenda)" in read_text(app)
    app.button(key="garder_valeur").click().run()
    assert "12 usagers comptage" in read_text(app)
    app = observe(app, "31/01/2026", "15", "agenda")
    app.button(key="remplacer_valeur").click().run()
    assert "15 usagers agenda" in read_text(app)
    assert "12 usagers" not in read_text(app)


def test_a_file_is_inscribed_whole_or_not_at_all() -> None:
    head = "indicateur;date;valeur;source\n"
    app = open_pledge()
    wrong = upload(app, head + "Usagers réguliers des espaces;31/01/2026;20;comptage\nPiscine;31/01/2026;x;\n")
    text = read_text(wrong)
    assert "Rien n'a été inscrit, 3 points à corriger" in text
    assert "valeurs.csv, ligne 3, colonne indicateur : « Piscine » n'est pas prévu" in text
    assert "Aucune valeur observée" in text
    right = upload(
        open_page(FOLLOW_UP, indicateur="equity"), head + "regular_users;31/01/2026;20;a\nequity;31/01/2026;7,5;b\n"
    )
    text = read_text(right)
    assert "2 valeurs sont inscrites" in text
    assert "7,5\u202f% 31 janvier 2026" in text
    assert "20 usagers 31 janvier 2026" in text


def test_a_hostile_file_is_told_in_few_sentences_and_nothing_is_inscribed() -> None:
    text = read_text(upload(open_pledge(), "indicateur;date;valeur;source\n" + "Piscine;hier;beaucoup;\n" * 500))
    assert "Rien n'a été inscrit, 2\u202f000 points à corriger :" in text
    assert text.count("valeurs.csv, ligne") == SHOWN_AT_MOST
    assert "… et 1\u202f950 autres points." in text
    assert "Aucune valeur observée" in text


def test_a_slip_of_the_hand_is_seen() -> None:
    app = observe(open_pledge(), "01/01/0001", "1000000", "a\u202eb" * 100)
    text = read_text(app)
    assert "« 01/01/0001 » est trop ancien" in text
    assert (
        "« 1000000 » n'est pas plausible pour « Usagers réguliers des espaces », de 0 usagers à 66\u202f968 usagers"
        in text
    )
    assert "La source compte plus de 200 caractères" not in text
    assert "Aucune valeur observée" in text


def test_a_mistake_is_erased_and_a_promise_withdrawn_only_before_it_is_observed() -> None:
    app = open_box(observe(open_pledge(), "31/01/2026", "12"), "volet_effacer")
    app.session_state["volet_retirer"] = True
    app.run()
    assert not [button for button in app.button if button.key == "retirer_promesse"]
    app.selectbox(key="effacer_choix").select_index(0).run()
    app.button(key="effacer_valeur").click().run()
    assert "La valeur est effacée" in read_text(app)
    app = open_box(app, "volet_retirer")
    app.button(key="retirer_promesse").click().run()
    assert "La prévision est retirée" in read_text(app)
    assert "Aucune prévision enregistrée" in read_text(app)


def test_twelve_users_at_luceo_move_demand_on_request_only_and_back() -> None:
    app = open_page(FOLLOW_UP)
    app.slider(key="usagers_comptes").set_value(12).run()
    before = read_text(app)
    modelled, factor = expect_luceo(12)
    assert f"12 usagers comptés à Lucéo, où le modèle en attend {modelled:.0f}" in before
    assert f"multipliée par environ\u00a0{factor:.1f} ".replace(".", ",") in before
    assert "hypotheses" not in app.query_params
    assert "Tous les chiffres affichés en tiennent compte" not in before
    app.button(key="recaler").click().run()
    assert float(app.query_params["hypotheses"].split("=")[1]) == pytest.approx(factor, rel=1e-5)
    text = read_text(app)
    assert "La demande est corrigée" in text
    assert "Correction de la demande par un comptage réel" in text
    # The same table before and after: nothing is rescaled twice.
    table = re.search(r"Ce qui changerait Avant Après.*?espaces d'aujourd'hui [^A-Z]+", before)
    assert table
    assert table[0].strip() in text
    app.button(key="annuler_recalage").click().run()
    assert "hypotheses" not in app.query_params
    assert "La demande est corrigée" not in read_text(app)


def expect_luceo(count: int) -> tuple[float, float]:
    """Compute the users of Lucéo in winter at T = 20, with numpy alone from the draws."""
    territory, table = read_territory(), read_parameters()
    baseline = build_baseline(territory, table).with_spaces_settled({"luceo": True})
    draws = sample_draws(table, baseline.spaces, 2000, 1)
    keys = [space.key for space in baseline.spaces]
    hosts = [space.commune_index for space in baseline.spaces]
    minutes = np.asarray(baseline.minutes["winter"])[:, hosts]
    speed = draws["road_speed_factor"][:, None, None]
    terminal = table["terminal_time_min"].value
    driven = np.minimum(minutes, terminal) + np.maximum(minutes - terminal, 0) / speed
    inside = terminal + 60 * baseline.inside_km[:, None] / (table["inside_commune_speed_kmh"].value * speed)
    driven = np.where(np.arange(minutes.shape[0])[:, None] == hosts, inside, driven)
    near = 1 / (1 + np.exp((driven - 20) * draws["catchment_decay_divisor"][:, None, None] / 20))
    is_open = draws.space_is_open.astype(np.float64)
    pull = is_open * draws.space_desks_count ** draws["huff_desks_exponent"][:, None]
    weekly = np.column_stack([draws[f"telework_weekly_share_csp{k}"] for k in range(3, 7)])
    teleworkers = weekly @ baseline.employed_by_csp_count[:, 2:6].T
    independents = draws["teleworkable_share_csp2"][:, None] * baseline.employed_by_csp_count[:, 1]
    visitors = draws["visitor_users_per_second_home"][:, None] * baseline.second_homes_count
    demand = (
        teleworkers * draws["third_place_share_teleworkers"][:, None]
        + independents * draws["third_place_share_independents"][:, None]
        + visitors
    ) * draws["demand_level"][:, None]
    reach = (is_open[:, None, :] * near).max(axis=2)
    weights = pull[:, None, :] * near
    share = weights / weights.sum(axis=2, keepdims=True)
    users = ((demand * reach)[:, :, None] * share).sum(axis=1)
    modelled = float(np.median(users[:, keys.index("luceo")]))
    return modelled, count / modelled


def test_several_dated_counts_move_demand_together_and_travel_in_the_link() -> None:
    app = open_page(FOLLOW_UP)
    for space, users, day, source in (
        ("luceo", 12, "03/06/2026", "agenda, avec virgule"),
        ("luceo", 14, "01/09/2026", ""),
        ("altipolis", 9, "32/09/2026", "badges"),
    ):
        app.selectbox(key="espace_compte").set_value(space).run()
        app.slider(key="usagers_comptes").set_value(users).run()
        app.text_input(key="date_comptage").set_value(day)
        app.text_input(key="source_comptage").set_value(source)
        app.button(key="garder_comptage").click().run()
        assert not app.exception
    assert "« 32/09/2026 » n'est pas une date" in read_text(app)
    app.text_input(key="date_comptage").set_value("02/09/2026")
    app.button(key="garder_comptage").click().run()
    text = read_text(app)
    # Of Lucéo the last count alone is used.
    assert "23 usagers comptés en tout à Lucéo et Altipolis" in text
    assert "3 juin 2026 12 agenda avec virgule non, un plus récent l'est" in text
    carried = app.query_params["comptages"]
    other = open_page(FOLLOW_UP, comptages=carried if isinstance(carried, str) else carried[0])
    assert "23 usagers comptés en tout" in read_text(other)
    other.button(key="retirer_comptage_0").click().run()
    other.button(key="retirer_comptage_1").click().run()
    assert "14 usagers comptés à Lucéo" in read_text(other)


def test_a_forged_link_of_counts_is_read_at_best() -> None:
    forged = "luceo~12~2026-02-31~x,nulle-part~5~2026-02-01~y,luceo~500~2026-02-01~z,luceo~7~2999-01-01~z"
    text = read_text(open_page(FOLLOW_UP, comptages=forged))
    assert "usagers comptés" not in text
    assert "qui n'existe pas : valeur par défaut affichée" in read_text(open_page(FOLLOW_UP, comptages="luceo~<b>"))


def test_the_interval_of_the_factor_is_that_of_one_count() -> None:
    app = open_page(FOLLOW_UP, **{"usagers-comptes": "12"})
    modelled, _factor = expect_luceo(12)
    # The means under which twelve or more, then twelve or fewer, are counted once in twenty.
    low, high = chi2.ppf(0.05, 2 * 12) / 2, chi2.ppf(0.95, 2 * 13) / 2
    assert f"({low / modelled:.1f}\u00a0à\u00a0{high / modelled:.1f})".replace(".", ",") in read_text(app)


def test_a_link_brings_the_recalibration_back() -> None:
    text = read_text(open_page(FOLLOW_UP, hypotheses="demand_calibration_factor=2", comptage="quai9"))
    assert "La demande est corrigée, multipliée par 2" in text


def test_a_count_out_of_all_proportion_is_questioned() -> None:
    app = open_page(FOLLOW_UP, comptage="the-snoworkers", **{"usagers-comptes": "100"})
    assert "vérifiez le comptage avant de corriger" in read_text(app)
    assert not [button for button in app.button if button.key == "recaler"]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes the database answer again."""

    def refuse() -> Database:
        message = "La base de données PostgreSQL « ailleurs » ne répond pas."
        raise StoreError(message)

    real_open = Database.connect
    monkeypatch.setattr(Database, "connect", refuse)
    return lambda: monkeypatch.setattr(Database, "connect", real_open)


def test_a_stopped_database_is_one_sentence_and_a_way_on(stopped: Callable[[], None]) -> None:
    app = open_page(FOLLOW_UP)
    text = read_text(app)
    assert "La base du suivi ne répond pas : rien n'a été inscrit ni perdu." in text
    assert "Corriger la demande" in text
    app.slider(key="usagers_comptes").set_value(12).run()
    assert "12 usagers comptés à Lucéo" in read_text(app)
    stopped()
    app.button(key="reessayer").click().run()
    assert "Aucune prévision enregistrée" in read_text(app)


def test_a_promise_carries_the_answer_of_comparer_what_it_costs_and_when_to_close() -> None:
    compared = read_text(open_page("pages/comparer.py"))
    said = re.search(r"« [^»]+ » vaut son coût .+? ; en dessous, ne rien faire\.", compared)
    assert said
    app = open_page(FOLLOW_UP)
    app.selectbox(key="promesse_scenario").set_value("espaces-frugaux").run()
    app.button(key="inscrire_promesse").click().run()
    assert not app.exception
    # Another choice changes the answer of today, never that of the promise.
    text = read_text(open_page(FOLLOW_UP, scenarios="plateforme-seule,animer-existant", minutes="30"))
    assert f"{said[0]} Coût public par an, recettes déduites : " in text
    assert "4 nouveaux espaces, dont " in text
    assert re.search(r"Quand fermer un espace\. .+ au bout de 6, 12, 24 mois : ", text)


def test_the_observed_cost_of_a_result_stands_beside_the_promised_one() -> None:
    app = open_page(FOLLOW_UP)
    app.selectbox(key="promesse_scenario").set_value("plateforme-seule").run()
    app.button(key="inscrire_promesse").click().run()
    promised = r"Coût par an, pour un habitant de plus 1\u202f900\xa0€ par habitant \([^)]+\) "
    assert re.search(promised + "à observer d'abord : ", read_text(app))
    for indicator, value in (("net_public_cost", "26000"), ("additional_inhabitants", "10")):
        app.selectbox(key="choix_indicateur").set_value(indicator).run()
        observe(app, "31/01/2026", value)
    assert re.search(promised + r"2\u202f600\xa0€ 26\u202f000\xa0€ pour 10 de plus dans l'intervalle", read_text(app))
    # What follows from others is not entered by hand.
    assert "cost_per_inhabitant" not in app.selectbox(key="choix_indicateur").options
