"""The dashboard: its pages and their addresses."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.shell import open_dashboard
from alpsat_geo.report.language import _

open_dashboard()
st.navigation(
    [
        # The default page's own address would not open: a page that nobody sees stands there.
        st.Page("pages/entree.py", title=_("Accueil"), default=True, visibility="hidden"),
        st.Page("pages/territoire.py", title=_("Territoire"), url_path="territoire", icon=":material/map:"),
        st.Page("pages/actions.py", title=_("Actions"), url_path="actions", icon=":material/construction:"),
        st.Page("pages/comparer.py", title=_("Comparer"), url_path="comparer", icon=":material/balance:"),
        st.Page("pages/implanter.py", title=_("Implanter"), url_path="implanter", icon=":material/add_location_alt:"),
        st.Page("pages/concertation.py", title=_("Concertation"), url_path="concertation", icon=":material/groups:"),
        st.Page("pages/s_installer.py", title=_("S'installer"), url_path="s-installer", icon=":material/cottage:"),
        st.Page("pages/dossier.py", title=_("Dossier"), url_path="dossier", icon=":material/description:"),
        st.Page("pages/suivi.py", title=_("Suivi"), url_path="suivi", icon=":material/monitoring:"),
        st.Page("pages/donnees.py", title=_("Données"), url_path="donnees", icon=":material/fact_check:"),
    ],
    position="top",
).run()
