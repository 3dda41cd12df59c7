"""The page to which one goes back once logged in or out: one of this site's, with all that its address says."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from alpsat_geo.app.core.login.places import RETURN_NAME
from alpsat_geo.app.core.origins import is_own_origin
from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.report.language import FRENCH, LOCALES

HOME: Final = PAGES[0].address
_ADDRESSES: Final = frozenset(page.address for page in PAGES)
# What a browser writes in a query: nothing that ends a header, an address or a tag.
_QUERY: Final = re.compile(r"[!$%&'()*+,\-./0-9:;=?@A-Z\[\]^_`a-z{|}~]*")


def read_return(request: Request) -> str:
    """Return the page that a request to log in or out comes from, without a slash before it, with its query.

    The browser says it itself, exactly, unless it is very long; a link says it too.
    """
    referer = request.headers.get("referer", "")
    try:
        parts = urlsplit(referer)
    except ValueError:
        parts = urlsplit("")
    if is_own_origin(f"{parts.scheme}://{parts.netloc}", request.headers.get("host", "")):
        page = parts.path.rstrip("/").rpartition("/")[2]
        if page in _ADDRESSES:
            return check_return(f"{page}?{parts.query}" if parts.query else page)
    return check_return(request.query_params.get(RETURN_NAME, ""))


def check_return(address: str) -> str:
    """Return an address that is a page of this site, with its query; the first page in place of any other."""
    page, _mark, query = address.partition("?")
    return address if page in _ADDRESSES and _QUERY.fullmatch(query) else HOME


def read_language(address: str) -> str:
    """Return the language that a page is read in."""
    asked = parse_qs(address.partition("?")[2]).get("langue", [FRENCH])[-1]
    return asked if asked in LOCALES else FRENCH
