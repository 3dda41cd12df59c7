"""The comparison answers with prices that nobody is told, over every scenario of the project."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.report.decision import ANSWER_AT_MOST
from alpsat_geo.report.punctuation import loosen_punctuation
from tests.app.visits import open_box, open_page, read_text

PAGE = "pages/comparer.py"
GROUPS = ("tableau_pourquoi", "tableau_lieux", "tableau_tout")


def read_answer(app: AppTest) -> str:
    markup = " ".join(str(block.proto.body) for block in app.get("html"))
    (found,) = re.findall(r'<div class="ag-verdict[^>]*>(.*?)</div>', markup)
    return loosen_punctuation(unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found))))


def list_efforts(app: AppTest) -> dict[str, object]:
    return {slider.label: slider.value for slider in app.select_slider}


def test_nothing_is_chosen_until_somebody_says_an_effort() -> None:
    app = open_page(PAGE)
    answer = read_answer(app)
    assert "vaut son coût dès" in answer
    assert len(answer) <= ANSWER_AT_MOST
    first, second, *_others = list_efforts(app).items()
    assert first[0].startswith("Un habitant de plus")
    assert second[0].startswith("Un usager régulier")
    assert {first[1], second[1]} == {-1}
    assert "prix" not in app.query_params


def test_an_effort_moves_the_sentence_the_map_and_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(PAGE)
    before = read_answer(app)
    picture = re.findall(r'<img alt="Selon l[^>]*>', str([block.proto.body for block in app.get("html")]))

    def refuse(_comparison: Comparison, _draws: object) -> None:
        pytest.fail("an effort prices what is remembered: it evaluates nothing")

    monkeypatch.setattr(Comparison, "_evaluate", refuse)
    app.select_slider(key="effort_inhabitant").set_value(3_000).run()
    assert not app.exception
    after = read_answer(app)
    assert after != before
    assert "3 000 € pour un habitant de plus" in after
    assert re.search(r"simulations? sur 10", after)
    assert "vaut son coût" in after
    assert len(after) <= ANSWER_AT_MOST
    assert app.query_params["prix"] == "inhabitant=3000"
    assert picture != re.findall(r'<img alt="Selon l[^>]*>', str([block.proto.body for block in app.get("html")]))


def test_a_link_holds_the_efforts_and_the_factor_of_who_lives_far() -> None:
    app = open_page(PAGE, prix="inhabitant=1234,user=4000,tonne=250", loin="200")
    answer = read_answer(app)
    assert "1 200 € pour un habitant de plus" in answer
    assert "2,0 fois" in answer
    shown = list_efforts(open_box(app, "tableau_efforts"))
    assert {1_234, 4_000, 250, 200} <= set(shown.values())


def test_the_tonne_begins_at_its_official_value_with_its_source() -> None:
    app = open_box(open_page(PAGE), "tableau_efforts")
    assert "France Stratégie" not in read_text(app)
    app.toggle(key="compte_tonne").set_value(True).run()
    assert app.select_slider(key="effort_tonne").value == 250
    assert "France Stratégie" in read_text(app)
    assert app.query_params["prix"] == "tonne=250"


def test_every_scenario_stands_on_the_map_and_those_ticked_have_their_line() -> None:
    app = open_page(PAGE, scenarios="ne-rien-faire,espaces-frugaux,animer-existant")
    markup = str([block.proto.body for block in app.get("html")])
    (words,) = re.findall(r'<img alt="(Selon l[^"]*)"', markup)
    assert "Plateforme et accueil" in words
    lines = re.findall(r'<ul class="ag-lives">.*?</ul>', markup)
    assert len(lines) == 1
    assert lines[0].count("<li>") == 2, "doing nothing has no line of its own"


def test_what_is_chosen_at_the_efforts_has_its_line_though_nobody_ticked_it() -> None:
    app = open_page(PAGE, scenarios="ne-rien-faire,espaces-frugaux", prix="inhabitant=2200")
    lines = next(str(block.proto.body) for block in app.get("html") if "ag-lives" in str(block.proto.body))
    first, *others = re.findall(r"<li><b>([^<]+)</b>", lines)
    assert (unescape(first), len(others)) == ("Plateforme seule", 1)


def test_what_is_below_stands_in_three_groups_made_when_they_are_opened() -> None:
    app = open_page(PAGE)
    assert [box.label for box in app.expander if box.label.startswith(("Pourquoi", "Où", "Tous"))] == [
        "Pourquoi, et ce qui changerait la réponse",
        "Où cela se passe",
        "Tous les chiffres",
    ]
    assert "surtout selon" not in read_text(app)
    text = read_text(open_box(app, GROUPS[0]))
    for words in ("surtout selon", "Points de comparaison", "DGCL", "usagers réguliers", "Quand fermer un espace"):
        assert words in text
    assert "Tout savoir vaudrait" not in text
    priced = read_text(open_box(open_page(PAGE, prix="inhabitant=2000,user=4000"), GROUPS[0]))
    assert "Tout savoir vaudrait" in priced or "Aucune vérification" in priced


def test_fewer_words_stand_on_opening() -> None:
    app = open_page(PAGE)
    assert len(re.findall(r"\w{2,}", read_text(app))) < 330
