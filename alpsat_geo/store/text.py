"""Text that both databases hold as it was written."""

from __future__ import annotations


def is_writable(text: str) -> bool:
    """Whether a text is plain Unicode without the null character, which PostgreSQL refuses."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
