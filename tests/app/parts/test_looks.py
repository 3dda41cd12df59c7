"""The looks of a page, without a browser: what is loaded, and where the themes lead."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from alpsat_geo.report import language
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")


def test_a_theme_keeps_what_was_chosen() -> None:
    app = open_page("pages/territoire.py", saison="ete", theme="sombre")
    open_box(app, "affichage_ouvert")
    markup = next(str(block.proto.body) for block in app.get("html") if ">clair<" in str(block.proto.body))
    found = {
        unescape(label): parse_qs(unescape(address))
        for address, label in re.findall(r'href="\?([^"]*)"[^>]*>([^<]*)<', markup)
    }
    assert found["clair"] == {"v": ["1"], "saison": ["ete"], "theme": ["clair"], "embed_options": ["light_theme"]}
    assert found["comme l'appareil"] == {"v": ["1"], "saison": ["ete"]}
    assert re.findall(r'aria-current="true">([^<]*)<', markup) == ["sombre"]


def test_a_language_keeps_what_was_chosen_and_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    # The harness formats options outside of the visit, where the language would be French.
    monkeypatch.setattr(language, "_find_language", [lambda: "de"])
    app = open_page("pages/territoire.py", saison="ete", theme="sombre", langue="de")
    open_box(app, "affichage_ouvert")
    markup = next(str(block.proto.body) for block in app.get("html") if "hreflang" in str(block.proto.body))
    found = {
        label: (spoken, parse_qs(unescape(address)))
        for address, spoken, label in re.findall(r'href="\?([^"]*)"[^>]*lang="(..)" [^>]*>([^<]*)<', markup)
    }
    kept = {"v": ["1"], "saison": ["ete"], "theme": ["sombre"], "embed_options": ["dark_theme"]}
    assert found["Français"] == ("fr", kept)
    assert found["Italiano"] == ("it", {**kept, "langue": ["it"]})
    assert list(found) == ["Français", "English", "Italiano", "Deutsch"]
    assert re.findall(r'aria-current="true"[^>]*>([^<]*)<', markup) == ["Deutsch"]


def test_the_foot_of_a_page_leads_to_its_part_and_keeps_what_was_chosen() -> None:
    app = open_page("pages/territoire.py", saison="ete")
    app.button(key="pied_accessibility").click().run()
    app.switch_page("pages/donnees.py").run()
    assert not app.exception
    assert "Déclaration d'accessibilité" in read_text(app)
    assert app.query_params["saison"] == "ete"
    assert app.query_params["partie"] == "accessibilite"
