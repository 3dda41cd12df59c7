"""A ballot on paper: the page to print, and what who enters it types of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.consultation.weighed import Weighed
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.report.paper import Content, compile_pdf
from alpsat_geo.report.punctuation import NO_BREAK_SPACE
from alpsat_geo.store.ballot import TOTAL_POINTS, Vote

TYPED_LENGTH = 60
"""Characters of the longest line that a ballot takes: ten numbers, and what stands between them."""

_TEMPLATE = "ballot"
_BETWEEN = re.compile(r"[\s;,/·-]+")


def write_ballot_pdf(question: str, scenario_names: Sequence[str], weighed: Sequence[Weighed], day: date) -> bytes:
    """Set the ballot of a consultation as an accessible PDF of one page; the same consultation gives the same bytes.

    Parameters
    ----------
    question : str
    scenario_names : sequence of str
    weighed : sequence of Weighed
    day : datetime.date
        On which the consultation opened.
    """
    content: dict[str, Content] = {
        "title": _("Bulletin de vote"),
        "author": "AlpSat Geo",
        "page_pattern": "",
        "question": question,
        "compared_heading": _("Ce que l'on compare"),
        "scenarios": list(scenario_names),
        "college_heading": _("À quel groupe appartenez-vous ?"),
        "colleges": [_(COLLEGE_LABELS[college]) for college in COLLEGES],
        "vote_heading": _("Ce que l'on pèse"),
        "how": _(
            "Répartissez 100 points entre ces lignes ; ou bien classez-les, 1 pour la plus importante. Ne remplissez"
            " qu'une des deux colonnes : un bulletin dont les points ne font pas 100 ne peut pas être compté."
        ),
        "headings": [_("Ce que cela veut dire"), _("Points"), _("ou rang")],
        "weighed": [{"label": line.label, "swing": line.swing} for line in weighed],
        "total": _("100 en tout"),
        "privacy": _(
            "Aucun nom n'est demandé : n'en écrivez pas. Un groupe de moins de trois votes n'est ni montré ni compté."
        ),
        "number": _("Numéro donné à la saisie :"),
    }
    return compile_pdf(_TEMPLATE, content, day)


def read_typed(typed: str, weighed: Sequence[str]) -> Mapping[str, float]:
    """Read the numbers of a ballot, typed in the order of its lines; whether they make a vote is checked later.

    Parameters
    ----------
    typed : str
        Whole numbers, with spaces or any other sign between them.
    weighed : sequence of str
        Keys.

    Raises
    ------
    InputError
        If there is not one whole number for each line.
    """
    parts = [part for part in _BETWEEN.split(typed.strip()) if part]
    if len(parts) != len(weighed) or not all(part.isascii() and part.isdigit() for part in parts):
        sentence = _(
            "Bulletin non compté : « {typed} » ne donne pas {count} nombres entiers, un par ligne. Tapez-les dans"
            " l'ordre du bulletin, par exemple « {example} »."
        )
        raise InputError(
            sentence.format(
                typed=clean_line(typed[:TYPED_LENGTH]), count=len(weighed), example=write_example(len(weighed))
            )
        )
    return {key: float(part) for key, part in zip(weighed, parts, strict=True)}


def write_example(count: int) -> str:
    """Write points that make 100, as they are typed."""
    each = TOTAL_POINTS // count
    return " ".join(map(str, (TOTAL_POINTS - each * (count - 1), *[each] * (count - 1))))


def write_typed(vote: Vote, weighed: Sequence[str]) -> str:
    """Write a vote as it would be typed."""
    return " ".join(f"{vote.answers[key]:g}" for key in weighed)


def tell_ballot(number: int, vote: Vote, weighed: Sequence[str]) -> str:
    """Tell one ballot in a line: its number, its college, its points or ranks."""
    answers = f"{NO_BREAK_SPACE}· ".join(format_number(vote.answers[key]) for key in weighed)
    sentence = (
        _("n° {number} : {college}, {answers} points")
        if vote.method == "points"
        else _("n° {number} : {college}, rangs {answers}")
    )
    return sentence.format(number=format_number(number), college=_(COLLEGE_LABELS[vote.college]), answers=answers)
