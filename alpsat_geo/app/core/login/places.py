"""Where one logs in and out, and the check of its settings when the server starts.

The web door opens before the libraries that sign and ask are loaded: this file imports none of them.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

ENTER: Final = "connexion"
BACK: Final = "retour-connexion"
LEAVE: Final = "deconnexion"

RETURN_NAME: Final = "vers"
"""In a query: the page to which one goes back."""

_PLACES: Final = frozenset({f"/{ENTER}", f"/{BACK}", f"/{LEAVE}"})


async def answer_login(request: Request, place: str | None) -> Response | None:
    """Answer where one logs in and out; None elsewhere, and where the dashboard has no accounts."""
    if place not in _PLACES:
        return None
    found: Response | None = await import_module("alpsat_geo.app.core.login.routes").answer(request, place)
    return found


def require_settings() -> None:
    """Stop the server, with one sentence, when its host set the accounts of a hosted dashboard wrongly."""
    # Where nothing is said of it, the door does not wait for what decides it.
    if not os.environ.get("ALPSAT_MODE", "").strip():
        return
    if not import_module("alpsat_geo.app.core.mode").is_hosted():
        return
    fault = import_module("alpsat_geo.app.core.login.settings").find_fault()
    if fault:
        sys.exit(fault)
