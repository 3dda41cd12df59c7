"""The headers that every answer carries: what a page may load and run, and who may show it in a frame of theirs."""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
from functools import cache
from typing import Final

from alpsat_geo.app.core.streamlit_shell import list_inline_scripts

FRAMES_VARIABLE: Final = "ALPSAT_FRAME_ANCESTORS"
MAP_FRAME: Final = "/component/streamlit_folium.st_folium/"
TILE_HOST: Final = "https://data.geopf.fr"

_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def _hash_source(text: str) -> str:
    """Name an inline script or style in a policy by its SHA-256."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def list_frame_ancestors() -> tuple[str, ...]:
    """List the sites whose pages may show the dashboard in a frame, beside its own; said once when one is not read."""
    named = os.environ.get(FRAMES_VARIABLE, "").split()
    found = tuple(one.rstrip("/") for one in named if _ORIGIN.fullmatch(one.rstrip("/")))
    if len(found) < len(named):
        logging.getLogger(__name__).error(
            "%s : écrivez des adresses de sites séparées par des espaces, sans chemin (« https://mairie.example ») ;"
            " le reste est laissé.",
            FRAMES_VARIABLE,
        )
    return found


@cache
def write_policy(*, is_map_frame: bool = False) -> str:
    """Write the content security policy of an answer.

    Parameters
    ----------
    is_map_frame : bool
        Whether the answer belongs to the map's frame, the one place that may run scripts it is sent as text: that is
        how streamlit-folium draws and restyles a map.

    Returns
    -------
    str
        The policy. Nothing but this server is reachable, and the IGN's tiles as images. Styles are inline in
        Streamlit, written at run time, so they cannot be named by a hash.
    """
    frames = " ".join(("'self'", *list_frame_ancestors()))
    if is_map_frame:
        script_sources = ["'self'", "'unsafe-inline'", "'unsafe-eval'"]
    else:
        script_sources = ["'self'", *map(_hash_source, list_inline_scripts())]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(script_sources)}",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            f"img-src 'self' data: {TILE_HOST}",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "frame-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
            "object-src 'none'",
        )
    )


def list_security_headers(path: str) -> dict[str, str]:
    """List the headers that every answer at a path carries."""
    # The older header names one site at most: the policy says who else.
    frames = {} if list_frame_ancestors() else {"X-Frame-Options": "SAMEORIGIN"}
    return frames | {
        "Content-Security-Policy": write_policy(is_map_frame=path.startswith(MAP_FRAME)),
        "X-Content-Type-Options": "nosniff",
        # The address carries a council's weights: it goes to nobody else, the tile server included.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
