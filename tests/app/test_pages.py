"""Each page run by Streamlit's own harness, without a browser: what it says, and that it says it in French."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo import project
from alpsat_geo.app.core import wiring
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.report.atlas.layers import LAYER_LABELS
from tests.app.visits import ROOT, open_box, open_page, read_text

TERRITORY, COMPARISON = "pages/territoire.py", "pages/comparer.py"


pytestmark = pytest.mark.usefixtures("in_project")


def test_the_first_page_is_the_territory() -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60).run()
    assert not app.exception
    assert "Où le travail à distance est-il possible aujourd'hui ?" in read_text(app)


def test_the_territory_says_one_number_and_its_range() -> None:
    text = read_text(open_page(TERRITORY))
    assert "33\u202f484" in text
    assert "\u22121\u202f782" in text
    assert "le territoire compterait environ\u00a050 (20\u00a0à\u00a0130) usagers réguliers" in text


def test_a_commune_has_its_card() -> None:
    app = open_page(TERRITORY, commune="05065")
    text = read_text(app)
    for words in ("Guillestre", "Emplois télétravaillables", "hors étude", "Gare", "2011", "Ce qui manque", "Horaires"):
        assert words in text
    assert [tab.label for tab in app.tabs] == ["Profil", "Qui\u202f?", "Lieux", "Évolution", "Mairie"]


def test_every_dimension_has_a_legend() -> None:
    app = open_page(TERRITORY)
    for dimension in LAYER_LABELS:
        app.selectbox(key="choix_dimension").set_value(dimension).run()
        assert not app.exception
        assert "limite de communauté de communes" in read_text(app)


def test_no_card_shows_the_name_of_a_missing_value() -> None:
    for commune in ("05023", "05157", "05001", "05101"):
        text = read_text(open_page(TERRITORY, commune=commune))
        assert re.findall(r"\b(?:nan|None|inf|NaN)\b", text) == [], commune


def test_the_table_says_the_same_as_the_map_and_sorts() -> None:
    app = open_page(TERRITORY, dimension="lieux")
    app.session_state["tableau_territoire"] = True
    app.run()
    app.selectbox(key="tri_territoire").set_value("Habitants")
    app.toggle(key="sens_territoire").set_value(True)
    app.run()
    text = read_text(app)
    table = text[text.index("Commune Habitants") :]
    assert table.index("Briançon") < table.index("Guillestre") < table.index("Saint-Véran")


def test_the_comparison_names_its_scenarios_and_one_number_for_each() -> None:
    app = open_page(COMPARISON, scenarios="ne-rien-faire,plateforme-et-accueil,espaces-frugaux")
    text = read_text(open_box(app, "tableau_tout"))
    for words in ("Plateforme et accueil", "vaut son coût", "Coût public par an, recettes déduites"):
        assert words in text
    assert "central" not in text
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)


def test_fewer_than_two_scenarios_is_a_state_of_its_own() -> None:
    app = open_page(COMPARISON, scenarios="ne-rien-faire")
    assert "Choisissez au moins deux scénarios" in read_text(app)


def test_a_link_made_before_keeps_its_scenarios_and_drops_its_weights_silently() -> None:
    query = {"scenarios": "plateforme-seule,espaces-frugaux", "poids": "regular_users=50,net_public_cost=50"}
    app = open_page(COMPARISON, **query)
    assert app.query_params["scenarios"] == "plateforme-seule,espaces-frugaux"
    assert "poids" not in app.query_params
    assert "poids" not in read_text(app)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"saison": "neige"}, "« neige »"),
        ({"commune": "75056"}, "La commune « 75056 » n'est pas dans le territoire."),
        ({"scenarios": "ne-rien-faire,tout-faire"}, "Scénario inconnu, laissé de côté : tout-faire."),
    ],
)
def test_a_bad_link_gives_a_notice(query: dict[str, str], sentence: str) -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    assert sentence in read_text(app)


def test_data_that_cannot_be_used_are_listed_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_key: str) -> None:
        raise DataError([Finding("error", "geo/x.csv", "un nombre est négatif : corrigez-le.", 3, "dwellings_count")])

    monkeypatch.setattr(project, "read_territory", refuse)
    wiring.open_territory.clear()
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60).run()
    assert not app.exception
    text = read_text(app)
    assert "Les données ne peuvent pas être utilisées" in text
    assert "geo/x.csv, ligne 3, colonne dwellings_count" in text


def test_offline_offers_no_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_OFFLINE", "1")
    app = open_page(TERRITORY)
    assert not [toggle for toggle in app.toggle if "IGN" in toggle.label]
    monkeypatch.setenv("ALPSAT_OFFLINE", "0")
    app = open_page(TERRITORY)
    assert [toggle for toggle in app.toggle if "IGN" in toggle.label]
