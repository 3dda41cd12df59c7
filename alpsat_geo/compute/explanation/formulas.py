"""The formulas of the model, written once as text: shown to a person, and evaluated to recompute a figure.

Names are inputs (see ``inputs.py``), parameter keys, or earlier steps. They are written here a
second time, apart from the vectorised code, so that recomputing a figure checks that code.
"""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class Formula:
    """One step: its name, what it is in French, its expression, and the steps it needs first."""

    name: str
    label: str
    expression: str
    needs: tuple[str, ...] = ()


_FORMULAS = (
    Formula(
        "weekly_share",
        N_("Part des employés qui télétravaillent chaque semaine, par CSP"),
        "minimum(observed_weekly_share * (1 + weekly_gain), maximum(observed_weekly_share, teleworkable_share))",
    ),
    Formula(
        "teleworkers",
        N_("Télétravailleurs hebdomadaires, par commune"),
        "dot(employed, weekly_share)",
        ("weekly_share",),
    ),
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
        ("teleworkers", "independents"),
    ),
    Formula("total_demand", N_("Demande du territoire"), "sum(demand)", ("demand",)),
    Formula(
        "decay",
        N_("Part des usagers qui viennent encore, selon le temps de trajet"),
        "1 / (1 + exp((minutes - T) / (T / catchment_decay_divisor)))",
    ),
    Formula(
        "reach",
        N_("Portée du meilleur espace ouvert, par commune"),
        "max_by_row(where(is_open, decay, 0))",
        ("decay",),
    ),
    Formula(
        "attraction", N_("Attraction de chaque espace ouvert"), "where(is_open, power(desks, huff_desks_exponent), 0)"
    ),
    Formula(
        "pull",
        N_("Attraction de tous les espaces ressentie par chaque commune"),
        "dot(decay, attraction)",
        ("decay", "attraction"),
    ),
    Formula(
        "conversion",
        N_("Demande qui atteint un espace, par unité d'attraction (modèle de Huff)"),
        "divide(demand * use_factor * reach, pull)",
        ("demand", "reach", "pull"),
    ),
    Formula(
        "space_users",
        N_("Usagers qui viendraient dans chaque espace"),
        "attraction * dot(conversion, decay)",
        ("attraction", "conversion", "decay"),
    ),
    Formula(
        "space_capacity",
        N_("Usagers que les postes peuvent accueillir"),
        "where(is_open, desks * working_days / telework_days_per_week, 0)",
    ),
    Formula(
        "space_served",
        N_("Usagers servis par chaque espace"),
        "minimum(space_users, space_capacity)",
        ("space_users", "space_capacity"),
    ),
    Formula("regular_users", N_("Usagers réguliers"), "sum(space_served)", ("space_served",)),
    Formula(
        "residents_within_reach",
        N_("Habitants à T minutes au plus d'un espace ouvert, en hiver"),
        "sum(where(min_by_row(where(is_open, winter_minutes, inf)) <= T, population, 0))",
    ),
    Formula(
        "equity",
        N_("Portée moyenne du cinquième d'habitants le plus mal desservi"),
        "worst_fifth_mean(reach, population)",
        ("reach",),
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
        ("retention",),
    ),
    Formula(
        "households",
        N_("Ménages supplémentaires logés, par commune"),
        "minimum(households_rate[epci] * population, vacant_homes * mobilisable_vacant_home_share)",
        ("households_rate",),
    ),
    Formula(
        "additional_inhabitants",
        N_("Habitants supplémentaires à cinq ans"),
        "sum(households) * newcomer_people_per_solo",
        ("households",),
    ),
    Formula(
        "annuity",
        N_("Annuité de chaque dépense d'investissement"),
        "line_capex * public_discount_rate / (1 - power(1 + public_discount_rate, -line_lifetime))",
    ),
    Formula(
        "revenue",
        N_("Recettes annuelles des espaces ouverts par le scénario"),
        "where(is_new, space_served * price * 12, 0)",
        ("space_served",),
    ),
    Formula(
        "net_public_cost",
        N_("Coût public net par an"),
        "sum(annuity) + sum(line_opex) - sum(revenue)",
        ("annuity", "revenue"),
    ),
    Formula(
        "services_within_reach",
        N_("Part du panier de services, en moyenne par habitant"),
        "sum(population * (other_services + france_services) / 6) / sum(population)",
    ),
    Formula(
        "epci_gap",
        N_("Écart de portée moyenne entre communautés de communes"),
        "spread(group_mean(reach, population, epci))",
        ("reach",),
    ),
    Formula("months_to_first_effect", N_("Mois avant le premier effet"), "first(start_months)"),
    Formula(
        "space_cost",
        N_("Coût annuel de chaque espace, subvention déduite"),
        "(space_capex - space_grant) * public_discount_rate"
        " / (1 - power(1 + public_discount_rate, -space_lifetime_year))"
        " + space_opex",
    ),
    Formula(
        "break_even_probability",
        N_("Part des espaces ouverts dont les recettes couvrent le coût, aux valeurs centrales"),
        "mean_where(revenue >= space_cost, is_new)",
        ("revenue", "space_cost"),
    ),
    Formula(
        "saved_kg",
        N_("CO₂ économisé par les télétravailleurs supplémentaires"),
        "sum((teleworkers - reference_teleworkers) * works_elsewhere) * telework_days_per_week"
        " * telework_co2_gross_kg_year_per_weekly_day * (1 - telework_co2_rebound_share)",
        ("teleworkers",),
    ),
    Formula(
        "visit_km",
        N_("Kilomètres aller d'une visite de tous les usagers, en voiture"),
        "sum(conversion * (1 - car_free) * dot(decay * km, attraction * divide(space_served, space_users)))",
        ("conversion", "decay", "attraction", "space_served", "space_users"),
    ),
    Formula(
        "co2_avoided",
        N_("CO₂ évité par an"),
        "(saved_kg - (visit_km - reference_visit_km) * 2 * telework_days_per_week * working_weeks_year"
        " * car_co2_kg_per_km) / 1000",
        ("saved_kg", "visit_km"),
    ),
)

FORMULAS: dict[str, Formula] = {formula.name: formula for formula in _FORMULAS}


def steps_before(name: str) -> tuple[Formula, ...]:
    """Return the formulas that a figure needs, in order, itself last."""
    ordered: dict[str, Formula] = {}

    def visit(current: str) -> None:
        for need in FORMULAS[current].needs:
            visit(need)
        ordered.setdefault(current, FORMULAS[current])

    visit(name)
    return tuple(ordered.values())
