"""What the room sees of a consultation: who voted, what each college supports, and on what they could agree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import write_list, write_table, write_tag
from alpsat_geo.report.minutes import (
    Minutes,
    list_groups,
    list_lives,
    list_priorities,
    list_reading_rows,
    list_supports,
    say_decision,
)
from alpsat_geo.report.minutes_words import (
    COLLEGE_LABELS,
    format_agreement,
    list_moves,
    say_no_consensus,
    say_too_few,
    say_unrejected,
    write_priorities_note,
)


def write_counts(minutes: Minutes, remaining: str) -> str:
    """Write how many votes are shown, in all and by college, and how long votes are taken."""
    summary = minutes.answer.summary
    count = summary.everyone.participant_count if summary.everyone else 0
    word = choose_plural("vote compté", "votes comptés", count)
    items = "".join(
        f"<li>{escape(_(COLLEGE_LABELS[college]))} "
        f"{write_tag('b', say_too_few() if group is None else format_number(group.participant_count))}</li>"
        for college, group in summary.by_college
    )
    total = f"<p><b>{escape(format_number(count))}</b> {escape(word)}</p>"
    return f'<div class="ag-counts">{total}<ul>{items}</ul>{write_tag("p", remaining, "ag-remaining")}</div>'


def write_subject(minutes: Minutes) -> str:
    """Write what is compared and weighed, while the room waits for votes."""
    compared, weighed = _("Ce que l'on compare"), _("Ce que l'on pèse")
    scenarios = "".join(write_tag("li", name) for name in minutes.scenario_names)
    lines = "".join(f"<li>{write_tag('b', line.label)} : {escape(line.swing)}</li>" for line in minutes.weighed)
    return (
        f'<div class="ag-card ag-subject">{write_tag("h3", compared)}'
        f'<ul class="ag-list">{scenarios}</ul>{write_tag("h3", weighed)}'
        f'<ul class="ag-list">{lines}</ul></div>'
    )


def write_results(minutes: Minutes) -> str:
    """Write the ranking of the scenarios, the one that no college rejects, and who would have to move."""
    name, sentence = say_unrejected(minutes.answer, minutes.scenario_names)
    if minutes.answer.support is None:
        waiting = write_tag("strong", _("En attente de votes"))
        return f'<div class="ag-verdict">{waiting}{write_tag("span", sentence)}</div>{write_subject(minutes)}'
    over = _("Le scénario qu'aucun collège ne rejette")
    verdict = write_tag("strong", name or say_no_consensus())
    heading = write_tag("h3", _("Qui devrait bouger, et de combien"))
    moves = "".join(
        f"<li>{write_tag('b', _(COLLEGE_LABELS[college]))} : {escape(move)}</li>"
        for college, move in list_moves(minutes.answer, minutes.scenario_names, minutes.labels)
    )
    return (
        f'<div class="ag-results">{_write_supports(minutes)}'
        f'<div class="ag-agreement"><div class="ag-verdict">'
        f"{write_tag('span', over, 'ag-over')}{verdict}"
        f"{write_tag('span', sentence)}</div>{_write_decision(minutes)}"
        f'<div class="ag-card">{heading}<ul class="ag-list">{moves}</ul></div></div></div>'
    )


def _write_decision(minutes: Minutes) -> str:
    """Write what a verdict is never given without: cost and spaces of each scenario, then the other readings."""
    lives = write_tag("h3", _("Ce que cela coûte, et si cela vit")) + write_list(list_lives(minutes))
    title, caption = _("Sans les votes : toutes les priorités possibles"), say_decision(minutes)
    headings = [_("Façon de lire"), *minutes.scenario_names, _("À noter")]
    table = write_table(caption, headings, list_reading_rows(minutes))
    return f'<div class="ag-card">{lives}{write_tag("h3", title)}{table}</div>'


def write_priorities(minutes: Minutes) -> str:
    """Write the table of the priorities: medians, spread and agreement of each group; nothing before there is one."""
    groups = list_groups(minutes)
    if not groups:
        return ""
    note = write_priorities_note(groups)
    agreements = [_("Accord entre les votants"), *(format_agreement(group) for _label, group in groups)]
    headings = [minutes.heading, *(label for label, _group in groups)]
    table = write_table(_("Points, valeur du milieu"), headings, [*list_priorities(minutes), agreements])
    title = write_tag("h3", _("Les priorités de chaque collège"))
    return f'<div class="ag-priorities">{title}{write_tag("p", note)}{table}</div>'


def _write_supports(minutes: Minutes) -> str:
    labels = [label for label, _group in list_groups(minutes)]
    rows = list_supports(minutes)
    leaders = [max(shares[g] for _place, shares in rows) for g in range(len(labels))]
    head = "".join(write_tag("th", label) for label in (_("Scénario"), *labels)).replace("<th>", '<th scope="col">')
    body = "".join(
        f'<tr><th scope="row">{escape(minutes.scenario_names[place])}</th>'
        + "".join(_write_share(share, leader) for share, leader in zip(shares, leaders, strict=True))
        + "</tr>"
        for place, shares in rows
    )
    title = _("Qui arriverait premier, avec les priorités de chacun")
    note = _("Part des simulations où le scénario arrive premier (priorités d'un votant, inconnues du modèle).")
    return (
        f'<div class="ag-supports">{write_tag("h3", title)}{write_tag("p", note)}'
        f'<div class="ag-table-box" tabindex="0" role="region" aria-label="{escape(title)}"><table class="ag-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></div>"
    )


def _write_share(share: float, leader: float) -> str:
    css = ' class="ag-leads"' if share == leader else ""
    bar = f'<i style="width:{100 * share:.0f}%"></i>'
    return f'<td{css}><span class="ag-share">{bar}{escape(format_share(share))}</span></td>'


def write_own_vote(labels: Sequence[str], weights: Sequence[float], texts: Sequence[str]) -> str:
    """Write what one participant answered, to that participant alone."""
    rows = "".join(
        f'<li><b>{escape(label)}</b><span>{escape(text)}</span><em><i style="width:{100 * weight:.0f}%"></i></em></li>'
        for label, weight, text in zip(labels, weights, texts, strict=True)
    )
    return f'<ul class="ag-own">{rows}</ul>'
