"""The draft of a deliberation, read back by the libraries of both word processors."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from odf import teletype
from odf.draw import Frame, Image
from odf.element import Element
from odf.opendocument import load
from odf.svg import Desc
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.text import A, H, P

from alpsat_geo.commands.evaluate import evaluate_scenarios, scenarios_document
from alpsat_geo.domain.own_figures import Funder
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.dossier.deliberation import TO_COMPLETE
from alpsat_geo.report.dossier.doubts import list_dangers
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.dossier.gains import list_first
from alpsat_geo.report.dossier.prices import tell_worth, write_verdict
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.figures import tell_range
from alpsat_geo.report.language import speak
from tests.report.dossier.conftest import GatherDossier
from tests.stated import QUOTE

NAME = "Une place & un café <b>=1+1</b> 🏔"
STATED = replace(QUOTE, funders=(*QUOTE.funders, Funder("Leader", 50.0, None, "running")))
OPENING = ActionChoice("open_space", ("05065", "05003"), figures=STATED)
SCENARIO = Scenario("essai", NAME, actions=(OPENING, ActionChoice("welcome_service")))


@dataclass(frozen=True)
class Read:
    """What a word processor finds in a file."""

    title: str
    language: str
    headings: list[tuple[int, str]]
    text: str
    tables: list[list[list[str]]]
    repeated: list[list[str]]
    alts: list[str]
    links: list[str]
    pictures: int


def read_docx(content: bytes) -> Read:
    file = docx.Document(io.BytesIO(content))
    paragraphs = list(file.paragraphs)
    tables = [element for element in file.iter_inner_content() if isinstance(element, WordTable)]
    headings = [(int(p.style.name[-1]), p.text) for p in paragraphs if p.style and p.style.name.startswith("Heading")]
    (language,) = {element.get(qn("w:val")) for element in file.styles.element.iter(qn("w:lang"))}
    marked = [
        row
        for table in tables
        for row in table.rows
        if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    drawn = list(file.element.body.iter(qn("wp:docPr")))
    return Read(
        file.core_properties.title,
        str(language),
        headings,
        "\n".join(paragraph.text for paragraph in paragraphs),
        [[[cell.text for cell in row.cells] for row in table.rows] for table in tables],
        [[cell.text for cell in row.cells] for row in marked],
        [str(element.get("descr")) for element in drawn],
        [link.url for paragraph in paragraphs for link in paragraph.hyperlinks],
        sum(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(content)).namelist()),
    )


def read_odt(content: bytes) -> Read:
    file = load(io.BytesIO(content))
    entries = {element.qname[1]: teletype.extractText(element) for element in file.meta.childNodes}

    def read_rows(holder: Element) -> list[list[str]]:
        rows = holder.getElementsByType(TableRow)
        return [[teletype.extractText(cell) for cell in row.getElementsByType(TableCell)] for row in rows]

    tables = file.text.getElementsByType(Table)
    heads = [head for table in tables for head in table.getElementsByType(TableHeaderRows)]
    inside = {id(p) for table in tables for p in table.getElementsByType(P)}
    paragraphs = [p for p in walk(file.text) if p.qname[1] in {"p", "h"} and id(p) not in inside]
    return Read(
        entries["title"],
        entries["language"],
        [(int(h.getAttribute("outlinelevel")), teletype.extractText(h)) for h in file.text.getElementsByType(H)],
        "\n".join(teletype.extractText(paragraph) for paragraph in paragraphs),
        [read_rows(table) for table in tables],
        [row for head in heads for row in read_rows(head)],
        [
            teletype.extractText(d)
            for frame in file.text.getElementsByType(Frame)
            for d in frame.getElementsByType(Desc)
        ],
        [str(link.getAttribute("href")) for link in file.text.getElementsByType(A)],
        len(file.text.getElementsByType(Image)),
    )


def walk(element: Element) -> Iterator[Element]:
    for child in element.childNodes:
        if hasattr(child, "qname"):
            yield child
            yield from walk(child)


READERS: dict[str, Callable[[bytes], Read]] = {".docx": read_docx, ".odt": read_odt}


@pytest.fixture(scope="module")
def stated(gather: GatherDossier) -> Subject:
    return gather(SCENARIO, "ne-rien-faire", "plateforme-et-accueil")


@pytest.fixture(scope="module", params=list(READERS))
def read(request: pytest.FixtureRequest, stated: Subject) -> Read:
    return READERS[request.param](FORMATS[request.param].write(stated))


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]|\\xa0|\\u202f", " ", text)


def to_cents(amount: str) -> int:
    euros = plain(amount).replace(" ", "").replace("\u2212", "-")
    return round(float(euros.replace(",", ".")) * 100)


def test_the_act_stands_first_with_headings_title_and_language(read: Read, stated: Subject) -> None:
    assert plain(read.title) == f"Projet de délibération : {NAME}"
    assert read.language == "fr-FR"
    titles = [plain(text) for level, text in read.headings if level == 1]
    assert titles[:5] == ["Ce document", "L'assemblée", "Vu", "Considérant", "Décide"]
    assert titles[5:11] == [
        "Article 1 : Objet",
        "Article 2 : Plan de financement",
        "Article 3 : Subventions",
        "Article 4 : Budget",
        "Article 5 : Suivi",
        "Article 6 : Exécution",
    ]
    assert titles[-1] == plain(f"Le dossier pour décider : {stated.name}")
    # Levels are never skipped on the way down: who listens to a document walks by them.
    levels = [level for level, _text in read.headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len([level for level, _text in read.headings if level == 2]) >= 10
    assert read.text.count(TO_COMPLETE) >= 20


def test_the_act_says_what_the_verdict_and_evaluate_say_and_no_more(read: Read, stated: Subject) -> None:
    said = plain(read.text)
    verdict = write_verdict(stated)
    assert plain(verdict.headline) in said
    assert plain(verdict.detail) in said
    for worth in tell_worth(stated):
        assert plain(worth) in said
    for danger in list_dangers(stated):
        assert plain(danger) in said
    problem = stated.comparison.problem
    evaluated: list[Any] = scenarios_document(problem, *evaluate_scenarios((SCENARIO,), problem))
    for benefit in list_first(stated):
        criterion = evaluated[0]["criteria"][benefit.criterion.key]
        unit = benefit.criterion.unit
        told = tell_range(criterion["low"], criterion["value"], criterion["high"], unit)
        assert plain(f"{benefit.criterion.label} : {told}") in said
    assert "fiabilité C : cas comparable" in said
    assert stated.link in read.links
    assert "que rien n'accorde encore" in said
    # What an EPCI brings is no subsidy to ask for.
    assert "DETR : 15 000 € (investissement)" in said
    assert "Région : 9 650,10 € (investissement)" in said
    assert "EPCI : " not in said.split("Article 3")[1].split("Article 4")[0]


def test_the_financing_plan_adds_up_to_the_cent_and_is_that_of_evaluate(read: Read, stated: Subject) -> None:
    problem = stated.comparison.problem
    evaluated: list[Any] = scenarios_document(problem, *evaluate_scenarios((SCENARIO,), problem))
    found = [table for table in read.tables if plain(table[0][0]) == "Qui paie (€)"]
    # In the act, and in the dossier behind it.
    assert len(found) == 6
    assert plain(str(found[:3])) == plain(str(found[3:]))
    for part, table in zip(("investment", "running"), found, strict=False):
        *rows, total = [[to_cents(cell) for cell in row[1:]] for row in table[1:]]
        assert [sum(column) for column in zip(*rows, strict=True)] == total
        assert all(sum(row[:-1]) == row[-1] for row in (*rows, total))
        assert total[:-1] == evaluated[0]["financing"][part]["total_cents"]
    asked = [payer["cents"] for payer in evaluated[0]["financing"]["investment"]["by_payer"]]
    assert [[to_cents(cell) for cell in row[1:-1]] for row in found[0][1:-1]] == asked


def test_tables_repeat_their_headings_and_pictures_have_words(read: Read) -> None:
    assert [row for row in read.repeated if row] == [table[0] for table in read.tables]
    assert len(read.alts) >= read.pictures >= 2
    assert all(len(alt) > 10 for alt in read.alts)


@pytest.mark.parametrize("ending", list(READERS))
def test_the_same_subject_gives_the_same_bytes_and_the_act_stays_french(stated: Subject, ending: str) -> None:
    write, read_back = FORMATS[ending].write, READERS[ending]
    short = replace(stated, is_short=True)
    written = write(short)
    assert write(short) == written
    with speak("de"):
        german = read_back(write(short))
    assert german.language == "de-DE"
    assert [plain(text) for level, text in german.headings if level == 1][:3] == ["Ce document", "L'assemblée", "Vu"]
    assert "vaut son coût" in german.text
    assert german.headings[-1][1] not in {text for _level, text in read_back(written).headings}
    assert plain(german.title) == f"Projet de délibération : {NAME}"
