"""The minutes of a consultation: what was asked, what the colleges answered, and no name; as PDF and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_timezone

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.consultation import (
    CONSENSUS_LEAST_AGREEMENT,
    SHOWN_LEAST_COUNT,
    College,
    GroupPriorities,
)
from alpsat_geo.compute.decision import Decision
from alpsat_geo.compute.deliberation import Deliberation
from alpsat_geo.compute.mcda.objectives import Level
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.consultation.weighed import Weighed
from alpsat_geo.report.corrections.told import add_to_note, list_corrections
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.decision import list_readings, name_reading, tell_viability, write_verdict
from alpsat_geo.report.figures import TERRITORY_ZONE, format_moment, format_number, format_share
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.minutes_words import (
    COLLEGE_LABELS,
    count_points,
    format_agreement,
    format_spread,
    list_moves,
    list_unrejected,
    say_agreement,
    say_paper,
    say_too_few,
    write_priorities_note,
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
    scenario_names : tuple of str, length S
    level : {"objectives", "criteria"}
    weighed : tuple of Weighed, length C
    answer : Deliberation
    problem, territory : DecisionProblem, Territory
        Under which the scenarios were evaluated.
    decision : Decision
        Of the same scenarios, whatever the votes.
    project_names : mapping of scenario key to str
        Of every scenario that the decision reads.
    paper_by_college : mapping of College to int
        Votes cast on paper, of the colleges that are shown only.
    codes_per_college : int or None
        One-time codes that were made for each college; None where the room is open.
    """

    question: str
    opened_at: datetime
    ended_at: datetime
    scenario_names: tuple[str, ...]
    level: Level
    weighed: tuple[Weighed, ...]
    answer: Deliberation
    problem: DecisionProblem
    territory: Territory
    decision: Decision
    project_names: Mapping[str, str]
    paper_by_college: Mapping[College, int]
    codes_per_college: int | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of what is weighed, in order."""
        return tuple(line.label for line in self.weighed)

    @property
    def heading(self) -> str:
        """What the lines of the priorities are, at the head of their column."""
        return _("Objectif") if self.level == "objectives" else _("Critère")

    @property
    def day(self) -> date:
        """Day on which the vote ended, in Paris."""
        return self.ended_at.astimezone(get_timezone(TERRITORY_ZONE)).date()


def list_groups(minutes: Minutes) -> list[tuple[str, GroupPriorities]]:
    """List everyone, then each college that is shown, with its label; a single college is everyone; empty: none is."""
    summary = minutes.answer.summary
    if summary.everyone is None:
        return []
    groups = [(_(COLLEGE_LABELS[college]), group) for college, group in summary.by_college if group is not None]
    return groups if len(groups) == 1 else [(_("Toute la salle"), summary.everyone), *groups]


def count_paper(minutes: Minutes) -> list[int]:
    """Count the votes cast on paper in each of `list_groups`."""
    counts = [minutes.paper_by_college.get(college, 0) for college, group in minutes.answer.summary.by_college if group]
    return counts if len(counts) <= 1 else [sum(counts), *counts]


def list_priorities(minutes: Minutes) -> list[list[str]]:
    """Write one row a label: itself, then median points and spread of each group of `list_groups`."""
    groups = [group for _label, group in list_groups(minutes)]
    return [
        [label, *(format_spread(float(group.median[c]), _find_quartiles(group, c)) for group in groups)]
        for c, label in enumerate(minutes.labels)
    ]


def list_supports(minutes: Minutes) -> list[tuple[int, list[float]]]:
    """List scenarios from the most to the least supported by everyone: place, then share of each of `list_groups`."""
    answer = minutes.answer
    if answer.support is None:
        return []
    shown = [stance.support for stance in answer.shown]
    told = shown if len(shown) == 1 else [answer.support, *shown]
    shares = [[float(support[s]) for support in told] for s in range(answer.support.size)]
    return sorted(enumerate(shares), key=lambda row: (-row[1][0], row[0]))


def say_decision(minutes: Minutes) -> str:
    """Say who arrives first whatever the votes: in which readings, or that nobody does."""
    return write_verdict(minutes.decision.verdict, minutes.project_names)


def list_lives(minutes: Minutes) -> list[str]:
    """Say what each scenario costs, and whether its spaces live."""
    return [
        join_pair(name, tell_viability(viability, minutes.problem, minutes.territory)) + "."
        for name, viability in zip(minutes.scenario_names, minutes.decision.viabilities, strict=True)
    ]


def list_reading_rows(minutes: Minutes) -> list[tuple[str, ...]]:
    """Write one row a reading: its name, the share of first places of each scenario, and who beats the leader."""
    return list_readings(minutes.decision.readings, minutes.project_names)


def write_minutes_pdf(minutes: Minutes) -> bytes:
    """Set the minutes as an accessible PDF; the same minutes give the same bytes."""
    return compile_pdf(_TEMPLATE, _list_content(minutes), minutes.day)


def write_minutes_csv(minutes: Minutes) -> bytes:
    """Write the figures of the minutes, one a row; a cell stays empty where nothing is told."""
    headings = [_("Rubrique"), _("Groupe consulté"), _("Objet"), _("Mesure"), _("Valeur")]
    return write_csv_table(headings, _list_rows(minutes))


def _list_content(minutes: Minutes) -> dict[str, Content]:
    groups = list_groups(minutes)
    labels = [label for label, _group in groups]
    agreement = say_agreement(minutes.answer, minutes.scenario_names)
    is_divided = bool(groups) and not agreement.is_consensus
    moves = list_moves(minutes.answer, minutes.scenario_names, minutes.labels)
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
        "part_headings": [_("Groupe consulté"), _("Votes"), _("Accord entre les votants (de 0 à 1)")],
        "part_rows": _list_participants(minutes),
        "part_note": f"{say_authentication(minutes)} "
        + _(
            "Aucun nom n'est demandé ni gardé. Un groupe de moins de {count} votes n'est ni montré ni compté, même"
            " dans les totaux. Accord (W de Kendall) : 0, aucun ; 1, tous classent de même ; sous {limit}, pas de"
            " consensus."
        ).format(count=SHOWN_LEAST_COUNT, limit=format_number(CONSENSUS_LEAST_AGREEMENT, 1)),
        "support_heading": _("Ce que chaque groupe soutient"),
        "support_headings": [_("Scénario"), *labels],
        "support_rows": [
            [minutes.scenario_names[place], *map(format_share, shares)] for place, shares in list_supports(minutes)
        ],
        "support_note": _(
            "Part des simulations où le scénario arrive premier : à chacune, les priorités d'un votant et les"
            " hypothèses au hasard (saison : hiver, trajet accepté : 20 min)."
        ),
        "unrejected_heading": agreement.heading,
        "unrejected": f"{agreement.answer}. {agreement.sentence}" if is_divided else agreement.sentence,
        "decision_heading": _("Sans les votes : toutes les priorités possibles"),
        "decision": say_decision(minutes),
        "lives": list_lives(minutes),
        "readings_headings": [_("Façon de lire"), *minutes.scenario_names, _("À noter")],
        "readings_rows": list_reading_rows(minutes),
        "moves_heading": _("Points que chaque groupe devrait déplacer pour un compromis"),
        "moves": [join_pair(_(COLLEGE_LABELS[college]), sentence) for college, sentence in moves],
        "priorities_heading": _("Les priorités"),
        "priorities_headings": [minutes.heading, *labels],
        "priorities_rows": list_priorities(minutes),
        "priorities_note": write_priorities_note(groups),
        "weighed_heading": _("Ce que l'on pesait"),
        "weighed": [join_pair(line.label, line.swing) + "." for line in minutes.weighed],
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
        for college, group in minutes.answer.summary.by_college
        if group is not None
    ]
    if not served:
        return codes
    sentences = [codes, _("Codes utilisés, par groupe montré : {served}.").format(served=_(" ; ").join(served))]
    if any(paper.values()):
        sentences.append(_("Les votes sur papier, saisis par l'animation, n'en prennent pas."))
    return " ".join(sentences)


def _list_participants(minutes: Minutes) -> list[list[str]]:
    summary, paper = minutes.answer.summary, minutes.paper_by_college
    rows = [
        [_(COLLEGE_LABELS[college]), say_too_few(), _("non montré")]
        if group is None
        else [_(COLLEGE_LABELS[college]), _count(group, paper.get(college, 0)), format_agreement(group)]
        for college, group in summary.by_college
    ]
    everyone = summary.everyone
    if everyone is not None and len(list_groups(minutes)) > 1:
        rows.append([_("Toute la salle"), _count(everyone, count_paper(minutes)[0]), format_agreement(everyone)])
    return rows


def _count(group: GroupPriorities, paper_count: int) -> str:
    return " ".join(filter(None, (format_number(group.participant_count), say_paper(paper_count))))


def _find_quartiles(group: GroupPriorities, place: int) -> tuple[float, float] | None:
    return None if group.quartiles is None else (float(group.quartiles[0][place]), float(group.quartiles[1][place]))


def _list_rows(minutes: Minutes) -> Iterator[tuple[str | float | None, ...]]:
    answer = minutes.answer
    yield _("consultation"), "", "", _("question"), minutes.question
    yield _("consultation"), "", "", _("ouverture"), minutes.opened_at.isoformat(timespec="seconds")
    yield _("consultation"), "", "", _("fin"), minutes.ended_at.isoformat(timespec="seconds")
    yield _("consultation"), "", "", _("ce que le vote pèse"), minutes.heading
    yield _("consultation"), "", "", _("qui pouvait voter"), say_authentication(minutes)
    for told in list_corrections(minutes.territory):
        yield _("consultation"), "", "", _("correction aux données"), told
    for college, group in answer.summary.by_college:
        label = _(COLLEGE_LABELS[college])
        if group is None:
            yield _("participation"), label, "", _("votes"), say_too_few()
    for (label, group), paper_count in zip(list_groups(minutes), count_paper(minutes), strict=True):
        yield _("participation"), label, "", _("votes"), float(group.participant_count)
        yield _("participation"), label, "", _("dont votes sur papier"), float(paper_count)
        yield _("participation"), label, "", _("accord (W de Kendall)"), group.agreement
        for c, line in enumerate(minutes.labels):
            yield _("priorités"), label, line, _("médiane des points"), count_points(float(group.median[c]))
            quartiles = _find_quartiles(group, c)
            if quartiles is not None:
                yield _("priorités"), label, line, _("premier quartile"), count_points(quartiles[0])
                yield _("priorités"), label, line, _("troisième quartile"), count_points(quartiles[1])
    labels = [label for label, _group in list_groups(minutes)]
    measure = _("part des simulations où il arrive premier")
    for place, shares in list_supports(minutes):
        for label, share in zip(labels, shares, strict=True):
            yield _("soutien"), label, minutes.scenario_names[place], measure, share
    yield from _list_move_rows(minutes)
    yield from _list_decision_rows(minutes, measure)


def _list_decision_rows(minutes: Minutes, measure: str) -> Iterator[tuple[str | float | None, ...]]:
    yield _("verdict"), "", "", _("toutes les lectures"), say_decision(minutes)
    for name, told in zip(minutes.scenario_names, list_lives(minutes), strict=True):
        yield _("verdict"), "", name, _("coût et espaces"), told
    for reading in minutes.decision.readings:
        for key, name in zip(minutes.decision.readings[0].keys, minutes.scenario_names, strict=True):
            how = _("lecture : {name}").format(name=name_reading(reading))
            yield how, "", name, measure, reading.first_share(key)


def _list_move_rows(minutes: Minutes) -> Iterator[tuple[str | float | None, ...]]:
    answer = minutes.answer
    if answer.unrejected is None:
        return
    name = minutes.scenario_names[answer.unrejected]
    for place in list_unrejected(answer):
        level = minutes.scenario_names[place]
        yield _("accord possible"), "", level, _("meilleur compromis entre les groupes"), None
    for college, stance in answer.stances:
        if stance is not None:
            share = None if stance.shift is None else 100 * stance.shift.share
            yield _("accord possible"), _(COLLEGE_LABELS[college]), name, _("points à déplacer"), share
