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
        N_("Part des salariés qui télétravaillent chaque semaine, par catégorie de métiers"),
        "minimum(observed_weekly_share * (1 + weekly_gain), maximum(observed_weekly_share, teleworkable_share))",
    ),
    Formula("teleworkers", N_("Télétravailleurs hebdomadaires, par commune"), "dot(employed, weekly_share)"),
    Formula(
        "independents",
        N_("Indépendants qui peuvent travailler à distance, par commune"),
        "employed[:, 1] * teleworkable_share_csp2",
    ),
    Formula(
        "retention",
        N_("Part encore présente cinq ans après, par communauté de communes"),
        "minimum(newcomer_retention_5y_share + retention_gain, 1)",
    ),
    Formula(
        "households_rate",
        N_("Ménages supplémentaires par habitant à cinq ans, par communauté de communes"),
        "newcomer_solos_per_1000_inhabitants_year / 1000 * newcomer_butfor_share * minimum(newcomer_intensity, 1)"
        " * (retention ** 0.9 + (1 - newcomer_effect_decay_per_year) * retention ** 0.7"
        " + (1 - newcomer_effect_decay_per_year) ** 2 * retention ** 0.5"
        " + (1 - newcomer_effect_decay_per_year) ** 3 * retention ** 0.3"
        " + (1 - newcomer_effect_decay_per_year) ** 4 * retention ** 0.1)",
    ),
    Formula(
        "households",
        N_("Ménages supplémentaires logés, par commune"),
        "minimum(households_rate[epci] * population, vacant_homes * mobilisable_vacant_home_share)",
    ),
    Formula(
        "growth",
        N_("Habitants supplémentaires pour un habitant, par commune"),
        "divide(households * newcomer_people_per_solo, population)",
    ),
    Formula(
        "demand",
        N_("Personnes qui utiliseraient un espace assez proche, par commune"),
        "((teleworkers * third_place_share_teleworkers + independents * third_place_share_independents)"
        " * (1 + growth) + second_homes * visitor_users_per_second_home)"
        " * demand_level * demand_calibration_factor",
    ),
    Formula(
        "inside_minutes",
        N_("Minutes pour rejoindre un espace de sa propre commune"),
        "terminal_time_min + 60 * inside_km / (inside_commune_speed_kmh * road_speed_factor)",
    ),
    Formula(
        "minutes",
        N_("Minutes de chaque commune à chaque espace"),
        "where(is_inside, inside_minutes, maximum(network_minutes - terminal_time_min, 0)"
        " / road_speed_factor + minimum(network_minutes, terminal_time_min))",
    ),
    Formula(
        "decay",
        N_("Part des usagers qui viennent encore, selon le temps de trajet"),
        "1 / (1 + exp((minutes - T) / (T / catchment_decay_divisor)))",
    ),
    Formula(
        "reach",
        N_("Part qui ferait le trajet jusqu'au meilleur espace ouvert, par commune"),
        "max_by_row(where(is_open, decay, 0))",
    ),
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
        N_("Usagers que les places peuvent accueillir"),
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
