"""Who bears the costs, in words: a choice of who reads, and what it makes of a table by place."""

from __future__ import annotations

from collections.abc import Mapping

from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _, begin_lower

BEARER_LABELS: Mapping[Bearer, str] = {
    "host": N_("La commune d'accueil"),
    "epci": N_("Sa communauté de communes, selon les habitants"),
    "petr": N_("Tout le territoire, selon les habitants"),
}


def tell_conventions(bearer: Bearer) -> str:
    """Say what a table by place rests on: how newcomers and costs are put somewhere."""
    return _(
        "Deux conventions, pas des prévisions : les nouveaux habitants sont répartis selon la population, et les coûts"
        " sont portés par {bearer}. Chaque nombre est la valeur du milieu de son lieu : leur somme n'est pas celle du"
        " territoire."
    ).format(bearer=begin_lower(_(BEARER_LABELS[bearer])))
