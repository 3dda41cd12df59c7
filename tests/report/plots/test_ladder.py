"""The ladder as a drawing."""

from __future__ import annotations

from alpsat_geo.report.plots.ladder import draw_ladder

STEPS = ((0.0, 0.0, "", True), (26_000.0, 14.0, "1 900 € l'un", True), (126_000.0, 52.0, "2 600 € l'un", False))


def test_each_step_stands_with_its_price_and_the_budget_across() -> None:
    drawn = draw_ladder("habitants de plus", STEPS, 60_000.0, "une échelle <de> mots")
    assert drawn.count("<circle") == 3
    assert "1 900 € l&#39;un" in drawn
    assert "60\u202f000" in drawn
    assert "une échelle &lt;de&gt; mots" in drawn
    # The step beyond the budget is hollow.
    assert drawn.count('r="6" fill="#faf8f3"') == 1
    assert "60\u202f000" not in draw_ladder("habitants", STEPS, None, "x")


def test_labels_that_would_touch_are_left_to_the_table_and_no_step_is_drawn_of_nothing() -> None:
    close = (*STEPS, (126_500.0, 52.1, "9 000 € l'un", False))
    assert "9 000" not in draw_ladder("habitants", close, 60_000.0, "x")
    assert draw_ladder("habitants", (), 60_000.0, "x").count("<circle") == 0
