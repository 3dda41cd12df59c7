"""What would change the answer of a comparison: what to verify first, and what the two leaders depend on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.app.parts.folded import folded
from alpsat_geo.compute.robustness import SwitchingValue, UnknownBar
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_
from alpsat_geo.report.caveats import name_unknown, tell_check
from alpsat_geo.report.comparison.doubts import write_doubts
from alpsat_geo.report.figures import format_estimate, format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_card, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry, Reversals, find_reversals

_BARS_SHOWN = 10
_CARDS_KEPT = 200

_cards: Memory[tuple[Markup, Markup]] = Memory(_CARDS_KEPT)


@folded(N_("À vérifier d'abord"), "tableau_verifier")
def show_doubts(inquiry: Inquiry) -> None:
    """Show what to verify first, and warnings."""
    left, right = st.columns([6, 6], gap="medium")
    first, caveats = _cards.recall(inquiry.decision_key, lambda: write_doubts(inquiry))
    left.html(first)
    right.html(caveats)


@folded(N_("Ce qui ferait changer l'avis entre les deux premiers"), "tableau_bascule")
def show_reversals(inquiry: Inquiry) -> None:
    """Show the tornado and the switching values; they are computed only when somebody opens them."""
    found = find_reversals(inquiry)
    leaders = [inquiry.names[s] for s in inquiry.comparison.two_leaders]
    st.html(_write_tornado(found, leaders))
    st.html(_write_switches(found.switches))


def _write_tornado(found: Reversals, leaders: Sequence[str]) -> Markup:
    bars = [bar for bar in found.bars if bar.bar.swing > 0][:_BARS_SHOWN]
    ahead = _("Avance de « {first} » sur « {second} », une hypothèse bougée à la fois").format(
        first=leaders[0], second=leaders[1]
    )
    title = write_tag("h2", ahead, "ag-section")
    if not bars:
        return put_in_card(title, write_tag("p", _("Aucune hypothèse ne change l'écart entre les deux premiers.")))
    ends = [end for bar in bars for end in (bar.bar.gap_at_low, bar.bar.gap_at_high)]
    low, high = min(0.0, found.central_gap, *ends), max(0.0, found.central_gap, *ends)
    rows = (_write_bar(bar, low, high, found.central_gap) for bar in bars)
    note = _(
        "Différence de note sur 100, aux valeurs retenues : {gap}. Trait noir : égalité ; à sa gauche,"
        " le deuxième passe devant. Chaque barre va de la valeur basse à la valeur haute de l'hypothèse."
    ).format(gap=_format_gap(found.central_gap))
    return put_in_card(title, write_tag("p", note, "ag-note"), *rows)


def _write_bar(row: UnknownBar, low: float, high: float, centre: float) -> Markup:
    def place(gap: float) -> float:
        return 100 * (gap - low) / (high - low)

    start, end = sorted((row.bar.gap_at_low, row.bar.gap_at_high))
    css = "ag-mark ag-swing ag-reversal" if row.bar.is_reversal else "ag-mark ag-swing"
    value = _("de {low} à {high}").format(low=_format_gap(row.bar.gap_at_low), high=_format_gap(row.bar.gap_at_high))
    if row.bar.is_reversal:
        value += " · " + _("renverse l'ordre")
    width = max(place(end) - place(start), 0.4)
    track = (
        write_tag("span", "", css, style=f"left:{place(start):.1f}%;width:{width:.1f}%"),
        write_tag("span", "", "ag-mark ag-zero", style=f"left:{place(0.0):.1f}%"),
        write_tag("span", "", "ag-mark ag-centre", style=f"left:{place(centre):.1f}%"),
    )
    parts = (
        write_tag("b", name_unknown(row.unknown)),
        write_tag("span", value, "ag-value"),
        write_tag("span", track, "ag-track"),
    )
    return write_tag("div", parts, "ag-bar")


def _write_switches(switches: Sequence[SwitchingValue]) -> Markup:
    found = [switch for switch in switches if switch.values]
    title = write_tag("h2", _("À partir de quelle valeur le classement change"), "ag-section")
    if not found:
        none = _("Aucune hypothèse, seule, ne ferait passer le second devant dans son intervalle.")
        return put_in_card(title, write_tag("p", none))
    rows = [
        (
            name_unknown(switch.unknown),
            _(" ; ").join(_format_in(value, switch.unit) for value in switch.values),
            tell_check(switch.unknown),
        )
        for switch in found
    ]
    caption = _(
        "Valeur à partir de laquelle le deuxième passe devant le premier, les autres hypothèses ne changeant pas"
    )
    table = write_table(caption, [_("Hypothèse"), _("Change à partir de"), _("Comment le vérifier")], rows)
    return put_in_card(title) + table


def _format_gap(gap: float) -> str:
    points = format_number(100 * gap, 1)
    return ("+" if gap > 0 else "") + points


def _format_in(value: float, unit: str) -> str:
    return format_share(value, 1) if unit == SHARE_UNIT else f"{format_estimate(value)} {_(unit)}".strip()
