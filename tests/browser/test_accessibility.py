"""The two judgements of accessibility can fail, on a page made to deserve it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from alpsat_geo.report.accessibility.audit import read_audit
from tests.browser.accessibility import COLOURS, FocusStop, find_faults, walk_by_keyboard

pytestmark = pytest.mark.browser

_PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Essai</title>
<style>.bare:focus { outline: none } .pale { color: #ccc; background: #fff }</style></head>
<body><main><h1>Essai</h1><button>Voir</button><a class="bare" href="#a">Suivre</a><button class="bare"></button>
<p class="pale">Trop pâle pour être lu</p></main></body></html>"""


def test_faults_and_unseen_focus_are_found(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 300})
    page.set_content(_PAGE)
    faults = find_faults(page)
    assert sorted(fault.split(":")[0] for fault in faults) == ["button-name", "color-contrast"]
    assert find_faults(page, "h1") == []
    assert len(find_faults(page, rules=COLOURS)) == 1
    page.locator("h1").evaluate("node => node.insertAdjacentHTML('afterend', '<h4>Saut</h4>')")
    assert not any(fault.startswith("heading-order") for fault in find_faults(page))
    assert any(fault.startswith("heading-order: <h4>Saut") for fault in find_faults(page, has_structure=True))
    stops = [
        FocusStop("submit", "Voir", is_seen=True),
        FocusStop("a", "Suivre", is_seen=False),
        FocusStop("submit", "", is_seen=False),
    ]
    assert walk_by_keyboard(page) == stops
    page.get_by_role("link").focus()
    assert walk_by_keyboard(page) == stops, "a walk begins at the top, wherever one was"
    page.close()


def test_the_rules_that_the_audit_names_are_those_of_axe(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(_PAGE)
    find_faults(page)
    known = set(page.evaluate("axe.getRules().map(rule => rule.ruleId)"))
    named = {rule for one in read_audit() if one.checked_by == "axe" for rule in one.evidence.split()}
    assert named
    assert named <= known
    page.close()
