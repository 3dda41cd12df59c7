"""How the figures of a consultation read, on the room's screen and in its minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alpsat_geo.compute.consultation import (
    CONSENSUS_LEAST_AGREEMENT,
    SHOWN_LEAST_COUNT,
    SPREAD_LEAST_COUNT,
    College,
    GroupPriorities,
)
from alpsat_geo.compute.deliberation import Deliberation, Stance
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import format_number, format_share, write_bounds
from alpsat_geo.report.language import _, choose_plural, join_names, join_pair, quote

COLLEGE_LABELS: dict[College, str] = {
    "collectivites": N_("Collectivités"),
    "entreprises": N_("Entreprises"),
    "chambres_consulaires": N_("Chambres consulaires"),
    "lien_social": N_("Lien social"),
}

_MOVE_LEAST_SHARE = 0.005


def count_points(weight: float) -> float:
    """Return a weight as points out of 100, as they were given: without what dividing by 100 and back adds to them."""
    return round(100 * weight, 6)


def format_points(weight: float) -> str:
    """Format a weight as points out of 100, with a decimal only where there is one."""
    # Halves of a point come back from the division by 100 before they are rounded.
    points = round(count_points(weight), 1)
    return format_number(points, 0 if points.is_integer() else 1)


def format_spread(median: float, quartiles: tuple[float, float] | None) -> str:
    """Format a median with the half of the votes that surrounds it; the median alone where that half is not told."""
    if quartiles is None:
        return format_points(median)
    low, high = map(format_points, quartiles)
    return f"{format_points(median)} {write_bounds(low, high)}"


def format_agreement(group: GroupPriorities) -> str:
    """Format Kendall's W, which says so when it is no consensus; in words where everybody puts everything level."""
    if math.isnan(group.agreement):
        return _("tout à égalité")
    agreement = format_number(group.agreement, 2)
    return _("{agreement}, pas de consensus").format(agreement=agreement) if group.is_divided else agreement


def say_totals(groups: Sequence[tuple[str, GroupPriorities]]) -> str:
    """Say which medians do not make 100 points; empty when all of them do.

    Parameters
    ----------
    groups : sequence of (label, GroupPriorities)
    """
    totals = [(label, format_points(float(group.median.sum()))) for label, group in groups]
    uneven = [join_pair(label, total) for label, total in totals if total != format_points(1.0)]
    if not uneven:
        return ""
    sentence = _("Chaque valeur du milieu est prise à part : ensemble elles ne font pas 100 ({totals}).")
    return sentence.format(totals=_(" ; ").join(uneven))


def write_priorities_note(groups: Sequence[tuple[str, GroupPriorities]]) -> str:
    """Write how the table of the priorities reads."""
    note = _(
        "Points sur 100 : valeur du milieu [entre crochets, la moitié des votes ; à partir de {count} votes]. Un"
        " classement est converti en points. Accord entre les votants : de 0 (aucun) à 1 (tous classent de même) ; sous"
        " {limit}, pas de consensus."
    ).format(count=SPREAD_LEAST_COUNT, limit=format_number(CONSENSUS_LEAST_AGREEMENT, 1))
    return f"{note} {say_totals(groups)}".rstrip()


def say_too_few() -> str:
    """Say why a college is not shown; the same words for nobody, one or two."""
    return _("moins de {count} votes").format(count=SHOWN_LEAST_COUNT)


def say_paper(count: int) -> str:
    """Say how many of the votes were cast on paper; empty when none was."""
    return _("(dont {count} sur papier)").format(count=format_number(count)) if count else ""


class Agreement(NamedTuple):
    """On which scenario a room could agree.

    Attributes
    ----------
    heading : str
    answer : str
        The scenario, those that are level, or that there is no consensus.
    sentence : str
        What that rests on.
    is_consensus : bool
    """

    heading: str
    answer: str
    sentence: str
    is_consensus: bool


def say_agreement(answer: Deliberation, names: tuple[str, ...]) -> Agreement:
    """Say on which scenario a room could agree; before a college is shown, when it will be."""
    if answer.unrejected is None:
        sentence = _("Les résultats d'un groupe s'affichent à partir de {count} votes.")
        waiting = _("En attente de votes")
        return Agreement("", waiting, sentence.format(count=SHOWN_LEAST_COUNT), is_consensus=False)
    places, share = list_unrejected(answer), format_share(answer.least_support)
    if len(places) > 1:
        return _say_level(answer, [names[place] for place in places], share)
    name = names[answer.unrejected]
    if len(answer.shown) == 1:
        heading = _("Le scénario le plus soutenu")
        sentence = _("« {name} » arrive premier dans {share} des simulations du seul groupe montré.")
    elif answer.has_consensus:
        heading = _("Le meilleur compromis entre les groupes")
        sentence = _("« {name} » arrive premier dans au moins {share} des simulations, pour chaque groupe montré.")
    else:
        heading, sentence = _("Un scénario qui convienne à tous"), _say_least_rejected(answer)
        return Agreement(heading, _("Pas de consensus"), sentence.format(name=name, share=share), is_consensus=False)
    return Agreement(heading, name, sentence.format(name=name, share=share), is_consensus=True)


def list_unrejected(answer: Deliberation) -> tuple[int, ...]:
    """List the places of the scenarios that colleges reject least: several where they read the same, in whole percents.

    The simulations know no finer: to name one of two scenarios that both read 50 % would be to choose for the room.
    """
    if answer.unrejected is None:
        return ()
    shown = np.stack([stance.support for stance in answer.shown])
    read = [(format_share(least), format_share(mean)) for least, mean in zip(shown.min(0), shown.mean(0), strict=True)]
    return tuple(place for place, shares in enumerate(read) if shares == read[answer.unrejected])


def _say_level(answer: Deliberation, names: list[str], share: str) -> Agreement:
    """Say that several scenarios are level: none is named before the others."""
    named = join_names([quote(name) for name in names])
    if len(answer.shown) == 1:
        heading = _("Les scénarios les plus soutenus, à égalité")
        sentence = _("À égalité, {names} arrivent premiers, chacun dans {share} des simulations du seul groupe montré.")
    elif answer.has_consensus:
        heading = _("Les meilleurs compromis entre les groupes, à égalité")
        sentence = _(
            "À égalité, {names} arrivent premiers, chacun dans au moins {share} des simulations, pour chaque groupe"
            " montré."
        )
    else:
        heading = _("Un scénario qui convienne à tous")
        rejected = _(
            "Aucun compromis : chaque scénario est presque toujours battu dans au moins un groupe. Les mieux soutenus,"
            " à égalité, sont {names}, qui n'arrivent premiers, dans l'un des groupes, que dans {share} des"
            " simulations."
        )
        never = _(
            "Aucun compromis : chaque scénario est presque toujours battu dans au moins un groupe. Les mieux soutenus,"
            " à égalité, sont {names}, qui n'arrivent presque jamais premiers dans l'un des groupes."
        )
        sentence = never if round(100 * answer.least_support) == 0 else rejected
        told = sentence.format(names=named, share=share)
        return Agreement(heading, _("Pas de consensus"), told, is_consensus=False)
    return Agreement(heading, named, sentence.format(names=named, share=share), is_consensus=True)


def _say_least_rejected(answer: Deliberation) -> str:
    if round(100 * answer.least_support) == 0:
        return _(
            "Aucun compromis : chaque scénario est presque toujours battu dans au moins un groupe. Le mieux soutenu"
            " est « {name} » : dans l'un des groupes, il n'arrive presque jamais premier."
        )
    return _(
        "Aucun compromis : chaque scénario est presque toujours battu dans au moins un groupe. Le mieux soutenu est «"
        " {name} » : dans l'un des groupes, il n'arrive premier que dans {share} des simulations."
    )


def list_moves(answer: Deliberation, names: tuple[str, ...], labels: tuple[str, ...]) -> list[tuple[College, str]]:
    """Say for each college that is shown how far its mean priorities are from the unrejected scenario.

    Parameters
    ----------
    answer : Deliberation
    names : tuple of str, length S
        Of the scenarios.
    labels : tuple of str, length C
        Of what is weighed.
    """
    if answer.unrejected is None:
        return []
    name = names[answer.unrejected]
    moves = [(college, _say_move(stance, name, labels)) for college, stance in answer.stances if stance is not None]
    if len(list_unrejected(answer)) == 1:
        return moves
    # Of several that are level, the points are those that lead to the first of them.
    return [(college, _("pour « {name} » : {told}").format(name=name, told=told)) for college, told in moves]


def _say_move(stance: Stance, name: str, labels: tuple[str, ...]) -> str:
    if stance.shift is None:
        return _("aucune priorité ne ferait arriver « {name} » premier").format(name=name)
    if stance.shift.share < _MOVE_LEAST_SHARE:
        return _("rien à déplacer, c'est déjà son premier choix en moyenne")
    change: FloatArray = stance.shift.weights - stance.present_weights
    points = round(100 * stance.shift.share)
    sentence = choose_plural(
        "{points} point sur 100 à déplacer, de {sources} vers {targets}",
        "{points} points sur 100 à déplacer, de {sources} vers {targets}",
        points,
    )
    return sentence.format(
        points=format_number(points),
        sources=_join_labels(-change, labels),
        targets=_join_labels(change, labels),
    )


def _join_labels(gains: FloatArray, labels: tuple[str, ...]) -> str:
    named = [label for label, gain in zip(labels, gains, strict=True) if gain >= _MOVE_LEAST_SHARE]
    return _(" et ").join(quote(label) for label in named)
