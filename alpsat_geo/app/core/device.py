"""The device that keeps something: named once by the web door, on the pages where something may be kept.

What it saves, promises and votes is then its own. The cookie that names it is read by the server alone; Streamlit
sees it when a visit opens its connection. A page that one reaches from another, in the same visit, has a browser not
yet named: it then shows an image without any size, whose address carries a key of the visit and whose answer brings
the cookie. Whoever asks for that image is the browser that shows the page.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from starlette.requests import Request

from alpsat_geo.app.core.page_table import ACTIONS, CONSULTATION, FOLLOW_UP
from alpsat_geo.report.address.seat import CODE_NAME
from alpsat_geo.store.tokens import is_token, make_token, read_voting_code

DEVICE_COOKIE: Final = "alpsat_appareil"
LEAD_COOKIE: Final = "alpsat_animation_"
"""Followed by the session that the device leads, by the link that it was given."""
CODE_COOKIE: Final = "alpsat_code_"
"""Followed by the session in which a sheet that the device scanned gives a seat."""

NAMING_PAGES: Final = frozenset(page.address for page in (ACTIONS, CONSULTATION, FOLLOW_UP))
"""Addresses of the pages where something may be kept; no other page names anybody."""

IMAGE_PATH: Final = "appareil"

# Thirteen months, from the last visit of one of those pages.
KEPT_S: Final = 395 * 24 * 3600
# Longer than the longest vote and the month during which its minutes stand.
LEAD_KEPT_S: Final = 40 * 24 * 3600

_VISITS_KEPT: Final = 20_000


def name_device(request: Request) -> str:
    """Name the device that opens a page where something may be kept, or name it once more for as long.

    Returns
    -------
    str
        The header, empty on every other page.
    """
    if request.url.path.rstrip("/").rpartition("/")[2] not in NAMING_PAGES:
        return ""
    return _write_cookie(request, DEVICE_COOKIE, _read_device(request) or make_token(), KEPT_S)


def keep_lead(request: Request) -> str:
    """Keep the facilitators' token that a link carries, so that it can leave the address.

    Returns
    -------
    str
        The header, empty when the link carries none that could be one.
    """
    session, token = request.query_params.get("session", ""), request.query_params.get("animation", "")
    if not (is_token(session) and is_token(token)):
        return ""
    return _write_cookie(request, f"{LEAD_COOKIE}{session}", token, LEAD_KEPT_S)


def keep_code(request: Request) -> str:
    """Keep the one-time code that a sheet carries, so that it can leave the address.

    Returns
    -------
    str
        The header, empty when the link carries none that could be one.
    """
    session, code = request.query_params.get("session", ""), read_voting_code(request.query_params.get(CODE_NAME, ""))
    if not (is_token(session) and code):
        return ""
    return _write_cookie(request, f"{CODE_COOKIE}{session}", code, LEAD_KEPT_S)


class Introductions:
    """The visits that wait for the name of their browser; the latest of them only, and safe to share."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._devices: OrderedDict[str, str] = OrderedDict()

    def expect(self, visit: str) -> str:
        """Return the device of a visit; empty while its browser has not asked for the image.

        Parameters
        ----------
        visit : str
            A key that only the page of that visit shows.
        """
        with self._lock:
            device = self._devices.setdefault(visit, "")
            self._devices.move_to_end(visit)
            while len(self._devices) > _VISITS_KEPT:
                self._devices.popitem(last=False)
            return device

    def introduce(self, visit: str, request: Request) -> str:
        """Name the browser that shows a visit, by the cookie that it has or by another.

        Parameters
        ----------
        visit : str
        request : starlette.requests.Request
            For the image.

        Returns
        -------
        str
            The header; empty when no visit waits under that key: a visit is named once.
        """
        device = _read_device(request) or make_token()
        with self._lock:
            if self._devices.get(visit) != "":
                return ""
            self._devices[visit] = device
        return _write_cookie(request, DEVICE_COOKIE, device, KEPT_S)


INTRODUCTIONS: Final = Introductions()


def _read_device(request: Request) -> str:
    device = request.cookies.get(DEVICE_COOKIE, "")
    return device if is_token(device) else ""


def _write_cookie(request: Request, name: str, value: str, kept_s: int) -> str:
    # Whoever pretends to come by TLS only binds their own cookie to it.
    is_secure = "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}
    secure = "; Secure" if is_secure else ""
    return f"{name}={value}; Path=/; Max-Age={kept_s}; HttpOnly; SameSite=Lax{secure}"
