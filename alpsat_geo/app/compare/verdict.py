"""The answer of a comparison: who is first, how often, or that nothing is decided."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.memory import Memory
from alpsat_geo.app.questions import Inquiry
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.report.figures import format_estimate, format_interval, format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_bar, write_tag

_ANSWERS_KEPT = 200

_answers: Memory[tuple[str, str]] = Memory(_ANSWERS_KEPT)


def show_verdict(inquiry: Inquiry) -> None:
    """Show the verdict, the probability of being first, and what the territory can expect.

    Parameters
    ----------
    inquiry : Inquiry

    Raises
    ------
    InputError
        When nothing tells the scenarios apart.
    """
    verdict, first_ranks = _answers.recall(inquiry.key, lambda: _write_answer(inquiry))
    left, right = st.columns([6, 6], gap="medium")
    with left:
        st.html(verdict)
    with right:
        st.html(first_ranks)


def _write_answer(inquiry: Inquiry) -> tuple[str, str]:
    comparison, names = inquiry.comparison, inquiry.names
    verdict = _write_verdict(comparison, names) + _write_expectation(comparison)
    return verdict, _write_first_ranks(comparison, names, has_weights=bool(inquiry.points))


def _write_verdict(comparison: Comparison, names: list[str]) -> str:
    verdict = comparison.verdict
    leader, share = names[verdict.leader], format_share(verdict.first_share)
    if verdict.status == "decided":
        headline = _("{name} est en tête").format(name=leader)
        detail = _("Ce scénario est premier dans {share} des tirages, soit au moins deux fois sur trois.")
        css = "ag-verdict ag-decided"
    else:
        headline = _("Non tranché")
        detail = _("Aucun scénario n'est premier deux fois sur trois ; « {name} » l'est le plus souvent, à {share}.")
        css = "ag-verdict"
    sentence = detail.format(name=leader, share=share)
    return f'<div class="{css}" role="status">{write_tag("strong", headline)}{write_tag("span", sentence)}</div>'


def _write_expectation(comparison: Comparison) -> str:
    expected = expect_users(comparison)
    demand, spaces = expected.demand_users, expected.spaces_fed
    sentences = (
        _(
            "Tout le territoire compterait {median} usagers réguliers {interval} s'ils avaient tous un espace à"
            " portée : médiane des tirages. Le calcul aux valeurs centrales donne {central}."
        ).format(
            median=format_estimate(demand.value),
            interval=format_interval(demand.low, demand.high),
            central=format_estimate(expected.demand_central_users),
        ),
        _("De quoi faire vivre {count} espaces {interval}, à {users} usagers par espace.").format(
            count=format_estimate(spaces.value),
            interval=format_interval(spaces.low, spaces.high),
            users=format_number(expected.reference_users),
        ),
    )
    return "".join(write_tag("p", sentence, "ag-note") for sentence in sentences)


def _write_first_ranks(comparison: Comparison, names: list[str], *, has_weights: bool) -> str:
    three = comparison.acceptabilities
    bars = "".join(
        write_bar(
            name,
            format_share(float(three.joint[s, 0])),
            float(three.joint[s, 0]),
            trust=_("selon les priorités seules : {values} · selon les faits seuls : {facts}").format(
                values=format_share(float(three.values_only[s, 0])), facts=format_share(float(three.facts_only[s, 0]))
            ),
        )
        for s, name in enumerate(names)
    )
    title = _("Probabilité d'être premier")
    note = (
        _("Aux poids donnés ; {count} tirages des paramètres.")
        if has_weights
        else _("Toutes les priorités possibles ; {count} tirages des poids et des paramètres.")
    ).format(count=format_number(comparison.problem.draws.size))
    return f'<div class="ag-card">{write_tag("h2", title, "ag-section")}{bars}{write_tag("p", note, "ag-note")}</div>'
