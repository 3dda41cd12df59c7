"""Addresses of the dashboard's pages: what a link, a QR code or a paper sends a reader to, and who can open it."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from starlette.datastructures import URL

from alpsat_geo.report.language import _

LOCAL_ADDRESS = "http://localhost:8501"
"""Where a dashboard started on this machine answers."""


def write_link(base: str, page: str, query: Mapping[str, str]) -> str:
    """Write the whole address of a page in a state.

    Parameters
    ----------
    base : str
        Address of the dashboard, path included; what it asks for is left out.
    page : str
        Name of the page in the address.
    query : mapping of str to str
    """
    root = URL(base).replace(query="", fragment="")
    return str(root.replace(path=f"{root.path.rstrip('/')}/{page}").include_query_params(**query))


def warn_of_reach(address: str) -> str:
    """Say that others cannot open an address: only this machine, or only its local network, finds it.

    Parameters
    ----------
    address : str
        With its scheme.

    Returns
    -------
    str
        One sentence in the reader's language; empty for an address that anyone can open.
    """
    host = (URL(address).hostname or "").rstrip(".").lower()
    if _is_loopback(host):
        return _(
            "Cette adresse ne fonctionne que sur l'ordinateur qui a écrit ce dossier : mettez le tableau de bord en"
            " ligne pour que d'autres puissent l'ouvrir."
        )
    if _is_of_local_network(host):
        return _(
            "Cette adresse ne fonctionne que sur le réseau local de l'ordinateur qui a écrit ce dossier : mettez le"
            " tableau de bord en ligne pour que d'autres puissent l'ouvrir."
        )
    return ""


def _is_loopback(host: str) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localhost")
    return found.is_loopback or found.is_unspecified


def _is_of_local_network(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        # A name without a dot, or that a machine gives itself, is known of its own network only.
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))
