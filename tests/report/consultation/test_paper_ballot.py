from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfua import validate

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.priorities import list_default_objectives
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.consultation.paper_ballot import read_typed, write_ballot_pdf, write_example, write_typed
from alpsat_geo.report.consultation.weighed import list_weighed
from alpsat_geo.report.language import speak
from alpsat_geo.store.ballot import Vote, check_vote

KEYS = ("reach", "users", "equity")


@given(st.tuples(st.integers(0, 100), st.integers(0, 100)), st.sampled_from(" ;,/-·"))
def test_what_is_typed_is_what_was_written(cuts: tuple[int, int], between: str) -> None:
    low, high = sorted(cuts)
    vote = Vote("entreprises", "points", {"reach": low, "users": high - low, "equity": 100 - high})
    typed = write_typed(vote, KEYS).replace(" ", f" {between} ")
    assert read_typed(typed, KEYS) == vote.answers


@pytest.mark.parametrize(
    "typed", ["", "50 50", "40 30 20 10", "40 30 trente", "33.3 33.3 33.4", "²0 40 40", "a" * 5000]
)
def test_what_is_not_a_ballot_is_refused_in_one_sentence(typed: str) -> None:
    with pytest.raises(InputError, match="nombres entiers, un par ligne") as caught:
        read_typed(typed, KEYS)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("count", range(1, 11))
def test_the_example_is_a_vote(count: int) -> None:
    keys = [f"k{place}" for place in range(count)]
    check_vote(Vote("entreprises", "points", read_typed(write_example(count), keys)), keys)


@pytest.mark.parametrize("language", ["fr", "en", "de", "it"])
def test_the_ballot_is_one_accessible_page_with_the_sentences_of_the_phones(
    language: str, pose: object, tmp_path: Path
) -> None:
    problem: DecisionProblem = pose(300)  # type: ignore[operator]
    with speak(language):
        weighed = list_weighed("objectives", list_default_objectives(CRITERIA), problem)
        names = [f"Scénario {number} au nom aussi long que l'on peut en écrire un sur une ligne" for number in range(4)]
        content = write_ballot_pdf("Que soutenir d'abord ? " * 8, names, weighed, date(2026, 11, 24))
        assert content == write_ballot_pdf("Que soutenir d'abord ? " * 8, names, weighed, date(2026, 11, 24))
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(content)
    assert list(validate(str(path)).findings) == []
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    text = "".join(page.extract_text().replace("\u2019", "'").split())
    for line in weighed:
        assert "".join(line.label.split()) in text
        assert "".join(line.swing.split()) in text
