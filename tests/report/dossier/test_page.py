from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.dossier.page import write_page
from alpsat_geo.report.dossier.subject import Subject
from tests.report.dossier.conftest import LINK, GatherDossier


@pytest.fixture(scope="module")
def page(written: Callable[[str], bytes]) -> str:
    return written(".html").decode()


def test_page_asks_nothing_of_the_network(page: str) -> None:
    # Before the body stand Leaflet, which names its own site in an attribution that is off, and the styles.
    asked = re.findall(r"""(?:src|href)=["']([^"'#][^"']*)""", page[page.index("<body>") :])
    assert [
        address for address in asked if address.replace("&amp;", "&") != LINK and not address.startswith("data:")
    ] == []
    assert "url(http" not in page
    assert "@import" not in page
    assert "default-src &#39;none&#39;" in page


def test_page_says_its_language_and_gives_words_to_each_drawing(page: str) -> None:
    assert page.startswith('<!doctype html><html lang="fr">')
    body = page[page.index("<main>") :]
    drawings = re.findall(r"<svg [^>]*>", body)
    assert len(drawings) >= 6
    assert all('role="img"' in drawing and 'aria-label="' in drawing for drawing in drawings)
    assert page.count("<h1>") == 1


def test_map_names_every_commune(subject: Subject, page: str) -> None:
    named = json.loads(re.findall(r"writeNames\(map_\d+, (\[.*?\])\);", page)[0])
    assert {(one["code"], one["name"]) for one in named} == set(
        zip(subject.territory.insee_codes, subject.territory.communes.names, strict=True)
    )
    assert named[0]["name"] == "Briançon"


def test_same_subject_gives_the_same_bytes(subject: Subject, page: str) -> None:
    assert write_page(subject).decode() == page


def test_what_a_person_typed_runs_nowhere(gather: GatherDossier) -> None:
    typed = Scenario("le-mien", "</script><script>alert(1)</script>", '"><img src=x onerror=alert(2)>')
    page = write_page(gather(typed, "espaces-frugaux")).decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
