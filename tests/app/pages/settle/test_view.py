from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.compute.settlement_needs import NEEDS
from tests.app.visits import open_box, open_page, read_text
from tests.compute.settlement_facts import choose_communes

pytestmark = pytest.mark.usefixtures("in_project")

SETTLE = "pages/s_installer.py"
NO_RAW_VALUE = re.compile(r"\b(nan|None|inf|NaN|open_unverified|winter|primary_school)\b")
ALL_NEEDS = ",".join(f"{need.key}={need.default}" for need in NEEDS)


def read_cards(app: AppTest) -> list[str]:
    """Return the name on each card, in the order shown."""
    markup = unescape(" ".join(str(block.proto.body) for block in app.get("html")))
    return re.findall(r'<article class="ag-place">(?:<div class="ag-place-head">)?<h2>([^<]+)</h2>', markup)


def test_a_first_visit_says_how_to_begin_and_that_nothing_is_kept() -> None:
    app = open_page(SETTLE)
    text = read_text(app)
    for words in (
        "Vivre et travailler ici : par où commencer ?",
        "Vous n'avez encore rien choisi",
        "Aucun compte, aucune trace",
    ):
        assert words in text
    for words in ("Les médecins et les épiceries (2013)", "hors étude"):
        assert words in text
    assert read_cards(app) == []


def test_an_example_becomes_needs_and_the_answer_follows() -> None:
    app = open_page(SETTLE)
    app.button(key="depart_seul").click().run()
    assert not app.exception
    assert app.query_params["besoins"] == "fibre=90,espace=20,gare=30"
    fits, confirm = choose_communes((("fibre", 90), ("espace", 20), ("gare", 30)), "winter")
    assert f"{len(fits)} communes conviennent" in read_text(app)
    assert set(read_cards(app)) <= fits | confirm
    assert len(read_cards(app)) == 5
    app.button(key="effacer_besoins").click().run()
    assert "Vous n'avez encore rien choisi" in read_text(app)
    assert "besoins" not in app.query_params


def test_touching_a_need_and_moving_its_slider_change_the_answer_and_the_address() -> None:
    app = open_page(SETTLE)
    app.pills(key="choix_besoins").set_value(["gare"]).run()
    assert app.query_params["besoins"] == "gare=30"
    app.slider(key="besoin_gare").set_value(10).run()
    assert app.query_params["besoins"] == "gare=10"
    fits, _confirm = choose_communes((("gare", 10),), "winter")
    assert f"{len(fits)} communes conviennent" in read_text(app)


def test_each_fact_says_the_place_the_minutes_and_its_age() -> None:
    text = read_text(open_page(SETTLE, besoins="fibre=90,espace=15,courses=10,medecin=20", commune="05122"))
    for words in (
        "dans la commune : Lucéo, ouvert (juillet 2025)",
        "97\u202f% des locaux (ARCEP, 2026-T2)",
        "2 supermarchés, L'Argentière-la-Bessée, 8\u00a0min (INSEE, BPE, 2024)",
        "Médecin omnipraticien en 2013 seulement, L'Argentière-la-Bessée, 8\u00a0min : liste ancienne",
        "temps estimés sur un réseau routier simplifié, routes d'hiver",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("language", "shops", "doctor", "copper", "altitude"),
    [
        (
            "en",
            "2 supermarkets, L'Argentière-la-Bessée",
            "General practitioner in 2013 only",
            "not scheduled",
            "route computed on OpenStreetMap",
        ),
        (
            "de",
            "2 Supermärkte, L'Argentière-la-Bessée",
            "Hausarztpraxis nur 2013",
            "nicht geplant",
            "auf OpenStreetMap berechnete Strecke",
        ),
        (
            "it",
            "2 supermercati, L'Argentière-la-Bessée",
            "Medico di base solo nel 2013",
            "non prevista",
            "percorso calcolato su OpenStreetMap",
        ),
    ],
)
def test_what_the_files_say_is_said_in_the_readers_language(
    language: str, shops: str, doctor: str, copper: str, altitude: str
) -> None:
    text = read_text(open_page(SETTLE, besoins="courses=10,medecin=20", commune="05122", langue=language))
    for words in (shops, doctor, copper, altitude):
        assert words in text


def test_what_is_lacking_is_said_with_its_size() -> None:
    # By winter roads the station of Eygliers is 11.0 minutes from Risoul: 1 minute too many.
    text = read_text(open_page(SETTLE, besoins="gare=10,altitude_max=1100", commune="05119"))
    assert (
        "Une gare moins d'une minute de plus que votre limite" in text
        or "Une gare 1\u00a0min de plus que votre limite" in text
    )
    assert "Pas trop haut 24 m trop haut mairie vers 1\u202f124 m" in text


def test_an_unknown_doctor_is_said_unknown() -> None:
    text = read_text(open_page(SETTLE, besoins="medecin=10", commune="05157"))
    assert "Un médecin on ne sait pas le plus proche en 2013 : Aiguilles, 31\u00a0min ; rien de plus récent" in text
    assert "Saint-Véran convient, à confirmer" in text


def test_impossible_needs_show_the_nearest_compromises() -> None:
    app = open_page(SETTLE, besoins="espace=5,lycee=5,gare=5,altitude_min=2000")
    text = read_text(app)
    assert "Aucune commune n'a tout cela" in text
    assert read_cards(app)[:2] == ["Briançon", "Eygliers"]
    assert "En altitude 777 m trop bas mairie vers 1\u202f223 m" in text
    assert "parmi celles qui s'en approchent le plus" in text


def test_another_community_is_said_to_be_what_is_lacking() -> None:
    text = read_text(open_page(SETTLE, besoins="gare=10", communaute="200067452", commune="05023"))
    assert "Communauté de communes une autre que demandée CC du Briançonnais" in text


def test_the_sheet_holds_no_raw_value_and_all_its_parts(subtests: pytest.Subtests) -> None:
    communes = ("05001", "05023", "05063", "05101", "05116", "05157")
    # Each commune once, and each season twice: what one shows does not depend on the other.
    for commune, season in zip(communes, ("ete", "hiver", "jour-de-fermeture") * 2, strict=True):
        with subtests.test(f"{commune}, {season}"):
            text = read_text(open_page(SETTLE, besoins=ALL_NEEDS, commune=commune, saison=season))
            assert NO_RAW_VALUE.findall(text) == []
            for words in (
                "Essayer avant de s'installer",
                "Appelez la mairie (0",
                "recensé en 2019, à confirmer",
                "sans local (octobre 2025)",
                "Horaires",
                "Locaux raccordables à la fibre",
                "Logement : hors étude",
                "hal-04524061",
                "D1.3.1",
            ):
                assert words in text


def test_a_sheet_opens_and_closes_in_place() -> None:
    app = open_page(SETTLE, besoins="gare=10")
    order = read_cards(app)
    app.button(key="ouvrir_05052").click().run()
    assert app.query_params["commune"] == "05052"
    assert read_cards(app) == order
    assert "Essayer avant de s'installer" in read_text(app)
    app.button(key="fermer_05052").click().run()
    assert "commune" not in app.query_params
    assert "Essayer avant de s'installer" not in read_text(app)


def test_a_commune_from_a_link_comes_first_even_without_needs() -> None:
    app = open_page(SETTLE, commune="05157")
    assert read_cards(app) == ["Saint-Véran"]
    assert "Essayer avant de s'installer" in read_text(app)


def test_the_other_communes_and_the_table_open_on_demand() -> None:
    app = open_page(SETTLE, besoins=ALL_NEEDS.replace("altitude_min=1300,", "").replace("lycee=30,", ""))
    app = open_box(app, "tableau_installer")
    assert not NO_RAW_VALUE.search(read_text(app))
    assert "Besoins manqués" in read_text(app)
    many = open_page(SETTLE, besoins="gare=30")
    before = len(read_cards(many))
    assert len(read_cards(open_box(many, "autres_communes"))) > before == 5


def test_a_need_that_does_not_exist_is_told_and_left_out() -> None:
    text = read_text(open_page(SETTLE, besoins="piscine=3"))
    assert "« piscine=3 », qui n'existe pas" in text
    assert "Vous n'avez encore rien choisi" in text
