"""What a scenario changes for one commune: the road to a workspace, users, newcomers, and what it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from alpsat_geo.compute.accounts import net_public_cost_by_commune
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.bearers import Bearer, spread_amounts
from alpsat_geo.compute.nearest import NOWHERE, NearestSpaces, find_nearest_spaces
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Situation

_CHANGES_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Road:
    """The road from one commune to the nearest workspace, today and under a scenario.

    Attributes
    ----------
    season : Season
    before_min, after_min : float
        Between town halls; 0 where the commune has a space, inf where no road leads to one.
    before_host, after_host : str
        Name of the commune where it stands; empty where there is none.
    """

    season: Season
    before_min: float
    after_min: float
    before_host: str
    after_host: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a scenario changes for one commune.

    Attributes
    ----------
    road : Road
    users : Interval
        Regular users who live there; NaN where the jobs of its residents were not observed.
    users_gained : Interval
        Beyond those of doing nothing, draw by draw.
    inhabitants_gained : Interval
        Five years after the start.
    cost_eur_per_year : Interval
        Net public cost, borne as the person chose.
    """

    road: Road
    users: Interval
    users_gained: Interval
    inhabitants_gained: Interval
    cost_eur_per_year: Interval


_changes: Memory[Change] = Memory(_CHANGES_KEPT)


def find_road(
    baseline: Baseline, names: Sequence[str], position: int, season: Season, opened: Sequence[int] = ()
) -> Road:
    """Find the road to the nearest workspace.

    Parameters
    ----------
    baseline : Baseline
    names : sequence of str, length n
        Of the communes.
    position : int
        Of the commune.
    season : Season
    opened : sequence of int
        Communes in which a scenario opens a space.
    """
    today = find_nearest_spaces(baseline, season)
    after = find_nearest_spaces(baseline, season, opened) if opened else today

    def name_host(nearest: NearestSpaces) -> str:
        host = int(nearest.hosts[position])
        return names[host] if host != NOWHERE else ""

    return Road(
        season, float(today.minutes[position]), float(after.minutes[position]), name_host(today), name_host(after)
    )


def find_road_today(project: Project, position: int, season: Season) -> Road:
    """Find the road to the nearest workspace as it is today; nothing is evaluated."""
    return find_road(project.baseline, project.territory.communes.names, position, season)


def measure_changes(situation: Situation, position: int, bearer: Bearer) -> tuple[Change, ...]:
    """Measure what each scenario of a situation changes for one commune; what is remembered is not evaluated again.

    Parameters
    ----------
    situation : Situation
    position : int
        Of the commune.
    bearer : Bearer
        Who bears the costs.
    """

    def measure(number: int) -> Change:
        names = situation.project.territory.communes.names
        return measure_change(situation.outcomes[number], names, position, bearer)

    return tuple(
        _changes.recall((key, position, bearer), partial(measure, number)) for number, key in enumerate(situation.keys)
    )


def measure_change(outcome: Outcome, names: Sequence[str], position: int, bearer: Bearer) -> Change:
    """Measure what an evaluated scenario changes for one commune.

    Parameters
    ----------
    outcome : Outcome
    names : sequence of str, length n
        Of the communes.
    position : int
        Of the commune.
    bearer : Bearer
        Who bears the costs.
    """
    baseline = outcome.baseline
    served = outcome.served_users_by_commune[:, position]
    if not np.isfinite(baseline.employed_by_csp_count[position]).all():
        served = np.full_like(served, np.nan)
    before = (outcome.reference or outcome).served_users_by_commune[:, position]
    cost = spread_amounts(outcome.measure(net_public_cost_by_commune), baseline, bearer)
    opened = outcome.levers.opened_communes
    return Change(
        find_road(baseline, names, position, outcome.settings.season, opened),
        summarise_draws(served),
        summarise_draws(served - before),
        summarise_draws(outcome.additional_inhabitants[:, position]),
        summarise_draws(cost[:, position]),
    )
