"""Where a programme acts: one class and one text a commune, for a map."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem
from alpsat_geo.domain.arrays import BoolArray
from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import SEQUENTIAL, Classes
from alpsat_geo.report.language import _

_LABELS = (N_("rien n'y est proposé"), N_("le programme y agit"))
CLASSES = Classes((0.5,), (SEQUENTIAL[0], SEQUENTIAL[4]), str, _LABELS)


@dataclass(frozen=True, slots=True)
class Places:
    """What a map of a programme shows.

    Attributes
    ----------
    digits : str
        Class of each commune.
    texts : tuple of str
    opened : tuple of str
        INSEE codes of the communes where the programme does something.
    """

    digits: str
    texts: tuple[str, ...]
    opened: tuple[str, ...]


def place_programme(problem: PortfolioProblem, members: BoolArray) -> Places:
    """Put a programme (N,) on the map; actions without a place of their own stay off it."""
    baseline = problem.decision.baseline
    texts: list[list[str]] = [[] for _code in baseline.insee_codes]
    for candidate, is_held in zip(problem.candidates, members, strict=True):
        label = _(problem.decision.action_types[candidate.choice.type_key].label)
        for commune in find_communes(problem, candidate) if is_held else ():
            texts[commune].append(label)
    return Places(
        "".join("1" if lines else "0" for lines in texts),
        tuple(_(" ; ").join(lines) or _(_LABELS[0]) for lines in texts),
        tuple(code for code, lines in zip(baseline.insee_codes, texts, strict=True) if lines),
    )


def find_communes(problem: PortfolioProblem, candidate: Candidate) -> tuple[int, ...]:
    """Return the communes in which a candidate names a place; none for an action of the whole territory."""
    baseline, places = problem.decision.baseline, candidate.choice.places
    placement = problem.decision.action_types[candidate.choice.type_key].placement
    if placement == "commune":
        return tuple(baseline.insee_codes.index(place) for place in places)
    if placement == "space":
        return tuple(space.commune_index for space in baseline.spaces if space.key in places)
    return ()
