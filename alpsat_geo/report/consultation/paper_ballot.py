"""A ballot on paper: the page to print, and how one that was entered is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.compute.criterion import UnitPrice
from alpsat_geo.report.consultation.asked import list_choices, write_choice
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.report.paper import Content, compile_pdf
from alpsat_geo.report.punctuation import NO_BREAK_SPACE
from alpsat_geo.store.ballot import Vote

_TEMPLATE = "ballot"


def write_ballot_pdf(question: str, scenario_names: Sequence[str], asked: Sequence[UnitPrice], day: date) -> bytes:
    """Set the ballot of a consultation as an accessible PDF of one page; the same consultation gives the same bytes.

    Parameters
    ----------
    question : str
    scenario_names : sequence of str
    asked : sequence of UnitPrice
    day : datetime.date
        On which the consultation opened.
    """
    questions: list[dict[str, Content]] = [
        {"question": _(price.question), "choices": [write_choice(price, answer) for answer in list_choices(price)]}
        for price in asked
    ]
    content: dict[str, Content] = {
        "title": _("Bulletin de vote"),
        "author": "AlpSat Geo",
        "page_pattern": "",
        "question": question,
        "compared_heading": _("Ce que l'on compare"),
        "scenarios": list(scenario_names),
        "college_heading": _("À quel groupe appartenez-vous ?"),
        "colleges": [_(COLLEGE_LABELS[college]) for college in COLLEGES],
        "vote_heading": _("Ce que l'on demande"),
        "how": _("Cochez une case par question : l'effort que vous acceptez chaque année, en argent public."),
        "questions": questions,
        "privacy": _(
            "Aucun nom n'est demandé : n'en écrivez pas. Un groupe de moins de trois votes n'est ni montré ni compté."
        ),
        "number": _("Numéro donné à la saisie :"),
    }
    return compile_pdf(_TEMPLATE, content, day)


def tell_ballot(number: int, vote: Vote, asked: Sequence[UnitPrice]) -> str:
    """Tell one ballot in a line: its number, its college, its answers."""
    answers = f"{NO_BREAK_SPACE}· ".join(write_choice(price, vote.answers[price.key]) for price in asked)
    sentence = _("n° {number} : {college}, {answers}")
    return sentence.format(number=format_number(number), college=_(COLLEGE_LABELS[vote.college]), answers=answers)
