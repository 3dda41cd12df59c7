"""What a territory must know before anything is ranked in it: the model would take what is missing for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_

ROLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "road_edges": N_("les routes"),
        "census": N_("le recensement"),
        "broadband": N_("le très haut débit"),
        "places": N_("les points de service"),
        "facilities": N_("les équipements"),
        "spaces": N_("les espaces de travail"),
        "town_halls": N_("les mairies"),
        "programmes": N_("les programmes de l'État"),
    }
)
"""What to call what the files hold, by role."""

NEEDED_ROLES = frozenset({"road_edges", "census", "broadband", "places", "facilities"})
"""Those without which a scenario is not evaluated."""

BLANK_SENTENCE = N_(
    "Impossible de classer encore : il manque à ce territoire {blanks}. Pour les récupérer : « python -m alpsat_geo"
    " refresh --territory {key} »."
)

SPACES_SENTENCE = N_(
    "Les espaces de travail de ce territoire ne sont pas encore recensés : on ne sait pas qui en est proche"
    " aujourd'hui. Déclarez-les page Données, partie « Les corrections », ou dans geo/spaces.csv."
)


class BlankError(AlpSatError):
    """Data that what is asked rests on are not fetched yet.

    Attributes
    ----------
    territory_key : str
    blanks : tuple of str
        What is missing, as `ROLE_NAMES` calls it; none: the workspaces that somebody has to list.
    """

    def __init__(self, territory_key: str, blanks: tuple[str, ...]) -> None:
        self.territory_key = territory_key
        self.blanks = blanks
        sentence = BLANK_SENTENCE if blanks else SPACES_SENTENCE
        super().__init__(sentence.format(blanks=", ".join(blanks), key=territory_key))
