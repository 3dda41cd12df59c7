"""« D'où vient ce chiffre ? » for what a comparison counts over simulations: first places, rates, worths, closings."""

from __future__ import annotations

from collections.abc import Mapping

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.domain.text import N_
from alpsat_geo.report.derivations import Derivation, list_action_parameters, write_derivations
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup

COUNTED_FIGURES: Mapping[str, str] = {
    "readings": N_("Part des simulations où un scénario arrive premier"),
    "exchange_rates": N_("Ce que vaut un de plus, en euros par an"),
    "information": N_("Ce que vaut savoir, en euros par an"),
    "signposts": N_("Usagers en dessous desquels fermer un espace"),
}
"""Figures of no scenario alone, by key."""
_DERIVATIONS: Mapping[str, tuple[str, str, str]] = {
    "readings": (
        N_("% des simulations"),
        N_("{draws} simulations, les mêmes pour tous les scénarios et toutes les façons de lire"),
        N_(
            "part des simulations où il a la plus haute note, ex æquo partagés ; note : somme, sur les critères"
            " pesés, de l'importance \u00d7 (mesure \u2212 ce qui vaut 0) / (ce qui vaut 1 \u2212 ce qui vaut 0),"
            " entre 0 et 1 ; une façon de lire change ce qui pèse, ce qui est tiré ou qui est comparé"
        ),
    ),
    "exchange_rates": (
        N_("€/an"),
        N_("les importances égales entre objectifs, ou celles que vous avez données : aucune simulation"),
        N_(
            "(importance du critère / écart entre ce qui vaut 0 et ce qui vaut 1) / (importance de l'argent public"
            " / écart entre ce qui vaut 0 et ce qui vaut 1)"
        ),
    ),
    "information": (
        N_("€/an"),
        N_("{draws} simulations ; les priorités ne sont pas tirées : égales, ou celles que vous avez données"),
        N_(
            "(note moyenne du meilleur scénario choisi en sachant \u2212 note moyenne du meilleur choisi sans"
            " savoir) \u00d7 ce que vaut une note entière en euros ; 0 si l'écart ne dépasse pas le bruit des"
            " simulations"
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
    stays = comparison.acceptabilities.applicability.applicable
    # Only who arrives first is counted over priorities that are drawn.
    used = comparison.weights if key == "readings" else comparison.typical_weights[None, :]
    weights = {k: used[:, c] for c, k in enumerate(comparison.weighted_keys) if stays[c]}
    types = {choice.type_key for outcome in comparison.outcomes for choice in outcome.scenario.actions}
    parameters = list_action_parameters(problem, types)
    if key == "signposts":
        weights = {}
        table = problem.draws.table
        parameters += [table[name] for name in _CLOSING_PARAMETERS if table[name] not in parameters]
    return write_derivations((derivation,), problem, weights, parameters)
