"""The dossier on paper: blocks given to the typst template as data."""

from __future__ import annotations

import dataclasses

from alpsat_geo.report.dossier.blocks import Document, Section
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _
from alpsat_geo.report.paper import Content, compile_pdf

_TEMPLATE = "dossier"


def write_pdf(subject: Subject) -> bytes:
    """Write the dossier as an accessible PDF, A4; the same subject gives the same bytes."""
    return compile_pdf(_TEMPLATE, arrange_content(write_document(subject)), subject.day)


def arrange_content(document: Document) -> dict[str, Content]:
    """Arrange a document as the plain values that the template reads."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "page_pattern": _("page {page} sur {pages}"),
        "sections": [_arrange_section(section) for section in document.sections],
    }


def _arrange_section(section: Section) -> dict[str, Content]:
    blocks = [{"kind": type(block).__name__.lower(), **dataclasses.asdict(block)} for block in section.blocks]
    return {
        "key": section.key,
        "title": section.title,
        "is_annex": section.is_annex,
        "is_held": section.is_held,
        "blocks": blocks,
    }
