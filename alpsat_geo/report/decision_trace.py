"""« D'où vient ce chiffre ? » for what a comparison counts over simulations: costs, prices, sureness, closings."""

from __future__ import annotations

from collections.abc import Mapping

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.domain.text import N_
from alpsat_geo.report.derivations import Derivation, list_action_parameters, write_derivations
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup

COUNTED_FIGURES: Mapping[str, str] = {
    "cost_per_result": N_("Ce que coûte un résultat"),
    "entry_prices": N_("À partir de quel effort un scénario vaut son coût"),
    "sureness": N_("Simulations où un scénario vaut son coût"),
    "information": N_("Ce que vaut savoir, en euros par an"),
    "signposts": N_("Usagers en dessous desquels fermer un espace"),
}
"""Figures of no criterion alone, by key."""
_DERIVATIONS: Mapping[str, tuple[str, str, str]] = {
    "cost_per_result": (
        N_("€/an pour un de plus"),
        N_("{draws} simulations, chacune comparée à ne rien faire dans la même simulation"),
        N_(
            "coût public moyen, recettes déduites / résultat moyen ; entre parenthèses, les efforts à partir desquels"
            " 5 % puis 95 % des simulations valent leur coût"
        ),
    ),
    "entry_prices": (
        N_("€/an pour un de plus"),
        N_("les moyennes de {draws} simulations, face à ne rien faire"),
        N_(
            "le plus petit effort à partir duquel aucun autre scénario n'a un plus grand : somme des efforts \u00d7"
            " résultats \u2212 coût public"
        ),
    ),
    "sureness": (
        N_("simulations sur 10"),
        N_("{draws} simulations, chacune comparée à ne rien faire dans la même simulation"),
        N_("part des simulations où la somme des efforts \u00d7 résultats dépasse le coût public"),
    ),
    "information": (
        N_("€/an"),
        N_("{draws} simulations, aux efforts donnés"),
        N_(
            "moyenne de ce que rapporte le meilleur scénario choisi en sachant \u2212 ce que rapporte le meilleur"
            " choisi sans savoir ; 0 si l'écart ne dépasse pas le bruit des simulations"
        ),
    ),
    "signposts": (
        N_("usagers"),
        N_("{draws} simulations de chaque nouvel espace, à 6, 12 et 24 mois ; la valeur du milieu, arrondie au-dessus"),
        N_(
            "(frais de l'espace par an + ce que sa revente rapporterait aujourd'hui, étalé sur les années qu'il"
            " durerait encore) / (12 \u00d7 prix payé par usager et par mois)"
        ),
    ),
}
"""By key: the unit of the figure, on what it is counted, and its formula."""
_CLOSING_PARAMETERS = ("space_lifetime_year", "investment_resold_share", "public_discount_rate")


def trace_counted_figure(key: str, comparison: Comparison) -> Markup:
    """Write where a figure of a whole comparison comes from.

    Parameters
    ----------
    key : str
        Of `COUNTED_FIGURES`.
    comparison : Comparison
    """
    problem = comparison.problem
    unit, counted_on, formula = map(_, _DERIVATIONS[key])
    counted_on = counted_on.format(draws=format_number(problem.draws.size))
    derivation = Derivation(_(COUNTED_FIGURES[key]), unit, counted_on, formula)
    types = {choice.type_key for scenario in comparison.scenarios for choice in scenario.actions}
    parameters = list_action_parameters(problem, types)
    if key == "signposts":
        table = problem.draws.table
        parameters += [table[name] for name in _CLOSING_PARAMETERS if table[name] not in parameters]
    return write_derivations((derivation,), parameters)
