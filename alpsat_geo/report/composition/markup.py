"""What is shown of an answer, as HTML: small, so that an answer is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.portfolio.fates import Fate, Standing
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import Answer
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.composition.words import (
    STANDINGS,
    list_held,
    list_regrets,
    list_steps,
    tell_entry,
    tell_place,
    tell_swap,
    write_euros,
)
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.markup import (
    Markup,
    join_parts,
    put_in_card,
    write_bar,
    write_facts,
    write_list,
    write_table,
    write_tag,
)

_NEAR_SHOWN = 5
_ORDER: tuple[Standing, ...] = ("always", "depends", "rarely")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it is shown; ``programme`` is None when the best programme does nothing."""

    fates: Markup
    best: Markup
    steps: Markup
    trace: Markup
    programme: Scenario | None


def write_answer(
    scored: ScoredPortfolios, question: Question, answer: Answer, names: Mapping[str, str], programme: Scenario
) -> Written:
    """Write an answer.

    Parameters
    ----------
    scored : ScoredPortfolios
    question : Question
    answer : Answer
        To that question.
    names : mapping of candidate key to str
    programme : Scenario
        What the best portfolio does.
    """
    return Written(
        fates=_write_fates(answer, names),
        best=_write_best(scored, question, answer, names),
        steps=_write_steps(scored, answer, names),
        trace=_write_trace(scored, question, answer),
        programme=programme if programme.actions else None,
    )


def _write_fates(answer: Answer, names: Mapping[str, str]) -> Markup:
    title = write_tag("h2", _("Part des cas où le meilleur programme contient chaque action"), "ag-section")
    nothing = _("Ne rien faire est le meilleur programme dans {share} des cas.")
    parts = [title, write_tag("p", nothing.format(share=format_share(answer.nothing_share)), "ag-note")]
    fates = sorted(answer.fates, key=lambda fate: -fate.held_share)
    for standing in _ORDER:
        held = [fate for fate in fates if fate.standing == standing]
        if held:
            parts.append(write_tag("h3", begin_upper(_(STANDINGS[standing]))))
            parts += [_write_fate(fate, names) for fate in held]
    return put_in_card(*parts)


def _write_fate(fate: Fate, names: Mapping[str, str]) -> Markup:
    told = [tell_place(fate)]
    if fate.reason is not None:
        told.append(tell_entry(fate))
    swap = tell_swap(fate.swap, names, is_in_best=fate.is_in_best)
    if swap:
        told.append(swap)
    bar = write_bar(names[fate.key], format_share(fate.held_share), fate.held_share, trust=" · ".join(told))
    return write_tag("div", bar, "ag-unaffordable") if fate.reason == "too_expensive" else bar


def _write_best(scored: ScoredPortfolios, question: Question, answer: Answer, names: Mapping[str, str]) -> Markup:
    ceiling = _("Le meilleur programme à {amount} par an").format(amount=write_euros(question.budget_eur_per_year or 0))
    facts = [
        (_("Coût public par an, recettes déduites"), write_with_unit(answer.net_public_cost, "€")),
        (_("Investissement"), write_with_unit(answer.investment, "€")),
    ]
    parts = [
        write_tag("h2", ceiling, "ag-section"),
        write_list(list_held(scored, names, answer.best)),
        write_facts(facts),
    ]
    others = [portfolio for portfolio in answer.near_best if portfolio != answer.best]
    if others:
        count = format_number(len(others))
        parts.append(write_tag("h3", _("Presque aussi bons, à 2 % près : {count}").format(count=count)))
        parts.append(write_list(", ".join(list_held(scored, names, other)) for other in others[:_NEAR_SHOWN]))
    regrets = list_regrets(scored, answer)
    if regrets:
        parts.append(write_tag("h3", _("Ce que le meilleur de chaque cas a de plus, en moyenne")))
        parts.append(write_facts(regrets))
    return put_in_card(*parts)


def _write_steps(scored: ScoredPortfolios, answer: Answer, names: Mapping[str, str]) -> Markup:
    caption = _("Ce que chaque budget permet : note moyenne de 0 à 100, et ce qui entre ou sort")
    headings = [_("Budget"), _("Note"), _("Ce qui change")]
    return write_table(caption, headings, list_steps(scored, answer, names))


def _write_trace(scored: ScoredPortfolios, question: Question, answer: Answer) -> Markup:
    sentences = (
        _(
            "{count} programmes possibles avec ces actions, chacun évalué par le modèle sur {draws} simulations, les"
            " mêmes pour tous : les effets ne s'additionnent pas. {feasible} tiennent sous le plafond dans au moins"
            " {certainty} des simulations."
        ).format(
            count=format_number(len(scored.members)),
            draws=format_number(scored.scores.shape[1]),
            feasible=format_number(int(answer.feasible.sum())),
            certainty=format_share(question.certainty_share),
        ),
        _(
            "Dans chaque simulation, des priorités entre objectifs et des hypothèses sont tirées, et le meilleur"
            " programme possible est noté. La part d'une action est la part des simulations où ce meilleur la"
            " contient, ex æquo partagés : toujours à partir de deux tiers, rarement jusqu'à un tiers."
        ),
        _(
            "Le meilleur programme a la plus haute note moyenne. Son coût est celui de « Coût public net par an » :"
            " valeur du milieu [neuf simulations sur dix]. Faites-en un scénario pour lire le calcul de chaque critère"
            " sur la page Comparer."
        ),
        _("Critères pesés : {labels}.").format(
            labels=", ".join(
                _(criterion.label)
                for criterion, weighs in zip(scored.criteria, scored.applicable, strict=True)
                if weighs
            )
        ),
    )
    return join_parts(*(write_tag("p", sentence) for sentence in sentences))
