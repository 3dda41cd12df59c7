"""How the figures of a consultation read, on the room's screen and in its minutes."""

from __future__ import annotations

import math
from datetime import datetime

from babel.dates import format_datetime, get_timezone

from alpsat_geo.compute.consultation import SHOWN_LEAST_COUNT, College
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.deliberation import Deliberation, Stance
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.report.figures import NO_BREAK_SPACE, format_number, format_share
from alpsat_geo.report.language import _, get_locale

COLLEGE_LABELS: dict[College, str] = {
    "collectivites": N_("Collectivités"),
    "entreprises": N_("Entreprises"),
    "chambres_consulaires": N_("Chambres consulaires"),
    "lien_social": N_("Lien social"),
}

_ZONE = "Europe/Paris"
_MOVE_LEAST_SHARE = 0.005


def format_moment(instant: datetime) -> str:
    """Format an instant as a French date and hour, ``25 novembre 2026 à 14:05``, at the hour of Paris."""
    zone = get_timezone(_ZONE)
    day = format_datetime(instant, "d MMMM y", tzinfo=zone, locale=get_locale())
    hour = format_datetime(instant, "HH:mm", tzinfo=zone, locale=get_locale())
    return _("{day} à {hour}").format(day=day, hour=hour)


def format_points(weight: float) -> str:
    """Format a weight as points out of 100, with a decimal only where there is one."""
    # Halves of a point come back from the division by 100 before they are rounded.
    points = round(round(100 * weight, 6), 1)
    return format_number(points, 0 if points.is_integer() else 1)


def format_spread(median: float, quartiles: tuple[float, float] | None) -> str:
    """Format a median with the half of the votes that surrounds it; the median alone where that half is not told."""
    if quartiles is None:
        return format_points(median)
    low, high = map(format_points, quartiles)
    return f"{format_points(median)} [{low}{NO_BREAK_SPACE};{NO_BREAK_SPACE}{high}]"


def format_agreement(agreement: float) -> str:
    """Format Kendall's W; in words where every participant puts all criteria level."""
    return _("critères à égalité") if math.isnan(agreement) else format_number(agreement, 2)


def write_swing(criterion: Criterion, bounds: tuple[float, float]) -> str:
    """Say in plain words what going from the worst to the best anchor means."""
    return _(criterion.swing).format(worst=format_number(bounds[0]), best=format_number(bounds[1]))


def say_too_few() -> str:
    """Say why a college is not shown; the same words for nobody, one or two."""
    return _("moins de {count} votes").format(count=SHOWN_LEAST_COUNT)


def say_unrejected(answer: Deliberation, names: tuple[str, ...]) -> tuple[str, str]:
    """Name the scenario that no college rejects, and say what that rests on; the name is empty when there is none."""
    shown = [stance for _college, stance in answer.stances if stance is not None]
    if answer.unrejected is None or not shown:
        sentence = _("Les résultats d'un collège s'affichent à partir de {count} votes.")
        return "", sentence.format(count=SHOWN_LEAST_COUNT)
    name = names[answer.unrejected]
    least = min(float(stance.support[answer.unrejected]) for stance in shown)
    if len(shown) == 1:
        sentence = _("« {name} » arrive premier dans {share} des simulations du seul collège montré.")
    elif round(100 * least) == 0:
        sentence = _(
            "Aucun scénario n'échappe au rejet d'un collège : chacun n'arrive presque jamais premier pour l'un d'eux."
            " Le plus soutenu en moyenne est « {name} »."
        )
        return "", sentence.format(name=name)
    else:
        sentence = _("« {name} » arrive premier dans au moins {share} des simulations pour chaque collège montré.")
    return name, sentence.format(name=name, share=format_share(least))


def list_moves(answer: Deliberation, names: tuple[str, ...], labels: tuple[str, ...]) -> list[tuple[College, str]]:
    """Say for each college that is shown how far its mean priorities are from the unrejected scenario.

    Parameters
    ----------
    answer : Deliberation
    names : tuple of str, length S
        Of the scenarios.
    labels : tuple of str, length C
        Of the criteria.
    """
    if answer.unrejected is None:
        return []
    name = names[answer.unrejected]
    return [(college, _say_move(stance, name, labels)) for college, stance in answer.stances if stance is not None]


def _say_move(stance: Stance, name: str, labels: tuple[str, ...]) -> str:
    if stance.shift is None:
        return _("aucune priorité ne ferait arriver « {name} » premier").format(name=name)
    if stance.shift.share < _MOVE_LEAST_SHARE:
        return _("rien à déplacer, c'est déjà son premier choix en moyenne")
    change: FloatArray = stance.shift.weights - stance.present_weights
    sentence = _("{points} points sur 100 à déplacer, de {sources} vers {targets}")
    return sentence.format(
        points=format_number(100 * stance.shift.share),
        sources=_join_labels(-change, labels),
        targets=_join_labels(change, labels),
    )


def _join_labels(gains: FloatArray, labels: tuple[str, ...]) -> str:
    named = [f"« {label} »" for label, gain in zip(labels, gains, strict=True) if gain >= _MOVE_LEAST_SHARE]
    return _(" et ").join(named)
