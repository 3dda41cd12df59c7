from __future__ import annotations

import dataclasses
import io
import re

import numpy as np
import pikepdf
import PIL.Image
import pytest
from pdfua import validate

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.dossier.blocks import Gallery, Link, Picture
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.pdf import write_pdf
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import write_interval
from tests.report.dossier.conftest import LINK, GatherDossier
from tests.report.dossier.reading import draw_first_page, flatten, read_pdf


@pytest.fixture(scope="module")
def content(subject: Subject) -> bytes:
    return write_pdf(subject)


@pytest.fixture(scope="module")
def text(content: bytes) -> str:
    return read_pdf(content)


def test_text_holds_title_scenarios_sources_and_link(subject: Subject, text: str) -> None:
    assert "Le dossier pour décider : Réseau d'espaces frugaux" in text
    for name in subject.names:
        assert name in text
    for origin in subject.territory.origins.values():
        assert flatten(origin.title) in text
        assert flatten(origin.licence) in text
    # A long address is cut where its line ends.
    assert LINK in text.replace(" ", "")


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_text_holds_every_criterion_with_its_interval(subject: Subject, text: str, criterion: Criterion) -> None:
    assert flatten(criterion.label) in text
    for outcome in subject.comparison.outcomes:
        drawn = criterion.measure(outcome)
        if np.isnan(drawn).any():
            continue
        told = Interval(*(float(end) for end in np.quantile(drawn, [0.05, 0.5, 0.95])))
        assert flatten(write_interval(told, criterion.unit)) in text
    assert "central :" not in text


def test_text_says_what_a_council_must_know(text: str) -> None:
    for words in (
        "Lamure-sur-Azergues",
        "temps estimés sur un réseau routier simplifié",
        "Hors étude : le logement et la mobilité",
        "À vérifier d'abord",
        "Coût net, PETR et communautés",
        "Proposition de valeur",
        "Relation avec les usagers",
        "À quelles conditions le faire ailleurs",
        "fiabilité",
    ):
        assert words.lower() in text.lower()
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)


def test_structure_serves_a_screen_reader(subject: Subject, content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo.Title).startswith("Le dossier pour décider")
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
        figures = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name("/Figure")
        ]
        assert all(len(str(figure.Alt)) > 20 for figure in figures)
    document = write_document(subject)
    assert [flatten(title) for title in titles] == [flatten(section.title) for section in document.sections]
    blocks = [block for section in document.sections for block in section.blocks]
    drawn = sum(isinstance(block, Picture | Link) for block in blocks)
    drawn += sum(len(block.pictures) for block in blocks if isinstance(block, Gallery))
    assert len(figures) == drawn


def test_an_independent_judge_of_pdf_ua_finds_no_fault(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pdf") / "dossier.pdf"
    path.write_bytes(content)
    assert list(validate(str(path)).findings) == []


def test_same_subject_gives_the_same_bytes(subject: Subject, content: bytes) -> None:
    assert write_pdf(dataclasses.replace(subject)) == content


def test_what_a_person_typed_is_printed_as_it_is(gather: GatherDossier) -> None:
    typed = Scenario("le-mien", "#panic() *Mien* $x$ <b>", "@rien // \\ [la suite]")
    text = read_pdf(write_pdf(gather(typed, "espaces-frugaux")))
    assert "#panic() *Mien* $x$ <b>" in text
    assert "@rien // \\ [la suite]" in text or "Aucune action" in text


def test_an_address_too_long_for_a_code_is_still_written(gather: GatherDossier) -> None:
    long = LINK + "&perso=" + "x" * 4000
    subject = gather("espaces-frugaux", "ne-rien-faire", link=long)
    assert "x" * 60 in read_pdf(write_pdf(subject)).replace(" ", "")


def test_an_address_stays_on_the_paper_and_says_who_can_open_it(gather: GatherDossier) -> None:
    # Neither a space nor a sign where a line may end.
    for link, warning in (
        (LINK + "&perso=1." + "eNqVkM1qwzAQhF" * 60, "ne fonctionne que sur l'ordinateur"),
        ("https://exemple.gouv.fr/dossier?perso=1." + "eNqVkM1qwzAQhF" * 60, ""),
    ):
        subject = gather("espaces-frugaux", "ne-rien-faire", link=link)
        text = read_pdf(write_pdf(subject))
        assert ("ne fonctionne que sur" in text) == bool(warning)
        assert warning in text
        first = draw_first_page(write_document(subject), 72)
        with PIL.Image.open(io.BytesIO(first)) as page:
            drawn = page.convert("L")
            # 2.1 cm at 72 points an inch, less what the edge of a letter blurs.
            margin = drawn.crop((drawn.width - 58, 0, drawn.width, drawn.height))
            assert margin.getextrema() == (255, 255)
