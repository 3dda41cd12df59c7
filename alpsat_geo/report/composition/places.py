"""Where the best programme acts: one class and one text a commune, for a map."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.portfolio.fates import Standing
from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem
from alpsat_geo.compute.portfolio.robust import Answer
from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import SEQUENTIAL, Classes
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import _

_LABELS = (
    N_("rien n'y est proposé"),
    N_("rarement : un cas sur trois au plus"),
    N_("selon les priorités"),
    N_("toujours : deux cas sur trois ou plus"),
)
CLASSES = Classes((0.5, 1.5, 2.5), (SEQUENTIAL[0], SEQUENTIAL[2], SEQUENTIAL[4], SEQUENTIAL[5]), str, _LABELS)
_DIGITS: dict[Standing, str] = {"rarely": "1", "depends": "2", "always": "3"}


@dataclass(frozen=True, slots=True)
class Places:
    """What a map of an answer shows.

    Attributes
    ----------
    digits : str
        Class of each commune by the action that is held most often there.
    texts : tuple of str
    opened : tuple of str
        INSEE codes of the communes where the best programme does something.
    """

    digits: str
    texts: tuple[str, ...]
    opened: tuple[str, ...]


def place_answer(problem: PortfolioProblem, answer: Answer) -> Places:
    """Put an answer on the map; actions without a place of their own stay off it.

    Parameters
    ----------
    problem : PortfolioProblem
    answer : Answer
        Of the portfolios of that problem.
    """
    baseline = problem.decision.baseline
    digits = ["0"] * baseline.commune_count
    texts: list[list[str]] = [[] for _code in digits]
    opened = set()
    for candidate, fate in zip(problem.candidates, answer.fates, strict=True):
        label = _(problem.decision.action_types[candidate.choice.type_key].label)
        for commune in find_communes(problem, candidate):
            digits[commune] = max(digits[commune], _DIGITS[fate.standing])
            told = _("{action} : {share} des cas").format(action=label, share=format_share(fate.held_share))
            if fate.is_in_best:
                told = _("{told}, dans le meilleur programme").format(told=told)
                opened.add(baseline.insee_codes[commune])
            texts[commune].append(told)
    return Places(
        "".join(digits), tuple(_(" ; ").join(lines) or _(_LABELS[0]) for lines in texts), tuple(sorted(opened))
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
