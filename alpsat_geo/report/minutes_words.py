"""How the figures of a consultation read, on the room's screen and in its minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from alpsat_geo.compute.consultation import SHOWN_LEAST_COUNT, College
from alpsat_geo.compute.criterion import UnitPrice
from alpsat_geo.compute.deliberation import Support
from alpsat_geo.domain.text import N_
from alpsat_geo.report.consultation.asked import write_choice
from alpsat_geo.report.figures import format_euros, format_number, format_share
from alpsat_geo.report.language import _, choose_plural, join_names, quote

COLLEGE_LABELS: dict[College, str] = {
    "collectivites": N_("Collectivités"),
    "entreprises": N_("Entreprises"),
    "chambres_consulaires": N_("Chambres consulaires"),
    "lien_social": N_("Lien social"),
}


def format_points(points: float) -> str:
    """Format points out of 100, with a decimal only where there is one."""
    shown = round(points, 1)
    return format_number(shown, 0 if shown.is_integer() else 1)


def write_median(price: UnitPrice | None, median: float, unknown_count: int = 0) -> str:
    """Write the median of a group, and how many of it do not know.

    Parameters
    ----------
    price : UnitPrice or None
        None of points, in consultations of before.
    median : float
        NaN where too few know.
    unknown_count : int
    """
    if price is None:
        return format_points(median)
    if math.isnan(median):
        told = _("moins de {count} réponses").format(count=SHOWN_LEAST_COUNT)
    elif median > price.answers[-2]:
        told = _("plus de {price}").format(price=format_euros(price.answers[-2]))
    else:
        told = write_choice(price, 0) if median == 0 else format_euros(median)
    if not unknown_count:
        return told
    unknown = choose_plural("{count} ne sait pas", "{count} ne savent pas", unknown_count)
    return f"{told} ({unknown.format(count=format_number(unknown_count))})"


def say_too_few() -> str:
    """Say why a college is not shown; the same words for nobody, one or two."""
    return _("moins de {count} votes").format(count=SHOWN_LEAST_COUNT)


def say_paper(count: int) -> str:
    """Say how many of the votes were cast on paper; empty when none was."""
    return _("(dont {count} sur papier)").format(count=format_number(count)) if count else ""


def format_agreement(support: Support) -> str:
    """Format the share of the answers that support the same, which says so when it is no consensus."""
    agreement = format_share(support.agreement)
    return agreement if support.has_consensus else _("{agreement}, pas de consensus").format(agreement=agreement)


class Agreement(NamedTuple):
    """What a room agrees on.

    Attributes
    ----------
    answer : str
        The programme, or that there is no consensus.
    sentence : str
        What that rests on.
    """

    answer: str
    sentence: str


def say_agreement(support: Support | None, names: Sequence[str]) -> Agreement:
    """Say what the answers support; before a college is shown, when it will be.

    Parameters
    ----------
    support : Support or None
    names : sequence of str
        Of the programmes of the map, by row.
    """
    if support is None or not support.answer_count:
        sentence = _("Les résultats d'un groupe s'affichent à partir de {count} votes.")
        return Agreement(_("En attente de votes"), sentence.format(count=SHOWN_LEAST_COUNT))
    most = support.counts.get(support.leaders[0], 0) if support.leaders else 0
    told = join_names([quote(name_programmes(programmes, names)) for programmes in support.leaders])
    sentence = choose_plural(
        "{count} réponse sur {total} soutient {names}.", "{count} réponses sur {total} soutiennent {names}.", most
    )
    if len(support.leaders) > 1:
        sentence = _("À égalité, {names} : {count} sur {total} chacun.")
    if not support.leaders:
        sentence = _("Aucune réponse ne donne un effort pour chaque résultat de la carte.")
    answer = told if support.has_consensus else _("Pas de consensus")
    return Agreement(
        answer, sentence.format(count=format_number(most), total=format_number(support.answer_count), names=told)
    )


def name_programmes(programmes: Sequence[int], names: Sequence[str]) -> str:
    """Name the programmes of a region: equal ones together."""
    return join_names([names[programme] for programme in programmes])
