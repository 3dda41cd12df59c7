"""The mixed-integer model behind siting: open places, assign each commune to its nearest, leave some unreached.

Columns are ``x[j]`` (open, binary), then per season ``y[i, j]`` (commune i goes to candidate j, only where that beats
its existing space) and ``e[i]`` (stays with the existing space), then ``u[i]`` (unreached), and with several seasons
``d[i]`` (minutes in the worst one) and ``g[i]`` (reach in the worst one). Nearest assignment serves every objective,
because reach falls with time.

References
----------
C. S. ReVelle, R. W. Swain, "Central facilities location", Geographical Analysis 2 (1), 1970, pp. 30-42.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import highspy
import numpy as np

from alpsat_geo.compute.siting.objectives import decay_reach
from alpsat_geo.compute.siting.plan import SOLVER_LIMIT_S
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import FloatArray

_FEASIBILITY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver run found.

    Attributes
    ----------
    sites : tuple of int
        Open candidates.
    value : float
        Value of the objective that was minimised.
    bound : float
        Proven lower bound on it.
    """

    sites: tuple[int, ...]
    value: float
    bound: float


class _QuietHighs(highspy.Highs):
    def enableCallbacks(self) -> None:  # noqa: N802 - the solver's own name, called by its constructor
        # Later would be too late: the constructor would already have written to standard output.
        self.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's own signature
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class AssignmentModel:
    """A HiGHS model that several objectives minimise in turn.

    Attributes
    ----------
    problem : SitingProblem
    solver : highspy.Highs
    column_count : int
    unreached : numpy.ndarray of int, shape (n,)
        Column of ``u[i]``.
    minutes, reach : list of tuple
        Terms (column, commune, coefficient) of the minutes and of the reach of each commune, in its worst season.
    """

    problem: SitingProblem
    solver: highspy.Highs
    column_count: int = 0
    unreached: list[int] = field(default_factory=list)
    minutes: list[tuple[int, int, float]] = field(default_factory=list)
    reach: list[tuple[int, int, float]] = field(default_factory=list)

    def add_column(self, low: float = 0.0, high: float = 1.0) -> int:
        """Add a column with zero cost and return its place."""
        self.solver.addVar(low, high)
        self.column_count += 1
        return self.column_count - 1

    def add_row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """Add ``low <= sum(coefficient * column) <= high``."""
        pairs = list(terms)
        columns = np.array([column for column, _ in pairs], dtype=np.int32)
        self.solver.addRow(low, high, len(pairs), columns, np.array([value for _, value in pairs], dtype=np.float64))

    def exclude(self, sites: tuple[int, ...]) -> None:
        """Forbid one plan: at least one of its choices, open or closed, must change."""
        chosen = set(sites)
        signs = ((j, -1.0 if j in chosen else 1.0) for j in range(self.problem.candidate_count))
        self.add_row(signs, 1.0 - len(sites), highspy.kHighsInf)

    def minimise(self, terms: Iterable[tuple[int, float]]) -> Solution | None:
        """Minimise a linear objective; None when no plan is left."""
        costs = np.zeros(self.column_count)
        for column, coefficient in terms:
            costs[column] += coefficient
        columns = np.arange(self.column_count, dtype=np.int32)
        self.solver.changeColsCost(self.column_count, columns, costs)
        # The clock of HiGHS runs on from one run to the next.
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + SOLVER_LIMIT_S)
        self.solver.run()
        information = self.solver.getInfo()
        has_plan = information.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not has_plan:
            return None
        opened = np.array(self.solver.getSolution().col_value[: self.problem.candidate_count])
        sites = tuple(int(place) for place in np.flatnonzero(opened > 0.5))  # noqa: PLR2004 - a rounded 0 or 1
        return Solution(sites, float(information.objective_function_value), float(information.mip_dual_bound))


def build_model(problem: SitingProblem, *, has_assignment: bool = True) -> AssignmentModel:
    """Write the constraints of a problem, without an objective.

    Parameters
    ----------
    problem : SitingProblem
    has_assignment : bool
        False keeps only the places to open and ``u[i]``, for covering questions.

    Returns
    -------
    AssignmentModel
    """
    solver = _QuietHighs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _FEASIBILITY_TOLERANCE),
        ("mip_feasibility_tolerance", _FEASIBILITY_TOLERANCE),
        ("primal_feasibility_tolerance", _FEASIBILITY_TOLERANCE),
        ("dual_feasibility_tolerance", _FEASIBILITY_TOLERANCE),
        ("random_seed", 0),
    ):
        solver.setOptionValue(option, value)
    model = AssignmentModel(problem, solver)
    for place in range(problem.candidate_count):
        model.add_column()
        solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
    _limit_openings(model)
    model.unreached = [model.add_column() for _ in range(problem.weight.size)]
    if has_assignment:
        _assign_communes(model)
    return model


def _limit_openings(model: AssignmentModel) -> None:
    problem = model.problem
    places = range(problem.candidate_count)
    if problem.count is not None:
        model.add_row(((j, 1.0) for j in places), problem.count, problem.count)
    else:
        model.add_row(((j, 1.0) for j in places), 1.0, highspy.kHighsInf)
    if problem.budget_eur is not None and problem.cost_eur is not None:
        scale = max(problem.budget_eur, 1.0)
        costs = problem.cost_eur / scale
        model.add_row(((j, float(costs[j])) for j in places), -highspy.kHighsInf, (problem.budget_eur + 0.01) / scale)
    if problem.epci is not None:
        for group in range(problem.epci_count):
            members = np.flatnonzero(problem.epci == group)
            model.add_row(((int(j), 1.0) for j in members), 1.0, highspy.kHighsInf)


def _assign_communes(model: AssignmentModel) -> None:
    problem = model.problem
    seasons = list(zip(problem.minutes, problem.existing_min, strict=True))
    is_single = len(seasons) == 1
    for commune, unreached in enumerate(model.unreached):
        minutes_column = reach_column = -1
        if not is_single:
            minutes_column, reach_column = model.add_column(0.0, highspy.kHighsInf), model.add_column()
            model.minutes.append((minutes_column, commune, 1.0))
            model.reach.append((reach_column, commune, 1.0))
        for table, existing in seasons:
            choices = _add_choices(model, table[commune], float(existing[commune]))
            model.add_row([(unreached, 1.0), *((column, 1.0) for column, _ in choices)], 1.0, 1.0)
            times = np.array([minutes for _, minutes in choices], dtype=np.float64)
            shares = decay_reach(times, problem.catchment_min, is_hard=problem.is_hard)
            columns = [column for column, _ in choices]
            if is_single:
                model.minutes.extend((c, commune, float(t)) for c, t in zip(columns, times, strict=True))
                model.reach.extend((c, commune, float(f)) for c, f in zip(columns, shares, strict=True))
                continue
            spent = [(c, -float(t)) for c, t in zip(columns, times, strict=True)]
            gained = [(c, -float(f)) for c, f in zip(columns, shares, strict=True)]
            model.add_row([(minutes_column, 1.0), *spent], 0.0, highspy.kHighsInf)
            model.add_row([(reach_column, 1.0), *gained], -highspy.kHighsInf, 0.0)


def _add_choices(model: AssignmentModel, minutes: FloatArray, existing_min: float) -> list[tuple[int, float]]:
    choices = []
    for place in np.flatnonzero(minutes < existing_min):
        column = model.add_column()
        # Nobody goes to a closed place.
        model.add_row([(column, 1.0), (int(place), -1.0)], -highspy.kHighsInf, 0.0)
        choices.append((column, float(minutes[place])))
    if np.isfinite(existing_min):
        choices.append((model.add_column(), existing_min))
    return choices
