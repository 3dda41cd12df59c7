"""The formulas that several criteria share, from who could telework to who is served by each space.

They are written here a second time, apart from the vectorised code, so that recomputing a figure checks that code. A
criterion brings the last steps of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.domain.text import N_

MODEL_FORMULAS = (
    Formula(
        "weekly_share",
        N_("Part des employés qui télétravaillent chaque semaine, par CSP"),
        "minimum(observed_weekly_share * (1 + weekly_gain), maximum(observed_weekly_share, teleworkable_share))",
    ),
    Formula("teleworkers", N_("Télétravailleurs hebdomadaires, par commune"), "dot(employed, weekly_share)"),
    Formula(
        "independents",
        N_("Indépendants qui peuvent travailler à distance, par commune"),
        "employed[:, 1] * teleworkable_share_csp2",
    ),
    Formula(
        "demand",
        N_("Personnes qui utiliseraient un tiers-lieu à portée, par commune"),
        "(teleworkers * third_place_share_teleworkers + independents * third_place_share_independents"
        " + second_homes * visitor_users_per_second_home) * demand_calibration_factor",
    ),
    Formula(
        "decay",
        N_("Part des usagers qui viennent encore, selon le temps de trajet"),
        "1 / (1 + exp((minutes - T) / (T / catchment_decay_divisor)))",
    ),
    Formula("reach", N_("Portée du meilleur espace ouvert, par commune"), "max_by_row(where(is_open, decay, 0))"),
    Formula(
        "attraction", N_("Attraction de chaque espace ouvert"), "where(is_open, power(desks, huff_desks_exponent), 0)"
    ),
    Formula("pull", N_("Attraction de tous les espaces ressentie par chaque commune"), "dot(decay, attraction)"),
    Formula(
        "conversion",
        N_("Demande qui atteint un espace, par unité d'attraction (modèle de Huff)"),
        "divide(demand * use_factor * reach, pull)",
    ),
    Formula("space_users", N_("Usagers qui viendraient dans chaque espace"), "attraction * dot(conversion, decay)"),
    Formula(
        "space_capacity",
        N_("Usagers que les postes peuvent accueillir"),
        "where(is_open, desks * working_days / telework_days_per_week, 0)",
    ),
    Formula("space_served", N_("Usagers servis par chaque espace"), "minimum(space_users, space_capacity)"),
    Formula(
        "revenue",
        N_("Recettes annuelles des espaces ouverts par le scénario"),
        "where(is_new, space_served * price * 12, 0)",
    ),
)


def list_formulas(criteria: Iterable[Criterion]) -> tuple[Formula, ...]:
    """Return every formula: those that criteria share, then their own in the order of the criteria."""
    own = (formula for criterion in criteria for formula in criterion.formulas)
    return tuple(dict.fromkeys((*MODEL_FORMULAS, *own)))


def list_steps(criterion: Criterion) -> tuple[Formula, ...]:
    """Return the formulas that a criterion needs, each after those that it needs, its own last."""
    known = {formula.name: formula for formula in (*MODEL_FORMULAS, *criterion.formulas)}
    ordered: dict[str, Formula] = {}

    def visit(name: str) -> None:
        for needed in known[name].names:
            if needed in known:
                visit(needed)
        ordered.setdefault(name, known[name])

    visit(criterion.key)
    return tuple(ordered.values())
