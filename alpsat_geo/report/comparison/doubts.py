"""What to verify first before a comparison is believed, and what to know before it is read."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.compute.robustness import Priority
from alpsat_geo.report.caveats import list_caveats, list_decisive, name_unknown, tell_check
from alpsat_geo.report.decision import list_worths, tell_nothing_to_verify
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_facts, write_list, write_tag
from alpsat_geo.report.questions import Inquiry, examine


def write_doubts(inquiry: Inquiry) -> tuple[Markup, Markup]:
    """Write the card of what to verify first, and that of what to know before reading."""
    found = examine(inquiry)
    first = write_tag("h2", _("À vérifier d'abord"), "ag-section") + _write_priorities(inquiry, found.priorities)
    worths = list_worths(inquiry.information)
    if worths:
        first += write_tag("h3", _("Ce que savoir vaudrait, par an, aux priorités égales ou données"))
        first += write_facts(
            (name, _("{amount} ; à vérifier par {how}").format(amount=a, how=how)) for name, a, how in worths
        )
    title = write_tag("h2", _("À savoir avant de lire ce classement"), "ag-section")
    caveats = title + write_list(list_caveats(inquiry.comparison, found.checks, inquiry.names))
    return put_in_card(first), put_in_card(caveats)


def _write_priorities(inquiry: Inquiry, priorities: Sequence[Priority]) -> Markup:
    shown = list_decisive(priorities)
    if not shown:
        return write_tag("p", tell_nothing_to_verify(inquiry.readings))
    items = (
        join_parts(write_tag("b", name_unknown(priority.unknown)), write_tag("span", _describe_priority(priority)))
        for priority in shown
    )
    return write_list(items, "ag-first", is_ordered=True)


def _describe_priority(priority: Priority) -> str:
    share = format_share(priority.changes_leader_share)
    sentence = _("donnerait un autre gagnant dans {share} des cas ; à vérifier par {how}")
    return sentence.format(share=share, how=tell_check(priority.unknown))
