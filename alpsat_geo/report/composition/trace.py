"""« D'où vient ce chiffre ? » for every figure of an answer: shares, budgets, losses, gains."""

from __future__ import annotations

import math

from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import Answer
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.report.derivations import Derivation, list_action_parameters, write_derivations
from alpsat_geo.report.figures import format_estimate, format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_tag
from alpsat_geo.report.punctuation import NO_BREAK_SPACE


def write_trace(problem: PortfolioProblem, scored: ScoredPortfolios, question: Question, answer: Answer) -> Markup:
    """Write where the figures of an answer come from.

    Parameters
    ----------
    problem : PortfolioProblem
    scored : ScoredPortfolios
        Of that problem.
    question : Question
    answer : Answer
        To that question.
    """
    counted = _(
        "{count} programmes possibles avec ces actions, chacun évalué par le modèle sur {draws} simulations, les mêmes"
        " pour tous : les effets ne s'additionnent pas. {feasible} tiennent sous le plafond dans au moins {certainty}"
        " des simulations."
    ).format(
        count=format_number(len(scored.members)),
        draws=format_number(scored.scores.shape[1]),
        feasible=format_number(int(answer.feasible.sum())),
        certainty=format_share(question.certainty_share),
    )
    keys = [criterion.key for criterion in scored.criteria]
    weights = {key: scored.weights[:, c] for c, key in enumerate(keys) if scored.applicable[c]}
    types = {candidate.choice.type_key for candidate in scored.candidates}
    tables = write_derivations(
        _derive(scored, question), problem.decision, weights, list_action_parameters(problem.decision, types)
    )
    return join_parts(write_tag("p", counted), tables)


def _derive(scored: ScoredPortfolios, question: Question) -> tuple[Derivation, ...]:
    is_stated = bool((scored.weights == scored.weights[0]).all())
    every = (
        _("chaque simulation : hypothèses tirées, priorités données")
        if is_stated
        else _("chaque simulation : hypothèses et priorités tirées ensemble")
    )
    euros = _("€/an")
    certainty = format_share(question.certainty_share)
    loss = _("différence des deux notes moyennes")
    if math.isfinite(scored.eur_per_score):
        amount = f"{format_estimate(scored.eur_per_score / 100)}{NO_BREAK_SPACE}€"
        loss += _(" ; ") + _("à priorités égales, un point de note vaut {amount} par an").format(amount=amount)
    return (
        Derivation(
            _("Part des cas où le meilleur programme contient une action, ou ne fait rien"),
            _("% des simulations"),
            every,
            _(
                "part des simulations où le programme permis de plus haute note la contient, ex æquo partagés ;"
                " « toujours » à partir de deux tiers, « rarement » jusqu'à un tiers"
            ),
        ),
        Derivation(
            _("Note d'un programme"),
            _("points, de 0 à 100"),
            every,
            _(
                "somme, sur les critères pesés, de l'importance \u00d7 (mesure \u2212 ce qui vaut 0) / (ce qui vaut 1"
                " \u2212 ce qui vaut 0), entre 0 et 1 ; le meilleur programme a la plus haute moyenne"
            ),
        ),
        Derivation(
            _("Budget à partir duquel une action entre"),
            euros,
            _("le coût public net de chaque programme dans chaque simulation"),
            _(
                "le plus petit budget dont le meilleur programme la contient ; un programme demande le plus petit"
                " plafond sous lequel il reste dans {certainty} des simulations"
            ).format(certainty=certainty),
        ),
        Derivation(
            _("Perte si l'on fait l'inverse"),
            euros,
            _("le meilleur programme permis de l'autre côté : sans l'action, ou avec elle"),
            loss,
        ),
        Derivation(
            _("Gains face à ne rien faire, coût, investissement"),
            _("celle de chaque critère"),
            _("la différence avec ne rien faire dans chaque simulation"),
            _("valeur du milieu, et fourchette de neuf simulations sur dix"),
        ),
        Derivation(
            _("Ce qu'on laisse"),
            _("celle de chaque critère"),
            every,
            _("moyenne de ce que le meilleur programme de chaque simulation a de plus que le meilleur en moyenne"),
        ),
    )
