"""Cookies that only this site writes and reads: encrypted, signed by the same key, and short-lived.

Every replica that has the secret opens them; none keeps anything for them in its memory.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Final, Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

Purpose = Literal["login", "session", "logout"]

COOKIE_LENGTH: Final = 3800
"""Longest value of a cookie that every browser keeps, whose name and attributes count too."""

_HEADER: Final = {"alg": "dir", "enc": "A256GCM", "zip": "DEF"}
_ALGORITHMS: Final = ("dir", "A256GCM", "DEF")
_END_NAME: Final = "exp"


def seal(secret: str, purpose: Purpose, values: Mapping[str, object], kept_s: float) -> str:
    """Seal values for a while.

    Parameters
    ----------
    secret : str
        Of the site.
    purpose : {"login", "session", "logout"}
        What is sealed for one opens nothing else.
    values : mapping
        As JSON writes them.
    kept_s : float
    """
    written = json.dumps({**values, _END_NAME: int(time.time() + kept_s)}, separators=(",", ":"))
    return jwe.encrypt_compact(_HEADER, written, _derive_key(secret, purpose), algorithms=_ALGORITHMS)


def unseal(secret: str, purpose: Purpose, sealed: str) -> Mapping[str, Any] | None:
    """Return what was sealed; None when this site did not seal it for that purpose, or too long ago."""
    if not sealed:
        return None
    try:
        opened = jwe.decrypt_compact(sealed, _derive_key(secret, purpose), algorithms=_ALGORITHMS)
        values = json.loads(opened.plaintext or b"")
    except (JoseError, ValueError):
        return None
    return values if time.time() < values[_END_NAME] else None


def _derive_key(secret: str, purpose: Purpose) -> OctKey:
    return OctKey.import_key(hmac.digest(secret.encode(), f"seal {purpose}".encode(), hashlib.sha256))
