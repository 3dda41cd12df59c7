"""The ``backtest`` command."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.commands.backtest import backtest_document, backtest_text, run_backtest
from alpsat_geo.compute.draws import DRAW_COUNT, SEED
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.project import Project
from alpsat_geo.sources.published_counts import read_published_counts


def test_document_and_text_say_the_same(project: Project) -> None:
    counts = read_published_counts()
    found = run_backtest(project.redraw(500, 1).pose(Settings()), counts)
    document = backtest_document(found)
    published = document["published"]
    assert isinstance(published, list)
    assert len(published) == len(counts)
    compared = [row for row in published if isinstance(row, dict) and row["compared"]]
    assert document["inside"] == found.inside_count
    text = backtest_text(found)
    assert f"Calculé d'après {len(compared)} comptages publiés" in text
    for count in counts:
        assert count.place in text


def test_the_method_prints_what_the_command_writes(project: Project) -> None:
    text = backtest_text(run_backtest(project.redraw(DRAW_COUNT, SEED).pose(Settings()), read_published_counts()))
    method = (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        assert line.rstrip() in method
