"""What a reader finds in a PDF, whatever its quotes and spaces."""

from __future__ import annotations

import io
import re

import pypdf


def flatten(text: str) -> str:
    """Make quotes and spaces plain, and lines one."""
    for narrow in ("\u202f", "\u00a0", "\u2009"):
        text = text.replace(narrow, " ")
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u00ad", ""))


def read_pdf(content: bytes) -> str:
    """Return the text of all pages."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return flatten("\n".join(page.extract_text() for page in reader.pages))
