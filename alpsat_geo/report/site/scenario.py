"""The page of a scenario at one step: what its dossier says of it, without the paper."""

from __future__ import annotations

from dataclasses import replace

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.dossier.blocks import Bullets, Figures, Gallery, Paragraph, Verdict
from alpsat_geo.report.dossier.doubts import write_risks
from alpsat_geo.report.dossier.gains import write_benefits, write_commune_annex, write_places
from alpsat_geo.report.dossier.money import write_balances, write_costs
from alpsat_geo.report.dossier.prices import write_prices
from alpsat_geo.report.dossier.proposal import write_feasibility, write_proposal
from alpsat_geo.report.dossier.screen import write_block, write_blocks
from alpsat_geo.report.dossier.subject import Subject, gather_subject
from alpsat_geo.report.dossier.two_pages import write_answer as write_summary
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.markup import Markup, frame_verdict, join_parts, put_in_notice, write_list, write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.site.frame import Page, fold, write_steps
from alpsat_geo.report.site.plan import COMPARISON, SitePlan

_SECTIONS = (
    write_proposal,
    write_feasibility,
    write_benefits,
    write_places,
    write_costs,
    write_balances,
    write_risks,
    write_prices,
    write_commune_annex,
)


def write_scenario(plan: SitePlan, scenario: Scenario, settings: Settings) -> Page:
    """Write the page of a scenario, compared with doing nothing."""
    key = f"scenario-{scenario.key}"
    page = Page(
        key=COMPARISON,
        file=plan.name_page(key, settings),
        question=_("Faut-il soutenir « {name} » ?").format(name=name_scenarios(plan.project)[scenario.key]),
        settings=settings,
        answer=Markup(),
        steps=write_steps(plan, settings, lambda step: plan.name_page(key, step)),
        rest=_write_others(plan, scenario, settings),
    )
    rival = plan.find_rival(scenario)
    if rival is None:
        return replace(page, answer=put_in_notice("note", _("Un scénario se lit à côté d'un autre : publiez-en deux.")))
    try:
        subject = _gather(plan, scenario, rival, settings)
    except InputError as error:
        return replace(page, answer=put_in_notice("note", tell_error(error)))
    return _tell(page, subject)


def _gather(plan: SitePlan, scenario: Scenario, rival: Scenario, settings: Settings) -> Subject:
    project = plan.project
    return gather_subject(
        project.territory,
        plan.shapes,
        project.compare((scenario, rival), settings, {}),
        scenario.key,
        projects=project.scenarios,
        seed=project.seed,
        link="",
        known_moves=plan.inquire(project.scenarios, settings).moves,
    )


def _tell(page: Page, subject: Subject) -> Page:
    """Lay out the first page of the dossier on the first screen, then the annexes that are about the scenario."""
    blocks = write_summary(subject).blocks
    verdict = next(block for block in blocks if isinstance(block, Verdict))
    maps = next(block for block in blocks if isinstance(block, Gallery))
    figures = next(block for block in blocks if isinstance(block, Figures))
    worth = next(block for block in blocks if isinstance(block, Bullets))
    _question, actions, note = (block for block in blocks if isinstance(block, Paragraph))
    sections = [write_section(subject) for write_section in _SECTIONS]
    return replace(
        page,
        answer=frame_verdict(mark_terms(verdict.headline), is_decided=verdict.is_decided),
        picture=write_block(maps),
        beside=write_blocks((actions, figures)),
        rest=join_parts(
            write_blocks((Paragraph(verdict.detail), worth, note)),
            *(fold(section.title, write_blocks(section.blocks)) for section in sections),
            page.rest,
        ),
    )


def _write_others(plan: SitePlan, scenario: Scenario, settings: Settings) -> Markup:
    names = name_scenarios(plan.project)
    links = (
        write_tag("a", names[other.key], href=plan.name_scenario_page(other, settings))
        for other in plan.studied
        if other.key != scenario.key
    )
    return write_tag("h2", _("Les autres scénarios")) + write_list(links, "site-links")
