"""The sheets of one-time codes: one card a seat, by college, to print and cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from alpsat_geo.compute.consultation import College
from alpsat_geo.report.language import _
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.report.paper import Content, compile_pdf
from alpsat_geo.report.qr_code import draw_once
from alpsat_geo.store.tokens import show_voting_code

_TEMPLATE = "codes"


def write_code_sheet_pdf(
    question: str, codes: Mapping[College, Sequence[str]], address: Callable[[str], str], day: date
) -> bytes:
    """Set the codes of a consultation as an accessible PDF; each college begins a page.

    Parameters
    ----------
    question : str
    codes : mapping of College to sequence of str
    address : function of a code
        Returns the address that opens the vote with its seat; empty where phones reach none: no QR code is drawn.
    day : datetime.date
        On which the consultation opened.
    """
    how = _(
        "Une carte par votant : coupez-les, mêlez celles d'un même groupe, et remettez-les en main propre. Pour voter,"
        " visez le code QR de la carte avec un téléphone ; ou celui de la salle, puis tapez les dix lettres et"
        " chiffres. Un code sert une fois : gardez-le pour vous."
    )
    groups: list[dict[str, Content]] = [
        {
            "college": _(COLLEGE_LABELS[college]),
            "cards": [_write_card(code, address(code)) for code in given],
        }
        for college, given in codes.items()
        if given
    ]
    content: dict[str, Content] = {
        "title": _("Codes de vote à usage unique"),
        "author": "AlpSat Geo",
        "page_pattern": _("page {page} sur {pages}"),
        "question": question,
        "how": how,
        "once": _("À usage unique"),
        "groups": groups,
    }
    return compile_pdf(_TEMPLATE, content, day)


def _write_card(code: str, address: str) -> dict[str, Content]:
    alt = _("Code QR qui ouvre le vote sur un téléphone")
    return {"code": show_voting_code(code), "qr_code": draw_once(address) if address else "", "alt": alt}
