"""Lists of communes filter as one types: accents, hyphens and capitals are optional, Enter takes the best match."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.building import PLACING
from tests.browser.visits import PHONE, OpenVisit

pytestmark = pytest.mark.browser

LETTER_MS = 60
# Streamlit shuts a list under which the page moves, and empties it.
SHUT_BY_MOVING = """box => new Promise(tell => {
    const told = new MutationObserver(() => box.getAttribute('aria-expanded') === 'false' && tell());
    told.observe(box, { attributes: true });
    document.querySelector('[data-testid="stMain"]').scrollBy(0, 20);
})"""
TYPED = {
    "ceil": "Ceillac",
    "Guill": "Guillestre",
    "moli": "Molines-en-Queyras",
    "saint v": "Saint-Véran",
    "SAINT-CH": "Saint-Chaffrey",
    "larg": "L'Argentière-la-Bessée",
    # Risoul begins with it, Abriès-Ristolas only holds it.
    "ris": "Risoul",
    "queyrieres": "Saint-Martin-de-Queyrières",
}


def test_enter_takes_the_commune_that_is_typed(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    box = opened.page.get_by_role("combobox", name="Ma commune", exact=True)
    for typed, name in TYPED.items():
        opened.settle()
        box.click()
        opened.page.keyboard.type(typed)
        opened.page.keyboard.press("Enter")
        expect(opened.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        expect(box).to_have_value(name)
    opened.page.get_by_role("button", name="Ne plus choisir").click()
    expect(opened.page).not_to_have_url(re.compile("commune="))
    expect(box).to_have_value("")


def test_what_names_nothing_chooses_nothing(visit: OpenVisit) -> None:
    opened = visit("/s-installer?besoins=fibre%3D90&commune=05065", PHONE)
    box = opened.page.get_by_role("combobox", name="Ma commune", exact=True)
    box.click()
    opened.page.keyboard.type("Marseille")
    empty = opened.page.get_by_role("listbox", name="Ma commune").locator("span")
    expect(empty).to_have_count(1)
    expect(empty).to_have_css("font-size", "0px")
    said = empty.evaluate("node => getComputedStyle(node, '::after').content")
    assert said == '"Aucun nom ne correspond"'
    box.press("Enter")
    box.press("Tab")
    expect(box).to_have_value("Guillestre")
    # As a voice or a password manager would: the list had no time to open.
    box.fill("eyg")
    box.press("Enter")
    expect(opened.page.locator(".ag-place h2").first).to_have_text("Eygliers")


def test_several_communes_are_taken_one_after_the_other(visit: OpenVisit) -> None:
    opened = visit(PLACING)
    box = opened.page.get_by_role("combobox", name="Communes", exact=True)
    box.click()
    for typed in ("Guill", "saint v"):
        opened.page.keyboard.type(typed)
        opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".ag-step-open span")).to_have_text("Guillestre, Saint-Véran")


def test_one_who_reads_the_answer_before_typing_the_next_name_loses_no_letter(visit: OpenVisit) -> None:
    opened = visit(PLACING)
    box = opened.page.get_by_role("combobox", name="Communes", exact=True)
    box.click()
    for typed in ("Guill", "saint v"):
        # The answer grows above the list.
        expect(box).to_be_in_viewport(ratio=0.9)
        opened.settle()
        opened.page.keyboard.type(typed, delay=LETTER_MS)
        expect(box).to_have_value(typed)
        with opened.asking():
            opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".ag-step-open span")).to_have_text("Guillestre, Saint-Véran")


def test_letters_come_back_when_the_page_moves_under_the_list_while_one_types(visit: OpenVisit) -> None:
    opened = visit(PLACING)
    box = opened.page.get_by_role("combobox", name="Communes", exact=True)
    box.click()
    opened.page.keyboard.type("moli", delay=LETTER_MS)
    opened.page.get_by_role("option").first.wait_for()
    box.evaluate(SHUT_BY_MOVING)
    expect(box).to_have_value("moli")
    expect(opened.page.get_by_role("option")).to_have_text(["Molines-en-Queyras"])
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator(".ag-step-open span")).to_have_text("Molines-en-Queyras")
