"""What a ballot asks, the answers that it offers, and what a participant has chosen of them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.criterion import UnitPrice, find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.report.address.seat import Draft
from alpsat_geo.report.figures import format_euros, format_number
from alpsat_geo.report.language import _, begin_upper, choose_plural
from alpsat_geo.store.ballot import Vote


def list_asked(keys: Sequence[str]) -> tuple[UnitPrice, ...]:
    """List what a consultation asks, in order.

    Raises
    ------
    InputError
        If one of the results is no longer in the catalogue.
    """
    return tuple(find_result(CRITERIA, key).price for key in keys)


def name_asked(price: UnitPrice) -> str:
    """Name a result at the head of a line: one more of it."""
    return begin_upper(_(price.one_more))


def list_choices(price: UnitPrice) -> tuple[float | None, ...]:
    """List the answers that a question offers; the last, None, is "does not know"."""
    return (*map(float, price.answers), None)


def write_choice(price: UnitPrice, answer: float | None) -> str:
    """Write an answer as it is offered."""
    if answer is None:
        return _("je ne sais pas")
    if answer == price.answers[-1]:
        return _("davantage")
    return format_euros(answer) if answer else _("rien")


def start_draft(kept: Draft, asked: Sequence[UnitPrice], vote: Vote | None) -> Draft:
    """Begin a ballot with what the address kept, else with the vote sent before, else with nothing.

    Parameters
    ----------
    kept : Draft
        Of the address; left out when it does not fit what is asked.
    asked : sequence of UnitPrice
    vote : Vote or None
    """
    offered = [list_choices(price) for price in asked]
    if len(kept) == len(asked) and all((n or 0) < len(choices) for n, choices in zip(kept, offered, strict=True)):
        return kept
    if vote is None:
        return (None,) * len(asked)
    sent = [vote.answers[price.key] for price in asked]
    return tuple(
        choices.index(answer) if answer in choices else None for answer, choices in zip(sent, offered, strict=True)
    )


def say_left(draft: Draft) -> str:
    """Say how many questions have no answer yet."""
    left = draft.count(None)
    if not left:
        return _("Chaque question a sa réponse : vous pouvez envoyer.")
    sentence = choose_plural("Il reste {left} question sans réponse.", "Il reste {left} questions sans réponse.", left)
    return sentence.format(left=format_number(left))


def read_answers(draft: Draft, asked: Sequence[UnitPrice]) -> Mapping[str, float | None]:
    """Return the answers of a complete draft, by key of result."""
    return {price.key: list_choices(price)[n] for price, n in zip(asked, draft, strict=True) if n is not None}


def gather_answers(keys: Sequence[str], votes: Sequence[Vote]) -> tuple[FloatArray, list[College]]:
    """Gather votes as one row a participant, NaN for "does not know", and their colleges."""
    given = [[vote.answers[key] for key in keys] for vote in votes]
    return np.array(given, dtype=np.float64).reshape(len(votes), len(keys)), [vote.college for vote in votes]
