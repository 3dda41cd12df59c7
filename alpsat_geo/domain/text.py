"""Marking of French sentences for the gettext catalogues, without translating them."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark a sentence for extraction; the screen translates it when it is shown."""
    return sentence
