"""What would change the answer of a comparison: what to verify first, and what the two leaders depend on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.compute.robustness import Priority, SwitchingValue, UnknownBar
from alpsat_geo.report.caveats import list_caveats, name_unknown
from alpsat_geo.report.decision import list_worths, tell_nothing_to_verify
from alpsat_geo.report.figures import format_estimate, format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_facts, write_list, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry, Reversals, examine, find_reversals

_PRIORITIES_SHOWN = 5
_BARS_SHOWN = 10
_SHARE_UNIT = "part"
_CARDS_KEPT = 200

_cards: Memory[tuple[str, str]] = Memory(_CARDS_KEPT)


def show_robustness(inquiry: Inquiry) -> None:
    """Show what to verify first, warnings, and on demand the tornado and the switching values."""
    box = st.expander(_("À vérifier d'abord"), key="tableau_verifier", on_change="rerun")
    if box.open:
        with box:
            left, right = st.columns([6, 6], gap="medium")
            first, caveats = _cards.recall(inquiry.decision_key, lambda: _write_cards(inquiry))
            left.html(first)
            right.html(caveats)
    box = st.expander(
        _("Ce qui ferait changer l'avis entre les deux premiers"), key="tableau_bascule", on_change="rerun"
    )
    if box.open:
        found = find_reversals(inquiry)
        leaders = [inquiry.names[s] for s in inquiry.comparison.two_leaders]
        with box:
            st.html(_write_tornado(found, leaders))
            st.html(_write_switches(found.switches))


def _write_cards(inquiry: Inquiry) -> tuple[str, str]:
    found = examine(inquiry)
    first = write_tag("h2", _("À vérifier d'abord"), "ag-section") + _write_priorities(inquiry, found.priorities)
    worths = list_worths(inquiry.information)
    if worths:
        first += write_tag("h3", _("Ce que savoir vaudrait, par an, aux priorités égales ou données"))
        first += write_facts((name, _("{amount} ; il faut {how}").format(amount=a, how=how)) for name, a, how in worths)
    title = write_tag("h2", _("À savoir avant de lire ce classement"), "ag-section")
    caveats = title + write_list(list_caveats(inquiry.comparison, found.checks, inquiry.names))
    return f'<div class="ag-card">{first}</div>', f'<div class="ag-card">{caveats}</div>'


def _write_priorities(inquiry: Inquiry, priorities: Sequence[Priority]) -> str:
    shown = [priority for priority in priorities if priority.changes_leader_share > 0][:_PRIORITIES_SHOWN]
    if not shown:
        return write_tag("p", tell_nothing_to_verify(inquiry.readings))
    items = "".join(
        f"<li>{write_tag('b', name_unknown(priority.unknown))}{write_tag('span', _describe_priority(priority))}</li>"
        for priority in shown
    )
    return f'<ol class="ag-first">{items}</ol>'


def _describe_priority(priority: Priority) -> str:
    share = format_share(priority.changes_leader_share)
    how = _(priority.unknown.settled_by) if priority.unknown.settled_by else _("à préciser")
    return _("changerait le premier dans {share} des cas ; il faut {how}").format(share=share, how=how)


def _write_tornado(found: Reversals, leaders: Sequence[str]) -> str:
    bars = [bar for bar in found.bars if bar.bar.swing > 0][:_BARS_SHOWN]
    title = _("Avance de « {first} » sur « {second} », une hypothèse bougée à la fois").format(
        first=leaders[0], second=leaders[1]
    )
    if not bars:
        same = _("Aucune hypothèse ne change l'écart entre les deux premiers.")
        return f'<div class="ag-card">{write_tag("h2", title, "ag-section")}{write_tag("p", same)}</div>'
    ends = [end for bar in bars for end in (bar.bar.gap_at_low, bar.bar.gap_at_high)]
    low, high = min(0.0, found.central_gap, *ends), max(0.0, found.central_gap, *ends)
    rows = "".join(_write_bar(bar, low, high, found.central_gap) for bar in bars)
    note = _(
        "Différence de note sur 100, aux valeurs retenues : {gap}. Trait noir : égalité ; à sa gauche,"
        " le deuxième passe devant. Chaque barre va de la valeur basse à la valeur haute de l'hypothèse."
    ).format(gap=_format_gap(found.central_gap))
    return f'<div class="ag-card">{write_tag("h2", title, "ag-section")}{write_tag("p", note, "ag-note")}{rows}</div>'


def _write_bar(row: UnknownBar, low: float, high: float, centre: float) -> str:
    def place(gap: float) -> float:
        return 100 * (gap - low) / (high - low)

    start, end = sorted((row.bar.gap_at_low, row.bar.gap_at_high))
    css = "ag-swing ag-reversal" if row.bar.is_reversal else "ag-swing"
    value = _("de {low} à {high}").format(low=_format_gap(row.bar.gap_at_low), high=_format_gap(row.bar.gap_at_high))
    if row.bar.is_reversal:
        value += " · " + _("renverse l'ordre")
    track = (
        f'<i class="{css}" style="left:{place(start):.1f}%;width:{max(place(end) - place(start), 0.4):.1f}%"></i>'
        f'<i class="ag-zero" style="left:{place(0.0):.1f}%"></i>'
        f'<i class="ag-centre" style="left:{place(centre):.1f}%"></i>'
    )
    return (
        f'<div class="ag-bar">{write_tag("b", name_unknown(row.unknown))}{write_tag("span", value, "ag-value")}'
        f'<span class="ag-track">{track}</span></div>'
    )


def _write_switches(switches: Sequence[SwitchingValue]) -> str:
    found = [switch for switch in switches if switch.values]
    title = _("À partir de quelle valeur le classement change")
    if not found:
        none = _("Aucune hypothèse, seule, ne ferait passer le second devant dans son intervalle.")
        return f'<div class="ag-card">{write_tag("h2", title, "ag-section")}{write_tag("p", none)}</div>'
    rows = [
        (
            name_unknown(switch.unknown),
            _(" ; ").join(_format_in(value, switch.unit) for value in switch.values),
            _(switch.unknown.settled_by) if switch.unknown.settled_by else _("à préciser"),
        )
        for switch in found
    ]
    caption = _(
        "Valeur à partir de laquelle le deuxième passe devant le premier, les autres hypothèses ne changeant pas"
    )
    table = write_table(caption, [_("Hypothèse"), _("Change à partir de"), _("Comment le vérifier")], rows)
    return f'<div class="ag-card">{write_tag("h2", title, "ag-section")}</div>{table}'


def _format_gap(gap: float) -> str:
    points = format_number(100 * gap, 1)
    return ("+" if gap > 0 else "") + points


def _format_in(value: float, unit: str) -> str:
    return format_share(value, 1) if unit == _SHARE_UNIT else f"{format_estimate(value)} {_(unit)}".strip()
