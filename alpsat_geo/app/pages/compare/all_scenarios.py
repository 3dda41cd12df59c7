"""Every scenario, of the project and one's own, in one table to sort and to take away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpsat_geo.app.parts.place_table import show_sorted_table
from alpsat_geo.app.parts.scenarios.book import read_book
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.decision import name_placed_action
from alpsat_geo.report.dossier.wording import SHARE_UNIT, write_interval
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.place_columns import Column
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.scenarios.side_by_side import ScenarioFigures, figure_scenarios

_TITLE = N_("Tous les scénarios en un tableau")


def show_all_scenarios(project: Project, settings: Settings) -> None:
    """Show the table; the scenarios are evaluated when it is shown."""
    situation = Situation(project, project.scenarios, settings)
    show_sorted_table(
        "scenarios",
        # Another table of the page has the same note.
        f"{_(_TITLE)}. {_('Valeur du milieu (fourchette de neuf simulations sur dix).')}",
        (_("Clé du scénario"), [scenario.key for scenario in project.scenarios]),
        "tous-les-scenarios",
        list_columns(situation, figure_scenarios(situation)),
        corrections=" ".join(tell_corrections(project.territory)),
    )


def list_columns(situation: Situation, figures: Sequence[ScenarioFigures]) -> list[Column]:
    """List the columns: name, whose it is, every criterion, and whether its spaces live."""
    project = situation.project
    own = {entry.scenario.key for entry in read_book().entries}
    problem = project.pose(situation.settings)
    names = name_scenarios(project)
    idle = [
        ", ".join(name_placed_action(problem, project.territory, placed) for placed in one.viability.without_effect)
        for one in figures
    ]
    verdicts = (
        (_("Nouveaux espaces qui couvrent leurs frais"), [one.viability.hold_count for one in figures]),
        (_("Nouveaux espaces qui hésitent"), [one.viability.uncertain_count for one in figures]),
        (_("Nouveaux espaces qui perdent de l'argent"), [one.viability.lose_count for one in figures]),
    )
    return [
        _list_texts(_("Scénario"), [names[scenario.key] for scenario in situation.scenarios]),
        _list_texts(
            _("Origine"), [_("le vôtre") if scenario.key in own else _("projet") for scenario in situation.scenarios]
        ),
        *(_list_criterion(criterion, figures) for criterion in project.criteria),
        *(
            Column(heading, np.array(counts, dtype=np.float64), tuple(map(format_number, counts)))
            for heading, counts in verdicts
        ),
        _list_texts(_("Actions sans effet ici"), idle),
    ]


def _list_texts(heading: str, texts: Sequence[str]) -> Column:
    return Column(heading, np.array(texts, dtype=np.str_), tuple(texts))


def _list_criterion(criterion: Criterion, figures: Sequence[ScenarioFigures]) -> Column:
    intervals = [one.criteria[criterion.key] for one in figures]
    unit = "" if criterion.unit == SHARE_UNIT else f" ({_(criterion.unit)})"
    return Column(
        f"{_(criterion.label)}{unit}",
        np.array([interval.value for interval in intervals]),
        tuple(write_interval(interval, criterion.unit) for interval in intervals),
        np.array([interval.low for interval in intervals]),
        np.array([interval.high for interval in intervals]),
    )
