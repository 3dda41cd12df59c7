"""The minutes of a consultation: what was asked, what the colleges answered, and no name; as PDF and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_timezone

from alpsat_geo.compute.consultation import SHOWN_LEAST_COUNT, College, ConsultationSummary, GroupAnswers
from alpsat_geo.compute.criterion import UnitPrice
from alpsat_geo.compute.deliberation import Support
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.told import add_to_note, list_corrections
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.figures import TERRITORY_ZONE, format_moment, format_number
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.minutes_words import (
    COLLEGE_LABELS,
    format_agreement,
    name_programmes,
    say_agreement,
    say_paper,
    say_too_few,
    write_median,
)
from alpsat_geo.report.paper import Content, compile_pdf

_TEMPLATE = "minutes"


@dataclass(frozen=True, slots=True)
class Minutes:
    """A consultation and its answer.

    Attributes
    ----------
    question : str
    opened_at, ended_at : datetime.datetime
        Aware of their zone; the end is the latest possible one while votes are taken.
    scenario_names : tuple of str
        Of what was compared.
    asked : tuple of (str, UnitPrice or None)
        Each result by name, with its price; None of what votes weighed before they were prices.
    summary : ConsultationSummary
    support : Support or None
        None where no axis of the choice map was asked for.
    names : tuple of str, length S
        Of the programmes of the choice map, by row.
    answer : str
        What the figures say without the votes; empty of before.
    lines : tuple of str
        What each of `scenario_names` costs and brings; empty of before.
    territory : Territory
    paper_by_college : mapping of College to int
        Votes cast on paper, of the colleges that are shown only.
    codes_per_college : int or None
        One-time codes that were made for each college; None where the room is open.
    """

    question: str
    opened_at: datetime
    ended_at: datetime
    scenario_names: tuple[str, ...]
    asked: tuple[tuple[str, UnitPrice | None], ...]
    summary: ConsultationSummary
    support: Support | None
    names: tuple[str, ...]
    answer: str
    lines: tuple[str, ...]
    territory: Territory
    paper_by_college: Mapping[College, int]
    codes_per_college: int | None = None

    @property
    def is_former(self) -> bool:
        """Whether votes gave points, before they were prices."""
        return any(price is None for _label, price in self.asked)

    @property
    def day(self) -> date:
        """Day on which the vote ended, in Paris."""
        return self.ended_at.astimezone(get_timezone(TERRITORY_ZONE)).date()


def list_groups(minutes: Minutes) -> list[tuple[str, GroupAnswers]]:
    """List everyone, then each college that is shown, with its label; a single college is everyone; empty: none is."""
    summary = minutes.summary
    if summary.everyone is None:
        return []
    groups = [(_(COLLEGE_LABELS[college]), group) for college, group in summary.by_college if group is not None]
    return groups if len(groups) == 1 else [(_("Toute la salle"), summary.everyone), *groups]


def count_paper(minutes: Minutes) -> list[int]:
    """Count the votes cast on paper in each of `list_groups`."""
    counts = [minutes.paper_by_college.get(college, 0) for college, group in minutes.summary.by_college if group]
    return counts if len(counts) <= 1 else [sum(counts), *counts]


def list_medians(minutes: Minutes) -> list[list[str]]:
    """Write one row a result: itself, then the median of each group of `list_groups`, and who does not know."""
    groups = [group for _label, group in list_groups(minutes)]
    return [
        [label, *(write_median(price, float(group.medians[r]), int(group.unknown_counts[r])) for group in groups)]
        for r, (label, price) in enumerate(minutes.asked)
    ]


def list_supports(minutes: Minutes) -> list[tuple[str, int]]:
    """List how many answers support each programme, the most supported first; then how many are nowhere on the map."""
    support = minutes.support
    if support is None or not support.answer_count:
        return []
    rows = [(name_programmes(programmes, minutes.names), count) for programmes, count in support.counts.items()]
    return [*rows, (_("je ne sais pas"), support.unknown_count)] if support.unknown_count else rows


def list_lines(minutes: Minutes) -> list[str]:
    """Say what each scenario costs and brings."""
    return [f"{join_pair(name, line)}." for name, line in zip(minutes.scenario_names, minutes.lines, strict=False)]


def list_questions(minutes: Minutes) -> list[str]:
    """List the questions, or what votes weighed before."""
    return [label if price is None else _(price.question) for label, price in minutes.asked]


def say_asked(minutes: Minutes) -> str:
    """Name what was asked, at the head of its list."""
    return _("Ce que l'on pesait") if minutes.is_former else _("Ce que l'on demande")


def write_note(minutes: Minutes) -> str:
    """Write how the table of the medians reads."""
    if minutes.is_former:
        return _("Points sur 100, valeur du milieu ; un classement est converti en points.")
    return _("Effort accepté par an, valeur du milieu de ceux qui répondent ; qui ne sait pas ne la déplace pas.")


def write_minutes_pdf(minutes: Minutes) -> bytes:
    """Set the minutes as an accessible PDF; the same minutes give the same bytes."""
    return compile_pdf(_TEMPLATE, _list_content(minutes), minutes.day)


def write_minutes_csv(minutes: Minutes) -> bytes:
    """Write the figures of the minutes, one a row; a cell stays empty where nothing is told."""
    headings = [_("Rubrique"), _("Groupe consulté"), _("Objet"), _("Mesure"), _("Valeur")]
    return write_csv_table(headings, _list_rows(minutes))


def _list_content(minutes: Minutes) -> dict[str, Content]:
    labels = [label for label, _group in list_groups(minutes)]
    found, support = say_agreement(minutes.support, minutes.names), minutes.support
    has_support = support is not None and support.answer_count > 0
    return {
        "title": _("Compte rendu de la consultation"),
        "author": "AlpSat Geo",
        "page_pattern": _("page {page} sur {pages}"),
        "question": minutes.question,
        "dates": add_to_note(
            _("Vote ouvert le {opened}, terminé le {ended} (heure de Paris).").format(
                opened=format_moment(minutes.opened_at), ended=format_moment(minutes.ended_at)
            ),
            minutes.territory,
        ),
        "part_heading": _("Qui a voté"),
        "part_headings": [_("Groupe consulté"), _("Votes")],
        "part_rows": _list_participants(minutes),
        "part_note": f"{say_authentication(minutes)} "
        + _(
            "Aucun nom n'est demandé ni gardé. Un groupe de moins de {count} votes n'est ni montré ni compté, même"
            " dans les totaux."
        ).format(count=SHOWN_LEAST_COUNT),
        "support_heading": _("Ce que les réponses soutiennent"),
        "support": f"{found.answer}. {found.sentence}" if has_support or not labels else "",
        "support_headings": [_("Programme"), _("Réponses")],
        "support_rows": [[name, format_number(count)] for name, count in list_supports(minutes)],
        "support_note": join_pair(_("Accord"), format_agreement(support)) if support and has_support else "",
        "medians_heading": _("Les priorités"),
        "medians_headings": [say_asked(minutes), *labels],
        "medians_rows": list_medians(minutes) if labels else [],
        "medians_note": write_note(minutes),
        "answer_heading": _("Ce que disent les chiffres"),
        "answer": minutes.answer,
        "lines": list_lines(minutes),
        "asked_heading": say_asked(minutes),
        "asked": list_questions(minutes),
        "compared_heading": _("Ce que l'on compare"),
        "compared": list(minutes.scenario_names),
    }


def say_authentication(minutes: Minutes) -> str:
    """Say whether votes are authenticated, and how many codes there were and served, by group that is shown."""
    if minutes.codes_per_college is None:
        return _("Salle ouverte à tous : les votes ne sont pas authentifiés.")
    codes = choose_plural(
        "Votes authentifiés par code à usage unique : {count} code par groupe.",
        "Votes authentifiés par code à usage unique : {count} codes par groupe.",
        minutes.codes_per_college,
    ).format(count=format_number(minutes.codes_per_college))
    paper = minutes.paper_by_college
    served = [
        join_pair(_(COLLEGE_LABELS[college]), format_number(group.participant_count - paper.get(college, 0)))
        for college, group in minutes.summary.by_college
        if group is not None
    ]
    if not served:
        return codes
    sentences = [codes, _("Codes utilisés, par groupe montré : {served}.").format(served=_(" ; ").join(served))]
    if any(paper.values()):
        sentences.append(_("Les votes sur papier, saisis par l'animation, n'en prennent pas."))
    return " ".join(sentences)


def _list_participants(minutes: Minutes) -> list[list[str]]:
    summary, paper = minutes.summary, minutes.paper_by_college
    rows = [
        [_(COLLEGE_LABELS[college]), _count(group, paper.get(college, 0)) if group else say_too_few()]
        for college, group in summary.by_college
    ]
    if summary.everyone is not None and len(list_groups(minutes)) > 1:
        rows.append([_("Toute la salle"), _count(summary.everyone, count_paper(minutes)[0])])
    return rows


def _count(group: GroupAnswers, paper_count: int) -> str:
    return " ".join(filter(None, (format_number(group.participant_count), say_paper(paper_count))))


def _list_rows(minutes: Minutes) -> Iterator[tuple[str | float | None, ...]]:
    about = _("consultation"), "", ""
    yield *about, _("question"), minutes.question
    yield *about, _("ouverture"), minutes.opened_at.isoformat(timespec="seconds")
    yield *about, _("fin"), minutes.ended_at.isoformat(timespec="seconds")
    yield *about, _("qui pouvait voter"), say_authentication(minutes)
    for told in list_corrections(minutes.territory):
        yield *about, _("correction aux données"), told
    for college, group in minutes.summary.by_college:
        if group is None:
            yield _("participation"), _(COLLEGE_LABELS[college]), "", _("votes"), say_too_few()
    yield from _list_group_rows(minutes)
    for name, count in list_supports(minutes):
        yield _("soutien"), "", name, _("réponses"), float(count)
    if minutes.support is not None and minutes.support.answer_count:
        yield _("soutien"), "", "", _("accord"), minutes.support.agreement
    for name, line in zip(minutes.scenario_names, minutes.lines, strict=False):
        yield _("comparaison"), "", name, _("coût et espaces"), line
    if minutes.answer:
        yield _("comparaison"), "", "", _("réponse"), minutes.answer


def _list_group_rows(minutes: Minutes) -> Iterator[tuple[str | float | None, ...]]:
    measure = _("médiane des points") if minutes.is_former else _("médiane, € par an")
    for (label, group), paper_count in zip(list_groups(minutes), count_paper(minutes), strict=True):
        yield _("participation"), label, "", _("votes"), float(group.participant_count)
        yield _("participation"), label, "", _("dont votes sur papier"), float(paper_count)
        for r, (name, price) in enumerate(minutes.asked):
            yield _("priorités"), label, name, measure, float(group.medians[r])
            if price is not None:
                yield _("priorités"), label, name, _("je ne sais pas"), float(group.unknown_counts[r])
