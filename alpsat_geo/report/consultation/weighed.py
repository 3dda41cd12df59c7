"""What a vote gives points to: objectives, or criteria when who opens the consultation asks for them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.mcda.objectives import Level
from alpsat_geo.compute.priorities import build_objective_tree
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.decision import OBJECTIVE_LABELS
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, begin_upper


@dataclass(frozen=True, slots=True)
class Weighed:
    """One line of a ballot, in the language of who reads it.

    Attributes
    ----------
    label : str
    swing : str
        What going from its worst to its best means, in plain words: that is what points are given to.
    """

    label: str
    swing: str


def name_objective(key: str) -> str:
    """Name an objective at the head of a line."""
    return begin_upper(_(OBJECTIVE_LABELS[key]))


def name_criterion(criterion: Criterion) -> str:
    """Name a criterion as what one gives points to: nobody votes for a cost, but for spending less."""
    return name_objective("money") if criterion.objective == "money" else _(criterion.label)


def name_weighed(level: Level, keys: Sequence[str]) -> tuple[str, ...]:
    """Name what a consultation weighs, in order.

    Raises
    ------
    InputError
        If one of the keys is no longer in the catalogue.
    """
    if level == "objectives":
        _require_known(keys, OBJECTIVE_LABELS)
        return tuple(map(name_objective, keys))
    _require_known(keys, CRITERIA_BY_KEY)
    return tuple(name_criterion(CRITERIA_BY_KEY[key]) for key in keys)


def list_weighed(level: Level, keys: Sequence[str], problem: DecisionProblem) -> tuple[Weighed, ...]:
    """List what a consultation weighs, in order.

    Raises
    ------
    InputError
        As `name_weighed`, or if nothing weighs in an objective any more.
    """
    labels = name_weighed(level, keys)
    parts: list[tuple[str, ...]] = (
        [(key,) for key in keys]
        if level == "criteria"
        else [build_objective_tree((key,), problem.criteria).criterion_keys for key in keys]
    )
    swings = [_(" ; ").join(_write_swing(problem, key) for key in part) for part in parts]
    return tuple(Weighed(label, swing) for label, swing in zip(labels, swings, strict=True))


def _write_swing(problem: DecisionProblem, key: str) -> str:
    worst, best = problem.anchor_bounds(key)
    return _(CRITERIA_BY_KEY[key].swing).format(worst=format_number(worst), best=format_number(best))


def _require_known(keys: Sequence[str], known: Container[str]) -> None:
    missing = [key for key in keys if key not in known]
    if missing:
        sentence = _("« {key} » n'existe plus dans le catalogue : ouvrez une nouvelle consultation.")
        raise InputError(sentence.format(key=missing[0]))
