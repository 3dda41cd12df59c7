"""The p-center beyond enumeration: search the radii, each one a covering question that HiGHS settles.

References
----------
E. Minieka, "The m-center problem", SIAM Review 12 (1), 1970, pp. 138-139.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from alpsat_geo.compute.siting.assignment import Solution, build_model
from alpsat_geo.compute.siting.plan import TIE_TOLERANCE
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import FloatArray

_INFINITE = float("inf")


@dataclass(slots=True)
class RadiusSearch:
    """Plans of a p-center problem, by rising radius.

    Attributes
    ----------
    problem : SitingProblem
    least_missed_share : float
        Least share of the weight that any plan leaves unreached.
    radii : numpy.ndarray
        Every travel time that may be the radius, ascending.
    excluded : list of tuple of int
        Plans already found.
    """

    problem: SitingProblem
    least_missed_share: float = 0.0
    radii: FloatArray = field(default_factory=lambda: np.empty(0))
    excluded: list[tuple[int, ...]] = field(default_factory=list)

    def cover(self, radius: float) -> Solution | None:
        """Leave the least weight beyond a radius."""
        problem = self.problem
        model = build_model(problem, has_assignment=False)
        for plan in self.excluded:
            model.exclude(plan)
        for commune in np.flatnonzero(problem.weight > 0):
            for table, existing in zip(problem.minutes, problem.existing_min, strict=True):
                if np.isfinite(existing[commune]) and existing[commune] <= radius:
                    continue
                near = np.flatnonzero(np.isfinite(table[commune]) & (table[commune] <= radius))
                model.add_row([(model.unreached[commune], 1.0), *((int(j), 1.0) for j in near)], 1.0, _INFINITE)
        share = problem.weight / problem.weight.sum()
        return model.minimise(zip(model.unreached, share.tolist(), strict=True))

    def reaches(self, place: int) -> tuple[Solution | None, bool]:
        """Tell whether a radius leaves no more weight than needed, and whether that is proven."""
        solution = self.cover(float(self.radii[place]))
        if solution is None:
            return None, True
        limit = self.least_missed_share + TIE_TOLERANCE
        if solution.value <= limit:
            return solution, True
        return None, solution.bound > limit


def prepare_search(problem: SitingProblem) -> RadiusSearch | None:
    """Prepare the radii and the least unreached weight.

    Parameters
    ----------
    problem : SitingProblem

    Returns
    -------
    RadiusSearch or None
        None when no plan is feasible.
    """
    search = RadiusSearch(problem)
    reachable = search.cover(_INFINITE)
    if reachable is None:
        return None
    search.least_missed_share = reachable.value
    counted = problem.weight > 0
    times = [table[counted].ravel() for table in problem.minutes] + [row[counted] for row in problem.existing_min]
    pooled = np.concatenate([np.zeros(1), *times])
    search.radii = np.unique(pooled[np.isfinite(pooled)])
    return search


def minimise_worst(search: RadiusSearch) -> tuple[Solution | None, int, float]:
    """Find the least radius by bisection.

    Parameters
    ----------
    search : RadiusSearch

    Returns
    -------
    tuple of Solution, int, float
        The plan (None when no plan is left), the place of its radius, and the proven relative gap.
    """
    low, high = 0, search.radii.size - 1
    best, _ = search.reaches(high)
    proven_low = 0
    is_proven = True
    while best is not None and low < high:
        middle = (low + high) // 2
        solution, is_settled = search.reaches(middle)
        if solution is not None:
            best, high = solution, middle
        else:
            low = middle + 1
            is_proven = is_proven and is_settled
            proven_low = low if is_proven else proven_low
    radius, bound = float(search.radii[high]), float(search.radii[high if is_proven else proven_low])
    return best, high, (radius - bound) / radius if radius > 0 else 0.0
