"""The page that asks which priorities each college has."""

from __future__ import annotations

from alpsat_geo.app.pages.consultation.view import show_consultation
from alpsat_geo.app.parts.shell import show_page
from alpsat_geo.report.language import _

show_page(
    _("Quelles sont les priorités de chaque groupe ?"),
    _("Ouvrez une consultation : chacun vote sur son téléphone, la salle voit ce que chaque groupe soutient."),
    show_consultation,
    has_seat=True,
    names_device=True,
    has_commune=False,
    is_ranking=True,
)
