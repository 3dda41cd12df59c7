"""Addresses of the dashboard's pages: what a link, a QR code or a paper sends a reader to."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import URL

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
