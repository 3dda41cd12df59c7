"""The answer of a comparison: the verdict, what each scenario costs and whether it lives, every way of reading it."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.report.decision import (
    list_rates,
    list_readings,
    list_signposts,
    tell_viability,
    write_headline,
    write_verdict,
)
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.dots import write_dots
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    put_in_card,
    write_bar,
    write_facts,
    write_list,
    write_table,
    write_tag,
)
from alpsat_geo.report.questions import Inquiry


@dataclass(frozen=True, slots=True)
class WholeReading:
    """What is written under the first sentence."""

    verdict: Markup
    lives: Markup
    expectation: Markup
    is_anyone_named: bool


def write_first_reading(inquiry: Inquiry) -> Markup:
    """Write what the first reading alone allows to say."""
    sentence = write_headline(inquiry.headline, inquiry.all_names, has_weights=bool(inquiry.points))
    return frame_verdict(mark_terms(sentence), role="status")


def write_whole_reading(inquiry: Inquiry) -> WholeReading:
    """Write the verdict that every reading allows, what each scenario costs whether it lives, and users to expect."""
    comparison, verdict = inquiry.comparison, inquiry.verdict
    sentence = write_verdict(verdict, inquiry.all_names, has_weights=bool(inquiry.points))
    territory = inquiry.situation.project.territory
    first = comparison.acceptabilities.joint[:, 0]
    told: set[str] = set()
    lives = (
        join_parts(
            write_tag("b", name),
            " · " + _("premier dans {share} des simulations").format(share=format_share(float(share))),
            mark_terms(_(" ; ") + tell_viability(viability, comparison.problem, territory), told),
        )
        for name, share, viability in zip(inquiry.names, first, inquiry.viabilities, strict=True)
    )
    is_anyone_named = verdict.status != "undecided"
    return WholeReading(
        verdict=frame_verdict(
            mark_terms(sentence), is_decided=is_anyone_named and inquiry.decision.is_success, role="status"
        ),
        lives=write_list(lives, "ag-lives"),
        expectation=put_in_card(_write_expectation(comparison)),
        is_anyone_named=is_anyone_named,
    )


def write_readings(inquiry: Inquiry) -> Markup:
    """Write who arrives first in each reading, and what the priorities say to be worth."""
    has_weights = bool(inquiry.points)
    rows = list_readings(inquiry.readings, inquiry.all_names, has_weights=has_weights)
    caption = _("Part des {count} simulations où chaque scénario arrive premier, selon la façon de lire").format(
        count=format_number(inquiry.comparison.problem.draws.size)
    )
    table = write_table(caption, [_("Façon de lire"), *inquiry.names, _("À noter")], rows)
    ranks = _write_first_ranks(inquiry.comparison, inquiry.names, has_weights=has_weights)
    return ranks + table + _write_worth(list_rates(inquiry.comparison, inquiry.exchange_rates))


def _write_worth(rates: list[tuple[str, str]]) -> Markup:
    title = write_tag("h2", _("Ce que ces priorités disent valoir, en euros par an"), "ag-section")
    told = write_facts(rates) if rates else write_tag("p", _("L'argent public ne pèse pas : rien ne se convertit."))
    return put_in_card(title, told)


def write_signposts(inquiry: Inquiry) -> Markup:
    """Write the numbers of users below which each new space should close."""
    communes = inquiry.situation.project.territory.communes.names
    parts = []
    for name, outcome in zip(inquiry.names, inquiry.comparison.outcomes, strict=True):
        found = list_signposts(outcome, communes)
        if found:
            parts.append(write_tag("h3", name) + write_facts(found))
    if not parts:
        return write_tag("p", _("Aucun de ces scénarios n'ouvre d'espace."), "ag-note")
    return put_in_card(*parts)


def _write_expectation(comparison: Comparison) -> Markup:
    expected = expect_users(comparison)
    demand, spaces = expected.demand_users, expected.spaces_fed
    first, second = (
        _("Si chacun avait un espace assez proche, le territoire compterait {users} usagers réguliers.").format(
            users=write_interval(demand)
        ),
        _("De quoi faire vivre {count} espaces, à {users} usagers par espace.").format(
            count=write_interval(spaces), users=format_number(expected.reference_users)
        ),
    )
    return join_parts(
        write_tag("p", first, "ag-note"), write_dots(expected.demand_draws), write_tag("p", second, "ag-note")
    )


def _write_first_ranks(comparison: Comparison, names: list[str], *, has_weights: bool) -> Markup:
    three = comparison.acceptabilities
    bars = (
        write_bar(
            name,
            format_share(float(three.joint[s, 0])),
            float(three.joint[s, 0]),
            trust=_("si seules les priorités varient : {values} · si seules les hypothèses varient : {facts}").format(
                values=format_share(float(three.values_only[s, 0])), facts=format_share(float(three.facts_only[s, 0]))
            ),
        )
        for s, name in enumerate(names)
    )
    title = _("Part des simulations où chacun arrive premier")
    note = (
        _("Avec les priorités que vous avez données ; {count} simulations des hypothèses.")
        if has_weights
        else _("Toutes les priorités possibles ; {count} simulations des priorités et des hypothèses.")
    ).format(count=format_number(comparison.problem.draws.size))
    return put_in_card(write_tag("h2", title, "ag-section"), *bars, write_tag("p", note, "ag-note"))
