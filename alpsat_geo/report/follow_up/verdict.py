"""The verdict that a promise is made under: what Comparer says that day, what it costs, and when to close."""

from __future__ import annotations

from functools import partial

from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.viability import judge_viability
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.decision import tell_closing, tell_viability, write_verdict
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry, Situation

_VERDICTS_KEPT = 100

_verdicts: Memory[str] = Memory(_VERDICTS_KEPT)


def ask_comparison(project: Project, current: AppState, scenario: Scenario, first_choice: tuple[str, ...]) -> Inquiry:
    """Ask what Comparer answers of a scenario, or, when it is not compared there, of it beside doing nothing.

    Parameters
    ----------
    project : Project
        With the own scenarios of who asks: Comparer reads them too.
    current : AppState
    scenario : Scenario
    first_choice : tuple of str
        Keys that Comparer shows to who chose none.
    """
    keys = current.scenarios or first_choice
    if scenario.key not in keys or len(keys) < 2:  # noqa: PLR2004 - one alone is compared with nothing
        keys = (DO_NOTHING.key, scenario.key)
    compared = tuple(other for other in project.scenarios if other.key in keys)
    return Inquiry(Situation(project, compared, current.settings), current.points)


def tell_promised_verdict(inquiry: Inquiry, scenario: Scenario) -> str:
    """Tell, a line each: the verdict and what it compares, what the scenario costs and whether it lives, when to close.

    Parameters
    ----------
    inquiry : Inquiry
    scenario : Scenario
        One of those that it compares.

    Returns
    -------
    str
        Without the verdict where nothing tells the scenarios apart, and without the last line where no space opens.
    """
    return _verdicts.recall((inquiry.decision_key, scenario.key), partial(_tell, inquiry, scenario))


def _tell(inquiry: Inquiry, scenario: Scenario) -> str:
    asked = inquiry.situation
    outcome = asked.outcomes[asked.scenarios.index(scenario)]
    project = asked.project
    try:
        sentence = write_verdict(inquiry.verdict, inquiry.all_names, has_weights=bool(inquiry.points))
    except InputError:
        told = []
    else:
        told = [sentence, _("Scénarios comparés : {names}.").format(names=", ".join(inquiry.names))]
    viability = judge_viability(outcome, project.criteria)
    told.append(begin_upper(tell_viability(viability, project.pose(asked.settings), project.territory)) + ".")
    closing = tell_closing(outcome, project.territory.communes.names)
    return "\n".join([*told, closing] if closing else told)
