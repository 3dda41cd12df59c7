"""Unguessable identifiers, and the digests by which one is recognised without being kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_TOKEN_BYTES = 16
_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}")
# Said aloud and typed: no letter or digit that is taken for another.
_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 8
_CODE_FORM = re.compile(f"[{_CODE_LETTERS}]{{{_CODE_LENGTH}}}")
# Typed once from a sheet, in two halves.
_VOTING_CODE_LENGTH = 10
_VOTING_CODE_FORM = re.compile(f"[{_CODE_LETTERS}]{{{_VOTING_CODE_LENGTH}}}")
_BETWEEN_HALVES = re.compile(r"[\s\u00a0-]+")


def make_token() -> str:
    """Make an identifier that nobody can guess: 128 random bits in 22 letters that an address leaves alone."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether a text has the form of an identifier; a mangled link is told apart before the database is asked."""
    return _FORM.fullmatch(text) is not None


def make_code() -> str:
    """Make a code short enough to be said and typed: one of 8e11, for what lasts a day and may only be read."""
    return _draw_letters(_CODE_LENGTH)


def make_voting_code() -> str:
    """Make a code that gives one seat: one of 8e14, of which an address tries a few thousand a day at most."""
    return _draw_letters(_VOTING_CODE_LENGTH)


def show_voting_code(code: str) -> str:
    """Write a code as it is printed: in two halves, in capitals."""
    half = _VOTING_CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}".upper()


def read_voting_code(typed: str) -> str:
    """Read a code as somebody typed it: in capitals or not, whatever stands between its halves; empty if it is none."""
    code = _BETWEEN_HALVES.sub("", typed).lower()
    return code if _VOTING_CODE_FORM.fullmatch(code) else ""


def _draw_letters(count: int) -> str:
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(count))


def is_code(text: str) -> bool:
    """Whether a text has the form of a code."""
    return _CODE_FORM.fullmatch(text) is not None


def derive_token(token: str, purpose: str) -> str:
    """Make another token of a token: the same each time, and no way back from it.

    Parameters
    ----------
    token : str
        Kept by a device.
    purpose : str
        What the other one is for: each purpose has its own.
    """
    made = hmac.digest(token.encode(), purpose.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made[:_TOKEN_BYTES]).decode().rstrip("=")


def digest_token(kept_id: str, token: str) -> str:
    """Return what is kept of a token, with the id of what it is kept for.

    Whoever reads the table can neither act for them, nor follow a participant from one session to another, nor a
    device from one row to another.
    """
    return hashlib.sha256(f"{kept_id}:{token}".encode()).hexdigest()
