"""A file that a person brings: the uploader, in our words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_style


def ask_file(
    label: str,
    key: str,
    on_change: Callable[..., None],
    args: tuple[Any, ...],
    *,
    size_at_most_mb: int = 1,
    endings: Sequence[str] = (),
) -> None:
    """Ask for a file.

    Parameters
    ----------
    label : str
    key : str
        Of the widget; another empties it.
    on_change : callable
        Called with ``args`` once the file has come.
    args : tuple
    size_at_most_mb : int
        The browser refuses a larger one; whoever reads it checks again.
    endings : sequence of str
        The only ones offered, without their dot; none: all.
    """
    # The uploader's own words are English and cannot be set: the style sheet hides them and writes ours.
    button = _("Choisir un fichier")
    st.html(write_style(f'[data-testid="stFileUploaderDropzone"] button::after {{ content: "{button}"; }}'))
    st.file_uploader(
        label, type=list(endings) or None, key=key, max_upload_size=size_at_most_mb, on_change=on_change, args=args
    )
