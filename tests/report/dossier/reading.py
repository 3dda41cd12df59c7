"""What a reader finds in a PDF, whatever its quotes and spaces."""

from __future__ import annotations

import io
import re

import pypdf

from alpsat_geo.report import paper
from alpsat_geo.report.dossier.blocks import Document
from alpsat_geo.report.dossier.pdf import arrange_content


def flatten(text: str) -> str:
    """Make quotes and spaces plain, and lines one."""
    for narrow in ("\u202f", "\u00a0", "\u2009"):
        text = text.replace(narrow, " ")
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u00ad", ""))


def read_pdf(content: bytes) -> str:
    """Return the text of all pages."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return flatten("\n".join(page.extract_text() for page in reader.pages))


def draw_first_page(document: Document, pixels_per_inch: int) -> bytes:
    """Draw the first page of a dossier as PNG, by the same template and fonts as its PDF."""
    drawn = paper._open_compiler().compile(
        paper._read_template("dossier"),
        format="png",
        ppi=float(pixels_per_inch),
        sys_inputs={"content": paper._write_content(arrange_content(document))},
    )
    first = drawn[0] if isinstance(drawn, list) else drawn
    assert first is not None
    return first
