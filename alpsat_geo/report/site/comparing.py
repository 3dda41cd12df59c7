"""The page that compares scenarios at one step: the answer above the maps, the choice map, then all it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from alpsat_geo.compute.bearers import measures_of_places
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.comparison.answer import draw_choices, frame_answer, write_lines, write_signposts
from alpsat_geo.report.comparison.reasons import write_reasons
from alpsat_geo.report.comparison.tables import list_place_rows, write_criteria_table
from alpsat_geo.report.dossier.wording import SHARE_UNIT, write_interval
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import (
    Markup,
    join_parts,
    put_in_notice,
    write_list,
    write_table,
    write_tag,
)
from alpsat_geo.report.measures import MEASURES, title_measure
from alpsat_geo.report.questions import Inquiry, Situation
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.scenarios.side_by_side import figure_scenarios
from alpsat_geo.report.site.frame import Page, fold, write_steps
from alpsat_geo.report.site.maps import draw_scenario_maps
from alpsat_geo.report.site.plan import COMPARISON, SitePlan

_FIRST_MEASURE = "reach"


def write_comparison(plan: SitePlan, settings: Settings) -> Page:
    """Write the page; where nothing may be ranked, or tells the scenarios apart, it says why."""
    question = _("Que change chaque scénario, et pour qui ?")
    steps = write_steps(plan, settings, lambda step: plan.name_page(COMPARISON, step))
    file = plan.name_page(COMPARISON, settings)
    if plan.project.blanks:
        return Page(COMPARISON, file, question, settings, answer=write_blanks(plan.project), steps=steps)
    inquiry = plan.inquire(plan.compared, settings)
    answer, choices, reasons = _judge(plan, settings)
    links = (
        write_tag("a", name, href=plan.name_scenario_page(scenario, settings))
        for scenario, name in _name_all(plan, plan.studied)
    )
    return Page(
        key=COMPARISON,
        file=file,
        question=question,
        settings=settings,
        answer=answer,
        picture=_draw(plan, inquiry.situation, _FIRST_MEASURE, is_difference=False),
        steps=steps,
        beside=choices,
        rest=join_parts(
            write_tag("h2", _("Tous les scénarios")),
            write_tag(
                "p", _("Chacun a sa page : ce qu'il apporte, ce qu'il coûte, ce qui peut mal tourner."), "ag-note"
            ),
            write_list(links, "site-links"),
            fold(_("Tous les scénarios en un tableau"), _tabulate_all(plan, settings)),
            reasons,
            fold(_("Les critères, scénario par scénario"), write_criteria_table(inquiry)),
            fold(_("Les autres cartes"), *_draw_others(plan, inquiry.situation)),
            fold(_("Où cela se passe"), *_tabulate_places(plan, inquiry)),
        ),
        is_wide=True,
    )


def _judge(plan: SitePlan, settings: Settings) -> tuple[Markup, Markup, Markup]:
    """Write the answer over every scenario, the choice map with a line a scenario, and all that the answer rests on."""
    inquiry = plan.inquire(plan.studied, settings)
    try:
        answer = frame_answer(inquiry)
    except InputError as error:
        return put_in_notice("note", tell_error(error)), Markup(), Markup()
    *cards, references = write_reasons(inquiry)
    reasons = join_parts(
        fold(
            _("Pourquoi, et ce qui changerait la réponse"),
            write_tag("div", (write_tag("div", card) for card in cards), "site-pairs"),
            references,
        ),
        fold(_("Quand fermer un espace"), write_signposts(inquiry)),
    )
    keys = [scenario.key for scenario in plan.compared]
    drawn = write_tag("figure", draw_choices(inquiry), "dossier-picture site-choices")
    return answer, drawn + write_lines(inquiry, keys), reasons


def _name_all(plan: SitePlan, scenarios: Sequence[Scenario]) -> list[tuple[Scenario, str]]:
    names = name_scenarios(plan.project)
    return [(scenario, names[scenario.key]) for scenario in scenarios]


def _draw(plan: SitePlan, situation: Situation, measure_key: str, *, is_difference: bool) -> Markup:
    drawn = situation.draw_maps(measure_key, is_difference=is_difference)
    shown = [
        (name, plan.name_scenario_page(scenario, situation.settings), one)
        for (scenario, name), one in zip(_name_all(plan, situation.scenarios), drawn, strict=True)
    ]
    return draw_scenario_maps(plan, shown, situation.settings)


def _draw_others(plan: SitePlan, situation: Situation) -> list[Markup]:
    return [
        write_tag("h3", title_measure(measure, is_difference=is_difference))
        + _draw(plan, situation, measure.key, is_difference=is_difference)
        for measure, is_difference in product(MEASURES.values(), (False, True))
        if (measure.key, is_difference) != (_FIRST_MEASURE, False)
    ]


def _tabulate_all(plan: SitePlan, settings: Settings) -> Markup:
    """Write every criterion of every scenario."""
    scenarios = plan.studied
    figures = figure_scenarios(Situation(plan.project, scenarios, settings))
    criteria = plan.project.criteria
    headings = [
        _(criterion.label) if criterion.unit == SHARE_UNIT else f"{_(criterion.label)} ({_(criterion.unit)})"
        for criterion in criteria
    ]
    rows = [
        (name, *(write_interval(one.criteria[criterion.key], criterion.unit) for criterion in criteria))
        for (_scenario, name), one in zip(_name_all(plan, scenarios), figures, strict=True)
    ]
    caption = _("Tous les scénarios en un tableau")
    note = _("Valeur du milieu (fourchette de neuf simulations sur dix).")
    return write_table(f"{caption}. {note}", [_("Scénario"), *headings], rows)


def _tabulate_places(plan: SitePlan, inquiry: Inquiry) -> list[Markup]:
    """Write each criterion that has places, by EPCI then by commune, each folded under its name."""
    territory, written = plan.project.territory, []
    for criterion in plan.project.criteria:
        by_commune, by_epci = measures_of_places(criterion, "host")
        tables = [
            write_table(
                f"{_(criterion.label)} ({_(criterion.unit)}), {level}",
                [_("Lieu"), *inquiry.names],
                list_place_rows(criterion, measure, inquiry.situation.outcomes, names),
            )
            for level, measure, names in (
                (_("par communauté de communes"), by_epci, tuple(epci.name for epci in territory.epcis)),
                (_("par commune"), by_commune, territory.communes.names),
            )
            if measure is not None
        ]
        if tables:
            written.append(write_tag("details", (write_tag("summary", _(criterion.label)), *tables)))
    return written
