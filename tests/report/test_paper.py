from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import typst

from alpsat_geo.report import paper
from alpsat_geo.report.paper import Content, compile_pdf

TEMPLATE = """
#show: set-paper
#print-title()
= #content.heading
#print-drawing(content.svg, content.alt)
#print-table(content.headings, content.rows)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0L4 2L0 2Z" fill="#2a727f"/></svg>'
CONTENT: dict[str, Content] = {
    "title": "#panic() *Le* $dossier$ // @rien \\ <ici>",
    "author": "PETR",
    "page_pattern": "page {page} sur {pages}",
    "heading": "Ce qui est proposé",
    "svg": SVG,
    "alt": "Un triangle.",
    "headings": ["Critère", "Valeur"],
    "rows": [["Usagers", "12"], ["Coût", "3"]],
}
DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _own_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    common = (paper._TEMPLATE_FOLDER / "paper.typ").read_text(encoding="utf-8")
    (tmp_path / "paper.typ").write_text(common, encoding="utf-8")
    (tmp_path / "sample.typ").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "silent.typ").write_text("#show: set-paper\n#image(bytes(content.svg))", encoding="utf-8")
    monkeypatch.setattr(paper, "_TEMPLATE_FOLDER", tmp_path)
    paper._read_template.cache_clear()
    yield
    paper._read_template.cache_clear()


def test_pdf_says_what_it_is_to_a_screen_reader() -> None:
    with pikepdf.open(io.BytesIO(compile_pdf("sample", CONTENT, DAY))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo.Title) == CONTENT["title"]
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"
        assert "/StructTreeRoot" in pdf.Root
        assert "/Outlines" in pdf.Root


def test_same_content_gives_the_same_bytes() -> None:
    assert compile_pdf("sample", CONTENT, DAY) == compile_pdf("sample", CONTENT, DAY)
    assert compile_pdf("sample", CONTENT, DAY) != compile_pdf("sample", CONTENT, date(2026, 3, 2))


def test_the_only_date_is_the_day_given() -> None:
    with pikepdf.open(io.BytesIO(compile_pdf("sample", CONTENT, DAY))) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20260301")


def test_fonts_are_embedded_and_never_those_of_the_machine() -> None:
    with pikepdf.open(io.BytesIO(compile_pdf("sample", CONTENT, DAY))) as pdf:
        descriptors = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        assert descriptors
        for descriptor in descriptors:
            assert "Libertinus" in str(descriptor.FontName)
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_drawing_without_its_text_is_refused() -> None:
    with pytest.raises(typst.TypstError, match="alt"):
        compile_pdf("silent", CONTENT, DAY)


def test_number_that_is_missing_must_be_said_in_words() -> None:
    with pytest.raises(ValueError, match="JSON"):
        compile_pdf("sample", {**CONTENT, "rows": [["Usagers", float("nan")]]}, DAY)
