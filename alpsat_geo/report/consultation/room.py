"""What the room sees of a consultation: who voted, what each college supports, and on what they could agree."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    make_scrollable,
    put_in_card,
    write_list,
    write_pair,
    write_table,
    write_tag,
)
from alpsat_geo.report.minutes import (
    Minutes,
    count_paper,
    list_groups,
    list_lives,
    list_priorities,
    list_reading_rows,
    list_supports,
    say_authentication,
    say_decision,
)
from alpsat_geo.report.minutes_words import (
    COLLEGE_LABELS,
    format_agreement,
    list_moves,
    say_agreement,
    say_paper,
    say_too_few,
    write_priorities_note,
)


def write_counts(minutes: Minutes, remaining: str) -> Markup:
    """Write how many votes are shown, in all and by college, and how long votes are taken."""
    summary = minutes.answer.summary
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


def write_subject(minutes: Minutes) -> Markup:
    """Write what is compared and weighed, while the room waits for votes."""
    lines = (write_pair(line.label, line.swing) for line in minutes.weighed)
    return put_in_card(
        write_tag("h3", _("Ce que l'on compare")),
        write_list(minutes.scenario_names),
        write_tag("h3", _("Ce que l'on pèse")),
        write_list(lines),
        css="ag-subject",
    )


def write_results(minutes: Minutes) -> Markup:
    """Write the ranking of the scenarios, the one that no college rejects, and who would have to move."""
    found = say_agreement(minutes.answer, minutes.scenario_names)
    if minutes.answer.support is None:
        return frame_verdict(found.answer, found.sentence) + write_subject(minutes)
    verdict = (
        write_tag("span", found.heading, "ag-over"),
        write_tag("strong", found.answer),
        write_tag("span", found.sentence),
    )
    heading = write_tag("h3", _("Points que chaque groupe devrait déplacer pour un compromis"))
    moves = (
        write_pair(_(COLLEGE_LABELS[college]), move)
        for college, move in list_moves(minutes.answer, minutes.scenario_names, minutes.labels)
    )
    asked = write_tag("div", (write_tag("div", verdict, "ag-verdict"), put_in_card(heading, write_list(moves))))
    agreement = write_tag("div", (asked, _write_decision(minutes)), "ag-agreement")
    return write_tag("div", (_write_supports(minutes), agreement), "ag-results")


def _write_decision(minutes: Minutes) -> Markup:
    """Write what a verdict is never given without: cost and spaces of each scenario, then the other readings."""
    lives = write_tag("h3", _("Ce que cela coûte, et si cela vit")), write_list(list_lives(minutes))
    title, caption = _("Sans les votes : toutes les priorités possibles"), say_decision(minutes)
    headings = [_("Façon de lire"), *minutes.scenario_names, _("À noter")]
    table = write_table(caption, headings, list_reading_rows(minutes))
    return put_in_card(*lives, write_tag("h3", title), table)


def write_priorities(minutes: Minutes) -> Markup:
    """Write the table of the priorities: medians, spread and agreement of each group; nothing before there is one."""
    groups = list_groups(minutes)
    if not groups:
        return Markup()
    note = write_priorities_note(groups)
    agreements = [_("Accord entre les votants"), *(format_agreement(group) for _label, group in groups)]
    headings = [minutes.heading, *(label for label, _group in groups)]
    table = write_table(_("Points, valeur du milieu"), headings, [*list_priorities(minutes), agreements])
    title = write_tag("h3", _("Les priorités de chaque groupe"))
    return write_tag("div", (title, write_tag("p", note), table), "ag-priorities")


def _write_supports(minutes: Minutes) -> Markup:
    labels = [label for label, _group in list_groups(minutes)]
    rows = list_supports(minutes)
    leaders = [max(shares[g] for _place, shares in rows) for g in range(len(labels))]
    head = write_tag("tr", (write_tag("th", label, scope="col") for label in (_("Scénario"), *labels)))
    body = (
        write_tag(
            "tr",
            [
                write_tag("th", minutes.scenario_names[place], scope="row"),
                *(_write_share(share, leader) for share, leader in zip(shares, leaders, strict=True)),
            ],
        )
        for place, shares in rows
    )
    title = _("Qui arriverait premier, avec les priorités de chacun")
    note = _("Part des simulations où le scénario arrive premier (priorités d'un votant et hypothèses au hasard).")
    table = write_tag("table", (write_tag("thead", head), write_tag("tbody", body)), "ag-table", aria_label=title)
    parts = write_tag("h3", title), write_tag("p", note), make_scrollable(title, table)
    return write_tag("div", parts, "ag-supports")


def _write_share(share: float, leader: float) -> Markup:
    bar = write_tag("span", "", "ag-mark", style=f"width:{100 * share:.0f}%")
    written = write_tag("span", (bar, format_share(share)), "ag-share")
    return write_tag("td", written, "ag-leads" if format_share(share) == format_share(leader) else "")


def write_own_vote(labels: Sequence[str], weights: Sequence[float], texts: Sequence[str]) -> Markup:
    """Write what one participant answered, to that participant alone."""
    rows = (
        join_parts(
            write_tag("b", label),
            write_tag("span", text),
            write_tag("span", write_tag("span", "", "ag-mark", style=f"width:{100 * weight:.0f}%"), "ag-gauge"),
        )
        for label, weight, text in zip(labels, weights, texts, strict=True)
    )
    return write_list(rows, "ag-own")
