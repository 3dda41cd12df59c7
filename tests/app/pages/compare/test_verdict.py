"""The readings stand under a verdict that names somebody; where nobody leads, they are made when they are opened."""

from __future__ import annotations

from tests.app.visits import open_box, open_page, read_text

PAGE = "pages/comparer.py"
READINGS = "chaque critère seul"


def test_readings_wait_to_be_asked_where_nobody_leads() -> None:
    app = open_page(PAGE)
    assert "Pas de gagnant net" in read_text(app)
    assert READINGS not in read_text(app)
    assert READINGS in read_text(open_box(app, "tableau_lectures"))


def test_nobody_is_named_without_the_readings() -> None:
    text = read_text(open_page(PAGE, poids="money=100"))
    assert "arrive premier" in text
    assert READINGS in text
