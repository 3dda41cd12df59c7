"""The pages of the dashboard: their scripts, their addresses, their names in the bar, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page.

    Attributes
    ----------
    script : str
        Its file, from the folder of the project.
    title : str
        Its name in the bar, in French, to translate when it is shown.
    address : str
        Its path on the server, without a slash; that of a link that was shared never changes.
    icon : str
        A Material symbol, as Streamlit writes it.
    """

    script: str
    title: str
    address: str
    icon: str


# The default page's own address would not open: a page that nobody sees stands there, and opens the first of the bar.
ENTRY: Final = PageEntry("pages/entree.py", N_("Accueil"), "", "")

TERRITORY: Final = PageEntry("pages/territoire.py", N_("Territoire"), "territoire", ":material/map:")
ACTIONS: Final = PageEntry("pages/actions.py", N_("Actions"), "actions", ":material/construction:")
COMPOSING: Final = PageEntry("pages/composer.py", N_("Composer"), "composer", ":material/account_balance_wallet:")
COMPARISON: Final = PageEntry("pages/comparer.py", N_("Comparer"), "comparer", ":material/balance:")
SITING: Final = PageEntry("pages/implanter.py", N_("Implanter"), "implanter", ":material/add_location_alt:")
CONSULTATION: Final = PageEntry("pages/concertation.py", N_("Consultation"), "concertation", ":material/groups:")
SETTLING: Final = PageEntry("pages/s_installer.py", N_("S'installer"), "s-installer", ":material/cottage:")
DOSSIER: Final = PageEntry("pages/dossier.py", N_("Dossier"), "dossier", ":material/description:")
FOLLOW_UP: Final = PageEntry("pages/suivi.py", N_("Suivi"), "suivi", ":material/monitoring:")
METHOD: Final = PageEntry("pages/donnees.py", N_("Données"), "donnees", ":material/fact_check:")

PAGES: Final = (TERRITORY, ACTIONS, COMPOSING, COMPARISON, SITING, CONSULTATION, SETTLING, DOSSIER, FOLLOW_UP, METHOD)
