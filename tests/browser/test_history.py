"""The Back button of the browser leads to the page before, and Forward again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser


def test_back_and_forward_lead_from_page_to_page_and_keep_what_was_chosen(visit: OpenVisit) -> None:
    opened = visit("/territoire")
    page = opened.page
    questions = [page.get_by_role("heading", level=1).inner_text()]
    with opened.asking():
        page.get_by_role("slider").first.press("ArrowRight")
    for name in ("Actions", "Comparer"):
        with opened.asking():
            page.get_by_role("link", name=name, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"/{name.lower()}\?.*minutes=21"))
        questions.append(page.get_by_role("heading", level=1).inner_text())
    for question in reversed(questions[:-1]):
        with opened.asking():
            page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(question)
    for question in questions[1:]:
        with opened.asking():
            page.go_forward()
        expect(page.get_by_role("heading", level=1)).to_have_text(question)
    expect(page).to_have_url(re.compile(r"/comparer\?.*minutes=21"))
