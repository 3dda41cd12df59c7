"""The device that votes: named once by the web door, for the page of the consultation alone."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from alpsat_geo.app.consultation.seat import DEVICE_COOKIE
from alpsat_geo.app.page_table import CONSULTATION
from alpsat_geo.store.tokens import is_token, make_token

# Longer than the longest vote.
KEPT_S: Final = 8 * 24 * 3600


def name_device(request: Request) -> str:
    """Name the device that opens the consultation, in a cookie that only the server reads.

    A phone that scans the code again is then the same phone, and its vote counts once. Nothing else is set, and no
    other page sets it.

    Returns
    -------
    str
        The header, empty where there is nothing to name.
    """
    if request.url.path != f"/{CONSULTATION.address}" or is_token(request.cookies.get(DEVICE_COOKIE, "")):
        return ""
    secure = "; Secure" if request.url.scheme == "https" else ""
    return f"{DEVICE_COOKIE}={make_token()}; Path=/; Max-Age={KEPT_S}; HttpOnly; SameSite=Lax{secure}"
