"""Terms and sentences, one under the other: a sentence does not fit beside its term on a phone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def write_terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms, each followed by its sentence."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs)
    return f'<dl class="ag-terms">{rows}</dl>'
