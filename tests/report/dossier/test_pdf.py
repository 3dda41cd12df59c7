from __future__ import annotations

import dataclasses
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pikepdf
import PIL.Image
import pypdf
import pytest
from pdfua import validate

from alpsat_geo.commands.evaluate import scenarios_document
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.dossier.blocks import Bullets, Gallery, Link, Paragraph, Picture, Section, Table, Verdict
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.pdf import write_pdf
from alpsat_geo.report.dossier.screen import write_sections
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.report.language import speak
from tests.report.dossier.conftest import LINK, GatherDossier
from tests.report.dossier.reading import draw_first_page, flatten, read_pdf


@pytest.fixture(scope="module")
def content(written: Callable[[str], bytes]) -> bytes:
    return written(".pdf")


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
        "Coût net, collectivités du territoire",
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
    two_pages = dataclasses.replace(gather("espaces-frugaux", "ne-rien-faire"), is_short=True)
    # Neither a space nor a sign where a line may end.
    for link, warning in (
        (LINK + "&perso=1." + "eNqVkM1qwzAQhF" * 60, "ne fonctionne que sur l'ordinateur"),
        ("https://exemple.gouv.fr/dossier?perso=1." + "eNqVkM1qwzAQhF" * 60, ""),
    ):
        subject = dataclasses.replace(two_pages, link=link)
        text = read_pdf(write_pdf(subject))
        assert ("ne fonctionne que sur" in text) == bool(warning)
        assert warning in text
        first = draw_first_page(write_document(subject), 72)
        with PIL.Image.open(io.BytesIO(first)) as page:
            drawn = page.convert("L")
            # 2.1 cm at 72 points an inch, less what the edge of a letter blurs.
            margin = drawn.crop((drawn.width - 58, 0, drawn.width, drawn.height))
            assert margin.getextrema() == (255, 255)


def _crowd(territory: Territory, scenarios: tuple[Scenario, ...]) -> Scenario:
    """Return a scenario of every action, in twenty places, with a long name."""
    codes = territory.insee_codes
    every = {choice.type_key: choice for one in scenarios for choice in one.actions if choice.type_key != "open_space"}
    opened = (
        ActionChoice("open_space", tuple(codes[:12]), {"kind": "standard"}),
        ActionChoice("open_space", tuple(codes[12:20]), {"kind": "frugal"}),
    )
    name = "Un scénario dont le nom dit en toutes lettres tout ce qu'il veut faire, partout, tout de suite et pour tous"
    return Scenario("foule", name, "mot " * 400, actions=(*opened, *every.values()))


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (("espaces-frugaux", "ne-rien-faire"), ("fr", "")),
        (("ne-rien-faire", "plateforme-et-accueil"), ("en", "05063")),
        (("navette-vers-guillestre", "ne-rien-faire", "services-et-fibre"), ("it", "")),
        (("foule", "espaces-frugaux", "plateforme-et-accueil", "services-et-fibre"), ("de", "05065")),
    ],
)
def test_a_council_reads_two_whole_pages_then_annexes_apart(
    gather: GatherDossier,
    territory: Territory,
    scenarios: tuple[Scenario, ...],
    keys: tuple[str, ...],
    asked: tuple[str, str],
) -> None:
    language, commune_code = asked
    crowd = _crowd(territory, scenarios)
    with speak(language):
        # A scenario of one's own makes a long address.
        link = LINK + "&perso=1." + "eNqVkM1qwzAQhF" * 60 if "foule" in keys else LINK
        subject = gather(*(crowd if key == "foule" else key for key in keys), link=link, commune_code=commune_code)
        pages = _read_pages(write_pdf(subject))
        document = write_document(subject)
        short = _read_pages(write_pdf(dataclasses.replace(subject, is_short=True)))
    for page, section in zip(pages, (*document.two_pages, document.annexes[0]), strict=False):
        assert flatten(section.title) in page.text
    assert len(short) == 2
    # Above the margin of 2 cm stands all but the number of the page, and nothing was left to a page of a few lines.
    assert min(bottom for page in (*pages[:2], *short) for bottom in page.bottoms[1:]) > 50
    assert min(page.lines for page in pages) > 10
    told = flatten(" ".join(page.text for page in pages[:2]))
    screen = flatten(html.unescape(re.sub(r"<[^>]+>", " ", write_sections(document.two_pages))))
    for sentence in _list_sentences(document.two_pages):
        assert flatten(sentence) in screen
        assert flatten(sentence).replace(" ", "") in told.replace(" ", "")


@dataclasses.dataclass(frozen=True)
class _Page:
    """What stands on a page: its text, its lines, and the heights of what is lowest, in points."""

    text: str
    lines: int
    bottoms: list[float]


def _read_pages(content: bytes) -> list[_Page]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        bottoms: set[float] = set()

        def note(text: str, place: list[float], line: list[float], *_font: object, into: set[float] = bottoms) -> None:
            if text.strip():
                into.add(round(line[5] * place[3] + place[5]))

        text = page.extract_text(visitor_text=note)
        lines = sum(bool(line.strip()) for line in text.splitlines())
        found.append(_Page(flatten(text), lines, sorted(bottoms)))
    return found


def _list_sentences(sections: Iterable[Section]) -> Iterator[str]:
    for block in (block for section in sections for block in section.blocks):
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Verdict):
            yield from (block.headline, block.detail)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if isinstance(cell, str))


def test_who_pays_is_what_the_command_evaluates(gather: GatherDossier) -> None:
    subject = gather("espaces-frugaux", "ne-rien-faire")
    evaluated: Any = scenarios_document(
        subject.comparison.problem, subject.comparison.outcomes[:1], subject.comparison.central_outcomes[:1]
    )
    told = flatten(" ".join(_list_sentences(write_document(subject).two_pages)))
    by_commune = evaluated[0]["criteria"]["net_public_cost"]["by_commune"]
    payers = {code: amounts for code, amounts in by_commune.items() if amounts["value"] > 1}
    assert sorted(payers) == ["05003", "05065", "05101", "05174"]
    for amounts in payers.values():
        borne = Interval(amounts["low"], amounts["value"], amounts["high"])
        assert flatten(write_with_unit(borne, "€/an")) in told
