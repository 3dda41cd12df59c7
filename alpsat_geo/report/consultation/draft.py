"""What a participant is entering: how it begins, what it lacks, and the answers it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alpsat_geo.report.address.seat import Draft
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.store.ballot import TOTAL_POINTS, Vote


def start_draft(kept: Draft, weighed: Sequence[str], vote: Vote | None) -> Draft:
    """Begin a ballot with what the address kept, else with the vote sent before, else with nothing.

    Parameters
    ----------
    kept : Draft
        Of the address; left out when it does not fit what is weighed.
    weighed : sequence of str
        Keys.
    vote : Vote or None
    """
    count = len(weighed)
    if (
        kept.method == "ranking"
        and len(set(kept.numbers)) == len(kept.numbers)
        and all(n < count for n in kept.numbers)
    ):
        return kept
    if kept.method == "points" and len(kept.numbers) == count and max(kept.numbers) <= TOTAL_POINTS:
        return kept
    if vote is None:
        return Draft("points", (0,) * count)
    answers = [vote.answers[key] for key in weighed]
    if vote.method == "points":
        return Draft("points", tuple(round(answer) for answer in answers))
    return Draft("ranking", tuple(sorted(range(count), key=lambda place: answers[place])))


def count_left(draft: Draft, count: int) -> int:
    """Count what is left: points to give (negative: too many), or places to rank; 0 when complete."""
    return TOTAL_POINTS - sum(draft.numbers) if draft.method == "points" else count - len(draft.numbers)


def say_left(draft: Draft, count: int) -> str:
    """Say what is left to do before a ballot is complete."""
    left = count_left(draft, count)
    if draft.method == "ranking":
        if not left:
            return _("Tout est classé : vous pouvez envoyer.")
        sentence = choose_plural("Il reste {left} priorité à classer.", "Il reste {left} priorités à classer.", left)
    elif left > 0:
        sentence = choose_plural("Il reste {left} point à donner.", "Il reste {left} points à donner.", left)
    elif left < 0:
        sentence = choose_plural("{left} point de trop : retirez-le.", "{left} points de trop : retirez-les.", left)
    else:
        return _("Les 100 points sont donnés : vous pouvez envoyer.")
    return sentence.format(left=format_number(abs(left)))


def read_answers(draft: Draft, weighed: Sequence[str]) -> Mapping[str, float]:
    """Return the answers of a complete draft: points or ranks by key."""
    if draft.method == "points":
        return {key: float(number) for key, number in zip(weighed, draft.numbers, strict=True)}
    ranks = {place: rank for rank, place in enumerate(draft.numbers, start=1)}
    return {key: float(ranks[place]) for place, key in enumerate(weighed)}


def fill_points(numbers: Sequence[int], step_points: int) -> tuple[int, ...]:
    """Bring points to 100 in proportion, by whole steps; nothing given is spread evenly.

    Parameters
    ----------
    numbers : sequence of int
        Points, in order.
    step_points : int
        A divisor of 100.
    """
    given = list(numbers) if sum(numbers) else [1] * len(numbers)
    steps = TOTAL_POINTS // step_points
    exact = [steps * number / sum(given) for number in given]
    filled = [int(share) for share in exact]
    # The largest remainders take the steps left; between equals, the first.
    order = sorted(range(len(given)), key=lambda place: (filled[place] - exact[place], place))
    for place in order[: steps - sum(filled)]:
        filled[place] += 1
    return tuple(step_points * number for number in filled)
