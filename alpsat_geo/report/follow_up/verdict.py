"""What a promise is made under: the answer of that day, and the values that the scenario promises."""

from __future__ import annotations

import math
from functools import partial

from alpsat_geo.compute.comparison import measure_results
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.compute.viability import judge_viability
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.decision import tell_closing, tell_scenario_line, tell_viability, write_answer
from alpsat_geo.report.follow_up.pledge import COST_PREFIX, NOTHING_SUFFIX
from alpsat_geo.report.language import begin_upper
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry, Situation
from alpsat_geo.sources.scenarios import read_scenarios

_VERDICTS_KEPT = 100
_EUR_PER_YEAR = "€/an"

_verdicts: Memory[str] = Memory(_VERDICTS_KEPT)


def ask_comparison(project: Project, current: AppState, scenario: Scenario) -> Inquiry:
    """Ask what the scenarios of the territory answer, with the one that is promised among them."""
    offered = read_scenarios(project.territory.key)
    if scenario not in offered:
        offered = (*(other for other in offered if other.actions != scenario.actions), scenario)
    return Inquiry(Situation(project, offered, current.settings), current.prices, current.far_percent)


def tell_promised_verdict(inquiry: Inquiry, scenario: Scenario) -> str:
    """Tell, a line each: the answer, what the scenario costs and brings and whether it lives, when to close.

    Parameters
    ----------
    inquiry : Inquiry
    scenario : Scenario
        One of those that it compares.

    Returns
    -------
    str
        Without the answer where the scenario changes nothing, and without the last line where no space opens.
    """
    return _verdicts.recall((inquiry.key, scenario.key), partial(_tell, inquiry, scenario))


def _tell(inquiry: Inquiry, scenario: Scenario) -> str:
    project, settings = inquiry.situation.project, inquiry.situation.settings
    outcome = project.evaluate(scenario, settings)
    try:
        comparison = inquiry.comparison
    except InputError:
        viability = judge_viability(outcome, project.criteria)
        told = [tell_viability(viability, project.pose(settings), project.territory)]
    else:
        line = tell_scenario_line(comparison, scenario.key, project.territory)
        told = [write_answer(comparison, inquiry.all_names), line]
    told[-1] = begin_upper(told[-1]) + "."
    closing = tell_closing(outcome, project.territory.communes.names)
    return "\n".join([*told, closing] if closing else told)


def list_promised_values(inquiry: Inquiry, scenario: Scenario) -> list[tuple[str, str, Interval]]:
    """List what a scenario promises: key, unit and interval of each criterion, then of what one more result costs.

    Beside a cost stands what the result would be without the scenario: what is observed later is counted from there.
    What is without object, or has no interval, is not promised.
    """
    project, settings = inquiry.situation.project, inquiry.situation.settings
    problem = project.pose(settings, inquiry.far_percent / 100)
    outcome = project.evaluate(scenario, settings)
    found = [(one.key, one.unit, summarise_draws(one.measure(outcome))) for one in problem.criteria]
    appraisal = measure_results((outcome,), problem)
    for result in problem.results:
        cost = appraisal.cost_per_result(len(appraisal.keys) - 1, result.key)
        if cost is None or not cost.low <= cost.value <= cost.high:
            continue
        found.append((COST_PREFIX + result.key, _EUR_PER_YEAR, Interval(cost.low, cost.value, cost.high)))
        nothing = summarise_draws(result.criterion.measure(outcome.reference or outcome))
        if nothing.high:
            found.append((result.criterion.key + NOTHING_SUFFIX, result.criterion.unit, nothing))
    return [one for one in found if one[2].low <= one[2].high < math.inf]
