"""What a page says of the own scenarios that it cannot offer yet."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.parts.scenarios.book import list_left_out
from alpsat_geo.project import Project
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import put_in_notice


def show_left_out(joined: Project) -> None:
    """Say which own scenarios are not offered, and where they are completed; nothing when all are.

    Parameters
    ----------
    joined : Project
        With the own scenarios that can be computed.
    """
    names = list_left_out(joined)
    if not names:
        return
    sentence = choose_plural(
        "{names} n'est pas proposé ici : une de ses actions est à compléter, sur la page Actions.",
        "{names} ne sont pas proposés ici : une de leurs actions est à compléter, sur la page Actions.",
        len(names),
    ).format(names=", ".join(_("« {name} »").format(name=name) for name in names))
    st.html(put_in_notice("status", sentence))
