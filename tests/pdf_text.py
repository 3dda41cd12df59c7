"""The text of a PDF, as somebody would copy it."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader


def read_pdf_text(content: bytes) -> str:
    """Return the text of all pages, with plain spaces and straight apostrophes."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages)).replace("\u2019", "'")
