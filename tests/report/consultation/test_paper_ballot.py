from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest
from pdfua import validate

from alpsat_geo.compute.criterion import list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.report.consultation.asked import list_asked, list_choices, write_choice
from alpsat_geo.report.consultation.paper_ballot import tell_ballot, write_ballot_pdf
from alpsat_geo.report.language import _, speak
from alpsat_geo.store.ballot import Vote


@pytest.mark.parametrize("language", ["fr", "en", "de", "it"])
def test_the_ballot_is_one_accessible_page_with_the_questions_of_the_phones(language: str, tmp_path: Path) -> None:
    asked = list_asked([result.key for result in list_results(CRITERIA)])
    with speak(language):
        names = [f"Scénario {number} au nom aussi long que l'on peut en écrire un sur une ligne" for number in range(4)]
        content = write_ballot_pdf("Que soutenir d'abord ? " * 8, names, asked, date(2026, 11, 24))
        assert content == write_ballot_pdf("Que soutenir d'abord ? " * 8, names, asked, date(2026, 11, 24))
        expected = [_(price.question) for price in asked]
        expected += [write_choice(price, answer) for price in asked for answer in list_choices(price)]
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(content)
    assert list(validate(str(path)).findings) == []
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    text = "".join(page.extract_text().replace("\u2019", "'").split())
    assert [told for told in expected if "".join(told.replace("\u2019", "'").split()) not in text] == []


def test_a_ballot_is_told_in_a_line() -> None:
    vote = Vote("entreprises", {"inhabitant": 2000.0, "user": None}, is_on_paper=True)
    told = tell_ballot(3, vote, list_asked(("inhabitant", "user"))).replace("\u00a0", " ").replace("\u202f", " ")
    assert told == "n° 3 : Entreprises, 2 000 € · je ne sais pas"
