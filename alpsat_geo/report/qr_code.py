"""QR codes of the addresses to share, as vector drawings."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

from alpsat_geo.report.markup import Markup


@lru_cache(maxsize=64)
def draw_qr_code(address: str) -> Markup:
    """Draw an address as a QR code, and remember it; see `draw_once`."""
    return draw_once(address)


def draw_once(address: str) -> Markup:
    """Draw an address as a QR code.

    Parameters
    ----------
    address : str
        At most 2,953 bytes, which is what the largest code holds.

    Returns
    -------
    Markup
        An SVG with its quiet zone, dark on white whatever stands behind, that scales to any size.

    Raises
    ------
    ValueError
        If the address is too long.
    """
    drawn = io.BytesIO()
    code = segno.make_qr(address, error="l", boost_error=True)
    code.save(drawn, kind="svg", border=4, light="#ffffff", dark="#16302b", xmldecl=False, omitsize=True, nl=False)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - the address is drawn in it, not written
