"""Who may open the line of a page: the pages of this server, and of the address at which its host serves them.

Streamlit judges it too, but asks a host of the internet for this machine's own address before it refuses.
"""

from __future__ import annotations

import ipaddress
import os
from typing import Final
from urllib.parse import urlsplit

from streamlit import config

PUBLIC_URL_VARIABLE: Final = "ALPSAT_PUBLIC_URL"
"""Names the address at which the host serves the dashboard."""


def is_loopback(host: str) -> bool:
    """Tell whether a name or an address is this machine's own loop."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_own_origin(origin: str, host: str) -> bool:
    """Tell whether a page belongs to this server.

    Parameters
    ----------
    origin : str
        Of the page that opens the line, ``https://alpsat.example``.
    host : str
        Under which it names the server: ``alpsat.example``, or what a proxy in between makes of it.
    """
    try:
        parts = urlsplit(origin)
        is_web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    except ValueError:
        return False
    if not is_web:
        return False
    own = urlsplit(os.environ.get(PUBLIC_URL_VARIABLE, "").strip())
    allowed = {str(one).strip().rstrip("/") for one in config.get_option("server.corsAllowedOrigins")}
    return parts.netloc == host or (parts.scheme, parts.netloc) == (own.scheme, own.netloc) or origin in allowed
