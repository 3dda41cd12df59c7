"""What a result costs with the scenarios, from what price each is worth it, how sure, and what to verify first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from alpsat_geo.compute.criterion import Result
from alpsat_geo.compute.net_benefit.worth import measure_sureness
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.report.caveats import list_caveats, name_unknown, tell_check
from alpsat_geo.report.decision import (
    list_dominated,
    list_entries,
    list_entry_moves,
    tell_closing,
    tell_next,
    tell_nothing_to_verify,
    tell_scenario_line,
    write_answer,
    write_price,
    write_sureness,
    write_worth,
)
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Picture, Row, Section, Subtitle, Table, Verdict
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import write_change, write_with_unit
from alpsat_geo.report.language import _, join_names, join_pair
from alpsat_geo.report.plots.choice_map import draw_choice_map
from alpsat_geo.report.reference_prices import CAPTION, HEADINGS, list_marks, list_reference_rows

_CHECKS_SHOWN = 5
_MAP_WIDTH = 0.75


def write_verdict(subject: Subject) -> Verdict:
    """Say from what prices which scenario is worth its cost, then what the proposed one costs and brings."""
    headline = write_answer(subject.whole, subject.project_names)
    own = tell_scenario_line(subject.whole, subject.chosen_key, subject.territory)
    choice = subject.whole.choice
    is_decided = choice is not None and choice.best == subject.row and choice.is_sure
    return Verdict(headline, _("{label} : {value}").format(label=subject.name, value=own) + ".", is_decided=is_decided)


def tell_worth(subject: Subject) -> tuple[str, ...]:
    """Say from what price the proposed scenario is worth it, and how sure, a sentence each."""
    if not subject.choices:
        return ()
    return (*_tell_entry(subject), *_tell_sureness(subject))


def _tell_entry(subject: Subject) -> Iterator[str]:
    """Say between which prices nothing does better, along each axis; else where, or what always does."""
    whole, equals, found = subject.whole, subject.list_equals(subject.row), False
    for result in _list_axes(subject):
        entries = whole.appraisal.entry_prices(result.key, whole.prices)
        for entry, following in zip(entries, (*entries[1:], None), strict=True):
            if entry.programme not in equals:
                continue
            found = True
            sentence = (
                _("Pour {one_more} : aucun autre scénario ne fait mieux à partir de {low} par an.")
                if following is None
                else _("Pour {one_more} : aucun autre scénario ne fait mieux de {low} à {high} par an.")
            )
            high = write_price(None if following is None else following.price)
            yield sentence.format(one_more=_(result.price.one_more), low=write_price(entry.price), high=high)
    if not found:
        name = subject.project_names[subject.chosen_key]
        beaten = [told for beaten, told in _list_beaten(subject) if beaten == name]
        told = _("Il ne fait mieux que les autres qu'à certains prix des deux résultats à la fois : voir l'annexe.")
        yield beaten[0] if beaten else told


def _tell_sureness(subject: Subject) -> Iterator[str]:
    whole = subject.whole
    if whole.prices:
        benefits = whole.appraisal.net_benefits(whole.prices)
        found = measure_sureness(benefits, subject.row)
        sentence = _(
            "Aux prix choisis, il vaut son coût dans {share}, et aucun autre ne fait mieux dans {best} ; ce qu'il"
            " apporte, moins ce qu'il coûte : {net} par an."
        )
        share, net = (
            write_sureness(found.worth_its_cost or 0.0),
            write_with_unit(summarise_draws(benefits[subject.row]), "€"),
        )
        yield sentence.format(share=share, best=write_sureness(found.best_of_all), net=net)
        return
    for result in _list_axes(subject):
        cost = whole.appraisal.cost_per_result(subject.row, result.key)
        if cost is None or math.isnan(cost.median):
            continue
        sentence = (
            _("Pour {one_more} : il vaut son coût une fois sur deux dès {median} par an, 19 fois sur 20 à aucun prix.")
            if math.isnan(cost.high)
            else _(
                "Pour {one_more} : il vaut son coût une fois sur deux dès {median} par an, 19 fois sur 20 dès {high}."
            )
        )
        median, high = write_price(cost.median), write_price(cost.high)
        yield sentence.format(one_more=_(result.price.one_more), median=median, high=high)


def list_first_checks(subject: Subject) -> tuple[str, ...]:
    """List what to verify first, each with how: what is worth most at the set prices, else what moves entry prices."""
    if subject.whole.prices:
        found = [
            join_pair(name_unknown(one.unknown), f"{tell_check(one.unknown)} ({told})")
            for one in subject.information.by_unknown
            if (told := write_worth(one.eur_per_year))
        ]
    else:
        moves = {move.unknown.key: move.unknown for move in subject.moves.get(subject.chosen_key, ())}
        found = [join_pair(name_unknown(one), tell_check(one)) for one in moves.values()]
    return tuple(found[:_CHECKS_SHOWN]) or (tell_nothing_to_verify(),)


def write_prices(subject: Subject) -> Section:
    """Say what a result costs with each scenario, from what price each is the best, and what moves that."""
    whole, names = subject.whole, subject.project_names
    blocks: list[Block] = [
        write_verdict(subject),
        *_list_points((*tell_worth(subject), *tell_next(whole, names))),
        _tabulate_costs(subject),
        *_tabulate_entries(subject),
        _draw_map(subject),
        Table(_(CAPTION), tuple(map(_, HEADINGS)), list_reference_rows(), (0, 2), (2.2, 1.2, 3.4), is_small=True),
        *_list_points([told for _name, told in _list_beaten(subject)]),
        *_write_moves(subject),
        *(
            Paragraph(told, "note")
            for told in [tell_closing(subject.outcome, subject.territory.communes.names)]
            if told
        ),
        Subtitle(_("À vérifier d'abord")),
        Bullets(list_first_checks(subject)),
        *_list_points(list_caveats(whole, [names[key] for key in whole.keys])),
    ]
    return Section("prices", _("Ce que coûte un résultat"), tuple(blocks))


def _list_axes(subject: Subject) -> list[Result]:
    return [result for result in subject.whole.problem.results if result.key in subject.whole.appraisal.axes]


def _tabulate_costs(subject: Subject) -> Table:
    """List by scenario and result: cost, result, and from what price it is worth it."""
    whole, rows = subject.whole, list[Row]()
    for outcome in whole.outcomes:
        row = whole.position(outcome.scenario.key)
        for result in whole.problem.results:
            cost = whole.appraisal.cost_per_result(row, result.key)
            if cost is None or math.isnan(cost.value):
                continue
            drawn = whole.appraisal.results[whole.appraisal.column(result.key), row]
            rows.append(
                (
                    subject.project_names[outcome.scenario.key],
                    write_with_unit(summarise_draws(whole.appraisal.costs[row]), "€"),
                    (write_change(summarise_draws(drawn)), _(result.price.several_more)),
                    *(write_price(price) for price in (cost.value, cost.low, cost.median, cost.high)),
                )
            )
    headings = (
        _("Scénario"),
        _("Coût par an"),
        _("Ce qu'il apporte"),
        _("Coût d'un de plus"),
        _("Vaut son coût 1 fois sur 20 dès"),
        _("1 fois sur 2 dès"),
        _("19 fois sur 20 dès"),
    )
    caption = _(
        "Par rapport à ne rien faire, par an. Coût d'un de plus : coût moyen divisé par résultat moyen. Case vide :"
        " aucun prix n'y suffit."
    )
    return Table(caption, headings, tuple(rows), (0,), (2.2, 2.0, 2.0, 1.0, 1.1, 1.0, 1.1), is_small=True)


def _tabulate_entries(subject: Subject) -> tuple[Block, ...]:
    rows = tuple(
        (one_more, name, write_price(price))
        for name, one_more, price in list_entries(subject.whole, subject.project_names)
    )
    if not rows:
        return ()
    caption = _(
        "À partir de quel effort chaque scénario fait mieux que tous les autres, le reste au prix choisi ou à 0."
    )
    return (Table(caption, (_("Pour"), _("Scénario"), _("Effort par an, dès")), rows, (0, 1), (1.6, 3.0, 1.3)),)


def _draw_map(subject: Subject) -> Picture:
    whole, found = subject.whole, subject.choice_map
    names = [subject.project_names[key] for key in whole.appraisal.keys]
    across, up = (whole.prices.get(axis, 0.0) for axis in found.axes)
    drawn = draw_choice_map(found, names, marks=list_marks(found.axes), at=(across, up) if whole.prices else None)
    caption = _("Quel scénario retenir, selon l'effort accepté pour chaque résultat.")
    regions = _(" ; ").join(join_names([names[row] for row in region.programmes]) for region in found.regions)
    return Picture(drawn, f"{caption} {regions}.", caption, _MAP_WIDTH)


def _list_beaten(subject: Subject) -> list[tuple[str, str]]:
    """List the scenarios that are the best at no price, with a sentence that says what does better."""
    sentence = _("« {name} » n'est le meilleur à aucun prix ; ce qui fait mieux : {better}.")
    found = list_dominated(subject.whole, subject.project_names)
    return [(name, sentence.format(name=name, better=better)) for name, better in found]


def _write_moves(subject: Subject) -> tuple[Block, ...]:
    found = list_entry_moves(subject.whole, subject.moves, subject.project_names)
    title = Subtitle(_("Ce qui déplacerait ces prix"))
    return (title, Bullets(tuple(join_pair(name, told) for name, told in found))) if found else ()


def _list_points(told: Sequence[str]) -> tuple[Block, ...]:
    return (Bullets(tuple(told)),) if told else ()
