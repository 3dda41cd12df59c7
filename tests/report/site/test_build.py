"""The site says what the commands say, leads nowhere in vain, and asks nothing of anybody."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from alpsat_geo.commands.evaluate import evaluate_scenarios, scenarios_document
from alpsat_geo.commands.publish import Question, publish
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.accounts import CAPEX, NET_PETR, NET_PUBLIC, OPEX
from alpsat_geo.report.decision import write_answer
from alpsat_geo.report.dossier.wording import write_change, write_interval, write_with_unit
from alpsat_geo.report.figures import format_minutes
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, join_pair, speak
from alpsat_geo.report.measures import MEASURES, measure_outcome
from alpsat_geo.report.site.plan import list_steps, name_step
from alpsat_geo.sources.scenarios import read_scenario
from tests.report.site.reading import Node, Pages, check_links, read_pages, read_table

KEYS = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
SEASONS: tuple[Season, ...] = ("winter", "summer")
MINUTES = (20.0, 30.0)
STEPS = list_steps(SEASONS, MINUTES)
DRAWS, SEED = 120, 5
MIDDLE = "Valeur du milieu (fourchette de neuf simulations sur dix)"
NO_BREAK = "\u202f"
ACCOUNTS = (
    (CAPEX, "capex_eur"),
    (OPEX, "opex_eur_per_year"),
    (NET_PUBLIC, "net_annual_eur"),
    (NET_PETR, "net_annual_petr_eur"),
)


@pytest.fixture(scope="module", name="folder")
def publish_site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenarios = tuple(map(read_scenario, KEYS))
    question = Question(scenarios, ("fr",), SEASONS, MINUTES, DRAWS, SEED)
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(project, question, folder)
    return folder


@pytest.fixture(scope="module", name="pages")
def read_site(folder: Path) -> Pages:
    return read_pages(folder)


@pytest.fixture(scope="module", name="published")
def open_published(project: Project) -> Project:
    return project.redraw(DRAWS, SEED).add_scenarios(tuple(map(read_scenario, KEYS)))


def evaluate(published: Project, step: Settings) -> list[Any]:
    """Return what ``evaluate --json`` says at a step."""
    problem = published.pose(step)
    document = scenarios_document(problem, *evaluate_scenarios(published.scenarios, problem))
    said: list[Any] = json.loads(json.dumps(document))
    return said


def read_interval(said: dict[str, Any]) -> Interval:
    ends = (said[end] for end in ("low", "value", "high"))
    return Interval(*(float("nan") if end is None else end for end in ends))


def find_page(pages: Pages, key: str, step: Settings) -> Node:
    name = key if step == STEPS[0] else f"{'territoire' if key == 'index' else key}-{name_step(step)}"
    return pages[f"{name}.html"]


def name_communes(published: Project) -> dict[str, str]:
    return dict(zip(published.territory.insee_codes, published.territory.communes.names, strict=True))


def read_maps(page: Node) -> list[list[str]]:
    """Read what each map of a page says of the communes, in their order."""
    maps = [[title.text for title in drawn.find("title")] for drawn in page.find("svg")]
    return [texts for texts in maps if texts]


@pytest.mark.parametrize("step", STEPS, ids=name_step)
def test_scenarios_have_the_figures_of_evaluate(pages: Pages, published: Project, step: Settings) -> None:
    document, comparing = evaluate(published, step), find_page(pages, "comparer", step)
    with speak("fr"):
        names = name_scenarios(published)
        every = read_table(comparing, "Tous les scénarios en un tableau")
        for said in document:
            figures = [write_interval(read_interval(said["criteria"][c.key]), c.unit) for c in CRITERIA]
            assert every[names[said["key"]]] == figures
            page = find_page(pages, f"scenario-{said['key']}", step)
            expected = read_table(page, f"{MIDDLE}{NO_BREAK}; l'écart est pris")
            assert [cells[0] for cells in expected.values()] == figures
            costs = read_table(page, f"{MIDDLE}{NO_BREAK}; chaque ligne a la sienne")
            for account, key in ACCOUNTS:
                assert costs[_(account.label)][0] == write_with_unit(read_interval(said["cost"][key]), account.unit)
        own = read_table(comparing, f"{MIDDLE}.")
        for criterion in CRITERIA:
            found = [said["criteria"][criterion.key] for said in document]
            assert own[_(criterion.label)] == [write_interval(read_interval(one), criterion.unit) for one in found]
            for where, level, places in (
                ("by_epci", "communauté de communes", {epci.siren: epci.name for epci in published.territory.epcis}),
                ("by_commune", "commune", name_communes(published)),
            ):
                if found[0][where] is None:
                    continue
                rows = read_table(comparing, f"{_(criterion.label)} ({_(criterion.unit)}), par {level}")
                for code, place in places.items():
                    cells = [write_interval(read_interval(one[where][code]), criterion.unit) for one in found]
                    assert rows[place] == cells


@pytest.mark.parametrize("step", STEPS, ids=name_step)
def test_communes_have_the_figures_of_evaluate(pages: Pages, published: Project, step: Settings) -> None:
    document = evaluate(published, step)
    with speak("fr"):
        names = name_scenarios(published)
        for code, place in name_communes(published).items():
            (part,) = (
                node
                for node in pages[f"commune-{code}.html"].find("div", f"at-{name_step(step)}")
                if node.find("table")
            )
            rows = read_table(part, place)
            for said in document:
                before, after = (
                    format_minutes(
                        float("inf")
                        if said["nearest_space_min"][when][code] is None
                        else said["nearest_space_min"][when][code]
                    )
                    for when in ("today_by_commune", "by_commune")
                )
                road = rows[names[said["key"]]][0].replace(_("sur place"), format_minutes(0.0))
                assert road == (before if before == after else f"{before}, puis {after}")
                gained = read_interval(said["users"]["net_new_by_commune"][code])
                told = write_change(gained) if gained.value < 0 else write_interval(gained)
                assert rows[names[said["key"]]][2] == told
                settled = read_interval(said["criteria"]["additional_inhabitants"]["by_commune"][code])
                assert rows[names[said["key"]]][3] == write_interval(settled)
                cost = read_interval(said["criteria"]["net_public_cost"]["by_commune"][code])
                told = _("rien à payer") if cost == Interval(0, 0, 0) else write_with_unit(cost, "€")
                assert rows[names[said["key"]]][4] == told


@pytest.mark.parametrize("step", STEPS, ids=name_step)
def test_maps_and_answers_are_those_of_the_model(pages: Pages, published: Project, step: Settings) -> None:
    compared = published.find_scenarios(KEYS)
    outcomes = published.evaluate_all(compared, step)
    with speak("fr"):
        drawn = read_maps(find_page(pages, "comparer", step))
        expected = [
            list(map(join_pair, published.territory.communes.names, measure_outcome(m, o, is_difference=d).texts))
            for m, d in product(MEASURES.values(), (False, True))
            for o in outcomes
        ]
        assert drawn == expected
        first = read_maps(find_page(pages, "index", step))[0]
        today = measure_outcome(MEASURES["reach"], published.evaluate_today(step), is_difference=False)
        assert first == list(map(join_pair, published.territory.communes.names, today.texts))
        comparison = published.compare(compared, step, {})
        answer = write_answer(comparison, name_scenarios(published))
        for page in ("comparer", *(f"scenario-{key}" for key in KEYS[1:])):
            shown = find_page(pages, page, step).find("div", "ag-verdict")[0].find("strong")[0].text
            assert shown == answer


def test_every_page_answers_and_every_link_leads_somewhere(pages: Pages, project: Project) -> None:
    communes = len(project.territory.insee_codes)
    assert len(pages) == len(STEPS) * (2 + len(KEYS)) + 1 + communes + 1
    check_links(pages)
    for name, page in pages.items():
        assert len(page.find("h1")) == 1, name
        assert page.find("p", "ag-answer") or page.find("div", "ag-verdict"), name
        if name != "donnees.html":
            assert read_maps(page) or page.find("figure", "dossier-picture"), name


@pytest.mark.parametrize("step", STEPS, ids=name_step)
def test_the_comparison_draws_the_choice_map_without_efforts(pages: Pages, step: Settings) -> None:
    (figure,) = find_page(pages, "comparer", step).find("figure", "site-choices")
    told = figure.text
    assert "effort accepté par an" in told
    assert "Ne rien faire" in told
    assert not figure.find("input")
