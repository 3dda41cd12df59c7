"""Unguessable identifiers, and the digests by which one is recognised without being kept."""

from __future__ import annotations

import hashlib
import re
import secrets

_TOKEN_BYTES = 16
_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}")


def make_token() -> str:
    """Make an identifier that nobody can guess: 128 random bits in 22 letters that an address leaves alone."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether a text has the form of an identifier; a mangled link is told apart before the database is asked."""
    return _FORM.fullmatch(text) is not None


def digest_token(session_id: str, token: str) -> str:
    """Return what is kept of a participant's or a facilitator's token.

    Whoever reads the table can neither act for them, nor follow a participant from one session to another.
    """
    return hashlib.sha256(f"{session_id}:{token}".encode()).hexdigest()
