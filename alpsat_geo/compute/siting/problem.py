"""Where to open spaces: the question; what a person may ask that cannot hold is refused here, once for every method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats, freeze_integers
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Objective = Literal["coverage", "mean", "worst"]


@dataclass(frozen=True, slots=True)
class SitingProblem:
    """Where to open spaces; made and checked by `build_problem`.

    Attributes
    ----------
    minutes : tuple of numpy.ndarray, shape (n, m)
        Travel time from each commune to each candidate, one matrix per season; inf is unreachable. With several
        seasons each commune is judged in its own worst season.
    existing_min : tuple of numpy.ndarray, shape (n,)
        Minutes to the nearest existing space, one row per season; inf where there is none.
    weight : numpy.ndarray, shape (n,)
        Demand or residents that the objective counts.
    population : numpy.ndarray, shape (n,)
        Residents, who decide between plans of equal value.
    objective : {"coverage", "mean", "worst"}
    is_hard : bool
        Count as covered the weight within the catchment (maximal covering), not the soft decay.
    catchment_min : float
        Catchment T in minutes.
    count : int or None
        Number of spaces to open, or None when the budget decides.
    budget_eur : float or None
        Most that a plan may cost.
    cost_eur : numpy.ndarray, shape (m,), or None
        Cost of each candidate.
    epci : numpy.ndarray of int, shape (m,), or None
        EPCI of each candidate, 0 to ``epci_count - 1``: each must open at least one space. None asks nothing.
    epci_count : int
        0 when `epci` is None.
    """

    minutes: tuple[FloatArray, ...]
    existing_min: tuple[FloatArray, ...]
    weight: FloatArray
    population: FloatArray
    objective: Objective
    is_hard: bool
    catchment_min: float
    count: int | None
    budget_eur: float | None
    cost_eur: FloatArray | None
    epci: IntArray | None
    epci_count: int

    @property
    def candidate_count(self) -> int:
        """Number of candidates m."""
        return int(self.minutes[0].shape[1])

    @property
    def is_maximised(self) -> bool:
        """Whether more is better (coverage) or less (minutes)."""
        return self.objective == "coverage"


def build_problem(
    minutes: Sequence[npt.ArrayLike],
    weight: npt.ArrayLike,
    *,
    existing_min: Sequence[npt.ArrayLike] | None = None,
    population: npt.ArrayLike | None = None,
    objective: Objective = "coverage",
    is_hard: bool = False,
    catchment_min: float = 20.0,
    count: int | None = None,
    budget_eur: float | None = None,
    cost_eur: npt.ArrayLike | None = None,
    epci: npt.ArrayLike | None = None,
    epci_count: int | None = None,
) -> SitingProblem:
    """Check and freeze a siting question.

    Parameters
    ----------
    minutes : sequence of array_like, shape (n, m)
        One matrix per season: commune by candidate; inf is unreachable.
    weight : array_like, shape (n,)
        Demand or residents counted by the objective.
    existing_min : sequence of array_like, shape (n,), optional
        One row per season: minutes to the nearest existing space. By default there is none.
    population : array_like, shape (n,), optional
        Residents, for ties; by default the weight.
    objective : {"coverage", "mean", "worst"}
        Weight covered (most), weighted minutes (least), worst commune of positive weight (least). For the last two,
        unreachable weight comes first: a plan that leaves less of it is better whatever its minutes.
    is_hard : bool
        Hard threshold at the catchment instead of the soft decay; for coverage only.
    catchment_min : float
        Catchment T in minutes, above 0.
    count : int, optional
        Spaces to open, exactly.
    budget_eur : float, optional
        Most that a plan may cost; needs `cost_eur`. Give a count, a budget, or both.
    cost_eur : array_like, shape (m,), optional
        Cost of opening at each candidate.
    epci : array_like of int, shape (m,), optional
        EPCI of each candidate, 0 to ``epci_count - 1``; given, every EPCI must open at least one space.
    epci_count : int, optional
        Number of EPCI; by default one more than the highest of `epci`.

    Returns
    -------
    SitingProblem

    Raises
    ------
    InputError
        One French sentence saying what cannot hold.
    """
    tables = tuple(freeze_floats(table) for table in minutes)
    commune_count, candidate_count = tables[0].shape
    existing = _read_existing(existing_min, len(tables), commune_count)
    weights = _require_weights(weight, "poids")
    residents = weights if population is None else _require_weights(population, "populations")
    costs = None if cost_eur is None else freeze_floats(cost_eur)
    groups, group_count = _require_epci(epci, epci_count)
    _require_size(count, candidate_count, group_count)
    _require_budget(count, budget_eur, costs)
    return SitingProblem(
        minutes=tables,
        existing_min=existing,
        weight=weights,
        population=residents,
        objective=objective,
        is_hard=is_hard,
        catchment_min=float(catchment_min),
        count=count,
        budget_eur=budget_eur,
        cost_eur=costs,
        epci=groups,
        epci_count=group_count,
    )


def _read_existing(
    existing_min: Sequence[npt.ArrayLike] | None, season_count: int, commune_count: int
) -> tuple[FloatArray, ...]:
    if existing_min is None:
        return (freeze_floats(np.full(commune_count, np.inf)),) * season_count
    return tuple(freeze_floats(row) for row in existing_min)


def _require_weights(weight: npt.ArrayLike, name: str) -> FloatArray:
    weights = freeze_floats(weight)
    if not np.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
        raise InputError(
            f"Les {name} des communes doivent être des nombres positifs ou nuls, dont un au moins est positif."
        )
    return weights


def _require_epci(epci: npt.ArrayLike | None, epci_count: int | None) -> tuple[IntArray | None, int]:
    if epci is None:
        return None, 0
    groups = freeze_integers(epci)
    group_count = int(groups.max()) + 1 if epci_count is None else epci_count
    empty = sorted(set(range(group_count)) - set(groups.tolist()))
    if empty:
        sentence = N_(
            "Aucun lieu candidat dans {count} communauté(s) de communes sur {total} : ajoutez-y un candidat ou "
            "renoncez à « un espace par communauté de communes »."
        )
        raise InputError(remark(sentence, count=len(empty), total=group_count))
    return groups, group_count


def _require_size(count: int | None, candidate_count: int, group_count: int) -> None:
    if count is None:
        return
    if count < 1:
        raise InputError(remark(N_("{count} espace demandé : demandez-en au moins un."), count=count))
    if count > candidate_count:
        sentence = N_("{count} espaces demandés pour {most} lieux candidats : demandez-en moins.")
        raise InputError(remark(sentence, count=count, most=candidate_count))
    if count < group_count:
        sentence = N_(
            "{count} espace(s) pour {total} communautés de communes : demandez-en au moins un par communauté, ou "
            "renoncez à cette règle."
        )
        raise InputError(remark(sentence, count=count, total=group_count))


def _require_budget(count: int | None, budget_eur: float | None, costs: FloatArray | None) -> None:
    if budget_eur is None:
        if count is None:
            raise InputError(remark(N_("Ni nombre d'espaces ni budget : donnez l'un des deux.")))
        return
    if costs is None:
        sentence = N_("Un budget est donné sans coût par lieu candidat : donnez le coût de chaque lieu.")
        raise InputError(remark(sentence))
    if not np.isfinite(budget_eur) or budget_eur < costs.min():
        sentence = N_("Le budget de {budget} € est inférieur au lieu le moins cher ({least} €) : augmentez-le.")
        budget = round(budget_eur) if np.isfinite(budget_eur) else f"{budget_eur:.0f}"
        raise InputError(remark(sentence, budget=budget, least=round(float(costs.min()))))
