"""What the room sees of a consultation: who voted, where the colleges stand on the choice map, and their medians."""

from __future__ import annotations

from collections.abc import Iterable

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.compute.deliberation import Support
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    put_in_card,
    write_list,
    write_table,
    write_tag,
)
from alpsat_geo.report.minutes import (
    Minutes,
    count_paper,
    list_groups,
    list_lines,
    list_medians,
    list_questions,
    list_supports,
    say_asked,
    say_authentication,
    write_note,
)
from alpsat_geo.report.minutes_words import COLLEGE_LABELS, format_agreement, say_agreement, say_paper, say_too_few
from alpsat_geo.report.plots.choice_map import Dot, draw_choice_map


def write_counts(minutes: Minutes, remaining: str) -> Markup:
    """Write how many votes are shown, in all and by college, and how long votes are taken."""
    summary = minutes.summary
    count = summary.everyone.participant_count if summary.everyone else 0
    word = choose_plural("vote compté", "votes comptés", count)
    paper = say_paper(next(iter(count_paper(minutes)), 0))
    colleges = [
        (_(COLLEGE_LABELS[college]), say_too_few() if group is None else format_number(group.participant_count))
        for college, group in summary.by_college
    ]
    parts = (
        write_tag("p", (write_tag("b", format_number(count)), f" {word} {paper}".rstrip())),
        write_list((join_parts(f"{label} ", write_tag("b", counted)) for label, counted in colleges), ""),
        write_tag("p", say_authentication(minutes), "ag-note"),
        write_tag("p", remaining, "ag-remaining"),
    )
    return write_tag("div", parts, "ag-counts")


def write_results(minutes: Minutes) -> Markup:
    """Write what the answers support, on the choice map and in numbers; what is asked, while the room waits."""
    if minutes.summary.everyone is None:
        found = say_agreement(None, minutes.names)
        return frame_verdict(found.answer, found.sentence) + _write_subject(minutes)
    support = minutes.support
    if support is None or not support.answer_count:
        return Markup()
    found = say_agreement(support, minutes.names)
    counted = write_table(
        join_pair(_("Accord"), format_agreement(support)),
        [_("Programme"), _("Réponses")],
        [[name, format_number(count)] for name, count in list_supports(minutes)],
    )
    verdict = write_tag("div", (write_tag("strong", found.answer), write_tag("span", found.sentence)), "ag-verdict")
    figures = write_tag("p", minutes.answer), write_list(list_lines(minutes))
    drawn = write_tag("div", (_draw_map(minutes, support), put_in_card(*figures)), "ag-choice-map")
    return write_tag("div", (drawn, write_tag("div", (verdict, put_in_card(counted)))), "ag-results")


def write_priorities(minutes: Minutes) -> Markup:
    """Write the table of the medians of each group, and who does not know; nothing before there is one."""
    groups = list_groups(minutes)
    if not groups:
        return Markup()
    headings = [say_asked(minutes), *(label for label, _group in groups)]
    table = write_table(write_note(minutes), headings, list_medians(minutes))
    return write_tag("div", (write_tag("h3", _("Les priorités de chaque groupe")), table), "ag-priorities")


def write_own_vote(answers: Iterable[tuple[str, str]]) -> Markup:
    """Write what one participant answered, to that participant alone: what was asked, and the answer."""
    rows = (join_parts(write_tag("b", asked), write_tag("span", answer)) for asked, answer in answers)
    return write_list(rows, "ag-own")


def _write_subject(minutes: Minutes) -> Markup:
    return put_in_card(
        write_tag("h3", _("Ce que l'on compare")),
        write_list(minutes.scenario_names),
        write_tag("h3", say_asked(minutes)),
        write_list(list_questions(minutes)),
        css="ag-subject",
    )


def _draw_map(minutes: Minutes, support: Support) -> Markup:
    dots = [Dot(x, y, COLLEGES.index(college), _(COLLEGE_LABELS[college])) for college, x, y in support.dots]
    return draw_choice_map(support.choice_map, minutes.names, dots=dots)
