"""The answer of a comparison: its sentence, what each scenario costs and brings, and the choice map."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.report.decision import list_signposts, tell_next, tell_scenario_line, write_answer
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.markup import Markup, frame_verdict, join_parts, put_in_card, write_facts, write_list, write_tag
from alpsat_geo.report.plots.choice_map import draw_choice_map
from alpsat_geo.report.questions import Inquiry
from alpsat_geo.report.reference_prices import list_marks


def frame_answer(inquiry: Inquiry) -> Markup:
    """Write the answer in one sentence, framed.

    Raises
    ------
    InputError
        When the scenarios cannot be compared.
    """
    choice = inquiry.comparison.choice
    sentence = mark_terms(write_answer(inquiry.comparison, inquiry.all_names))
    return frame_verdict(sentence, is_decided=choice is not None and choice.is_sure, role="status")


def write_changes(inquiry: Inquiry) -> Markup:
    """Write what would be chosen at higher efforts; empty while none is set."""
    return join_parts(*(write_tag("p", told, "ag-note") for told in tell_next(inquiry.comparison, inquiry.all_names)))


def draw_choices(inquiry: Inquiry) -> Markup:
    """Draw the choice map of the scenarios, with points of comparison and the efforts that are set."""
    comparison = inquiry.comparison
    appraisal, prices = comparison.appraisal, comparison.prices
    names = {DO_NOTHING.key: _(DO_NOTHING.name), **inquiry.all_names}
    across, up = (prices.get(axis, 0.0) for axis in appraisal.axes)
    return draw_choice_map(
        appraisal.choice_map(prices),
        [names[key] for key in appraisal.keys],
        marks=list_marks(appraisal.axes),
        at=(across, up) if prices else None,
    )


def write_lines(inquiry: Inquiry, keys: Sequence[str]) -> Markup:
    """Write one line a scenario: what it costs and brings, and what a result costs with it.

    Parameters
    ----------
    inquiry : Inquiry
    keys : sequence of str
        Of the scenarios to tell, among those compared, in their order.
    """
    territory, told = inquiry.situation.project.territory, set[str]()
    lines = (
        join_parts(
            write_tag("b", inquiry.all_names[key]),
            mark_terms(" · " + tell_scenario_line(inquiry.comparison, key, territory), told),
        )
        for key in keys
    )
    return write_list(lines, "ag-lives")


def write_signposts(inquiry: Inquiry) -> Markup:
    """Write the numbers of users below which each new space should close."""
    communes = inquiry.situation.project.territory.communes.names
    parts = []
    for name, outcome in zip(inquiry.names, inquiry.comparison.outcomes, strict=True):
        found = list_signposts(outcome, communes)
        if found:
            parts.append(write_tag("h3", name) + write_facts(found))
    if not parts:
        return write_tag("p", _("Aucun de ces scénarios n'ouvre d'espace."), "ag-note")
    return put_in_card(*parts)
