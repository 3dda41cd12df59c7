from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect

from alpsat_geo.report.corrections.code import write_correction
from alpsat_geo.report.decision import ANSWER_AT_MOST
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from tests.browser.visits import PHONE, OpenVisit
from tests.commands.test_corrections import OPEN

pytestmark = pytest.mark.browser

THREE = "scenarios=ne-rien-faire,plateforme-et-accueil,espaces-frugaux"


def test_scenarios_stand_side_by_side_join_and_leave(visit: OpenVisit) -> None:
    opened = visit(f"/comparer?{THREE}")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text("Que change chaque scénario, et pour qui ?")
    titles = opened.map.locator(".alpsat-title")
    expect(titles).to_have_text(["Ne rien faire", "Plateforme et accueil", "Réseau d'espaces frugaux"])
    assert opened.fills(0) != opened.fills(2)
    for box, words in (
        ("Tous les chiffres", "Coût public par an, recettes déduites"),
        ("Pourquoi, et ce qui changerait la réponse", "DGCL"),
    ):
        with opened.asking():
            opened.page.get_by_text(box).click()
        expect(opened.page.get_by_role("table").filter(has_text=words).first).to_be_visible()
    answer = opened.page.get_by_role("status").filter(has_text="vaut son coût")
    expect(answer).to_be_visible()
    assert len(answer.inner_text()) <= ANSWER_AT_MOST
    opened.choose("Animer l'existant")
    expect(titles).to_have_count(4)
    expect(opened.page).to_have_url(re.compile("animer-existant"))
    for name in ("Animer l'existant", "Ne rien faire", "Plateforme et accueil"):
        opened.choose(name)
    expect(opened.page.get_by_text("Choisissez au moins deux scénarios pour les comparer.")).to_be_visible()


def test_maps_have_one_scale_when_a_title_takes_room_from_one_of_them(visit: OpenVisit) -> None:
    opened = visit(f"/comparer?{THREE}", PHONE)
    heights = opened.map.locator(".alpsat-map").evaluate_all("maps => maps.map(map => map.clientHeight)")
    assert heights[2] < heights[0]
    assert len({width for _x, _y, width in opened.positions()}) == 1


def test_maps_move_together_and_are_recoloured_without_a_new_one(
    visit: OpenVisit,
) -> None:
    opened = visit(f"/comparer?{THREE}")
    host = opened.map.locator(".alpsat")
    host.evaluate("host => { host.dataset.kept = 'yes'; }")
    start = opened.positions()
    moved = opened.zoom_in()
    assert moved != start
    assert moved[0] == moved[1] == moved[2]
    before = opened.fills(2)
    opened.choose("Usagers")
    users = opened.wait_for_other_fills(before, 2)
    opened.choose("Différence avec « Ne rien faire »")
    opened.wait_for_other_fills(users, 2)
    assert len(set(opened.fills(0))) == 1
    assert host.get_attribute("data-kept") == "yes"


def test_a_correction_kept_in_another_tab_is_told_with_the_figures_that_follow_it(
    visit: OpenVisit, database: Database
) -> None:
    opened = visit(f"/comparer?{THREE}")
    told = opened.page.get_by_text("Corrections du territoire, enregistrées")
    seasons = itertools.cycle(("été", "hiver"))

    def count_told() -> int:
        # A choice draws what it changes, and not the page around it.
        opened.choose(next(seasons))
        return told.count()

    assert count_told() == 0
    store, alone = CorrectionStore(database), Actor(is_alone=True)
    store.apply(EMBEDDED_TERRITORY, [write_correction(OPEN)], alone)
    opened.wait_until(lambda: count_told() == 1, "what the figures rest on is not said")
    (kept,) = store.list(EMBEDDED_TERRITORY)
    store.undo(EMBEDDED_TERRITORY, kept.number, alone)
    opened.wait_until(lambda: count_told() == 0, "what was undone is still said")


def test_an_effort_moves_the_sentence_and_the_choice_map(visit: OpenVisit) -> None:
    opened = visit(f"/comparer?{THREE}")
    answer, choices = opened.page.locator(".ag-verdict"), opened.page.get_by_role("img", name="Selon l'effort accepté")
    expect(answer).to_contain_text("vaut son coût dès")
    before = choices.get_attribute("src")
    opened.move_slider("Un habitant de plus", "ArrowRight", 7)
    expect(answer).to_contain_text(re.compile(r"À ces prix \([\d\s]+€ pour un habitant de plus\)"))
    expect(answer).to_contain_text("vaut son coût")
    expect(opened.page).to_have_url(re.compile(r"prix=inhabitant(=|%3D)\d{3,}"))
    opened.wait_until(lambda: choices.get_attribute("src") != before, "the choice map did not move")
    expect(answer).to_be_in_viewport()
