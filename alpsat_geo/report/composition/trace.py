"""« D'où vient ce chiffre ? » for every figure of an answer: programmes, steps, refusals."""

from __future__ import annotations

from alpsat_geo.compute.portfolio.answer import Answer
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.report.derivations import Derivation, list_action_parameters, write_derivations
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_tag


def write_trace(measured: MeasuredPortfolios, question: Question, answer: Answer) -> Markup:
    """Write where the figures of an answer come from."""
    decision = measured.problem.decision
    counted = _(
        "{count} programmes possibles avec ces actions, chacun évalué par le modèle sur {draws} simulations, les mêmes"
        " pour tous : les effets ne s'additionnent pas. {feasible} tiennent sous le plafond dans au moins {certainty}"
        " des simulations."
    ).format(
        count=format_number(len(measured.members)),
        draws=format_number(decision.draws.size),
        feasible=format_number(int(answer.feasible.sum())),
        certainty=format_share(question.certainty_share),
    )
    types = {candidate.choice.type_key for candidate in measured.candidates}
    return join_parts(write_tag("p", counted), write_derivations(_derive(), list_action_parameters(decision, types)))


def _derive() -> tuple[Derivation, ...]:
    every, euros = _("la différence avec ne rien faire dans chaque simulation"), _("€/an")
    return (
        Derivation(
            _("Programme montré"),
            _("habitants, usagers ou €/an"),
            every,
            _("le plus grand en moyenne parmi les programmes permis ; à égalité, le moins cher"),
        ),
        Derivation(
            _("Prix d'une marche"),
            euros,
            every,
            _("différence des coûts moyens / différence des résultats moyens, avec la marche d'avant"),
        ),
        Derivation(
            _("Ce que coûte un refus"),
            _("habitants, usagers et €/an"),
            every,
            _("le programme montré moins le meilleur permis sans cette action, en moyenne"),
        ),
    )
