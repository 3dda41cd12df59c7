"""One commune for every page: said by each of them, taken away in one gesture, and moved by season, T and scenario."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.parts.my_commune import COMMUNE_WIDGET
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.sources.scenarios import read_scenarios
from tests.app.visits import open_page

pytestmark = pytest.mark.usefixtures("in_project")

FRUGAL = next(scenario for scenario in read_scenarios() if scenario.key == "espaces-frugaux")
OWN = {"perso": encode_scenario(FRUGAL), "scenario": FRUGAL.key}
SAYING = {
    "pages/territoire.py": {},
    "pages/actions.py": OWN,
    "pages/composer.py": {},
    "pages/comparer.py": {},
    "pages/implanter.py": {},
    "pages/s_installer.py": {"besoins": "espace=20,fibre=90"},
    "pages/dossier.py": {"dossier": FRUGAL.key, "scenarios": f"ne-rien-faire,{FRUGAL.key}"},
    "pages/suivi.py": {},
}


def read_sentence(app: AppTest) -> str:
    """Return what a page says of the chosen commune; empty when it says nothing."""
    assert not app.exception
    told = [str(block.proto.body) for block in app.get("html") if 'class="ag-commune"' in str(block.proto.body)]
    assert len(told) <= 1
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", "".join(told))))


@pytest.mark.parametrize("page", SAYING)
def test_a_page_follows_the_commune_and_its_season(page: str) -> None:
    app = open_page(page, commune="05026", **SAYING[page])
    winter = read_sentence(app)
    assert "Ceillac" in winter
    app.selectbox(key=COMMUNE_WIDGET).set_value("05065").run()
    assert read_sentence(app).startswith("Guillestre")
    assert "05065" in app.query_params["commune"]
    app.selectbox(key=COMMUNE_WIDGET).set_value(None).run()
    assert read_sentence(app) == ""
    assert "commune" not in app.query_params
    # In summer a pass is open: what is near is another thing.
    assert read_sentence(open_page(page, commune="05001", saison="ete", **SAYING[page])) != read_sentence(
        open_page(page, commune="05001", saison="jour-de-fermeture", minutes="12", **SAYING[page])
    )


def test_scenario_and_language_move_the_sentence() -> None:
    def compare(*others: str, **query: str) -> str:
        names = ",".join(("ne-rien-faire", *others))
        return read_sentence(open_page("pages/comparer.py", commune="05026", scenarios=names, **query))

    told = {
        compare("espaces-frugaux"),
        compare("plateforme-et-accueil"),
        compare("espaces-frugaux", langue="de"),
        compare("espaces-frugaux", langue="it"),
    }
    assert len(told) == 4
    assert "un espace à 26 min (Guillestre)" in compare("espaces-frugaux")


@pytest.mark.parametrize("page", ["pages/concertation.py", "pages/donnees.py"])
def test_a_page_about_no_commune_has_no_list_and_keeps_the_choice(page: str) -> None:
    app = open_page(page, commune="05026")
    assert [box for box in app.selectbox if box.key == COMMUNE_WIDGET] == []
    assert "05026" in app.query_params["commune"]
