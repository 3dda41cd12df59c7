"""Plain values written short enough for an address, and read back without ever raising.

The text starts with the version of the writing, so that links of today can be read by programs of tomorrow: JSON,
compressed, in the letters that an address leaves alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib

VERSION = "1"


def pack_values(values: object) -> str:
    """Write what JSON can hold as letters, digits, ``-``, ``_`` and ``.`` only."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(text.encode()) + packed.flush()
    return f"{VERSION}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}"


def unpack_values(text: str, *, letters_at_most: int, bytes_at_most: int) -> object:
    """Read what `pack_values` wrote; None for anything else, however wrong.

    Parameters
    ----------
    text : str
    letters_at_most : int
        Longest text that is looked at.
    bytes_at_most : int
        Longest JSON that it may unfold into: a few letters could unfold into gigabytes.
    """
    version, _dot, body = text.partition(".")
    if version != VERSION or len(text) > letters_at_most:
        return None
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return json.loads(zlib.decompressobj(-15).decompress(packed, bytes_at_most).decode())
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
