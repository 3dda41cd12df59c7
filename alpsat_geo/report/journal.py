"""The journal for people: who, what, and what it was before and after, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from babel.dates import get_timezone

from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.figures import TERRITORY_ZONE, format_moment, format_number, write_exact
from alpsat_geo.report.language import _, begin_upper, choose_plural, join_pair
from alpsat_geo.store.journal_line import DEVICE, MACHINE, JournalLine, Values
from alpsat_geo.store.rights import RIGHTS


def find_instant(day: date, *, is_end: bool = False) -> datetime:
    """Return when a day begins, in Paris; when it ends, for the last day that counts."""
    begun = datetime.combine(day + timedelta(days=1) if is_end else day, time())
    return begun.replace(tzinfo=get_timezone(TERRITORY_ZONE))


def tell_author(line: JournalLine) -> str:
    """Say who: an e-mail, the pseudonym of a device, or the machine itself."""
    if line.author == MACHINE:
        return _("cette machine")
    if line.author.startswith(DEVICE):
        return _("appareil {name}").format(name=line.author.removeprefix(DEVICE))
    return clean_line(line.author)


def tell_act(line: JournalLine) -> str:
    """Say what was done, and to what."""
    # A line may come from a version that knew another act.
    act = begin_upper(_(RIGHTS[line.act].act)) if line.act in RIGHTS else line.act
    return join_pair(act, clean_line(line.label)) if line.label else act


def tell_values(values: Values | None) -> str:
    """Say what something was before or after; empty when there was nothing, or is nothing any more."""
    told = (_TELLERS[key](values[key]) for key in values or () if key in _TELLERS) if values else ()
    return _(" ; ").join(part for parts in told for part in parts)


def _tell_promised(promised: Mapping[str, Any]) -> Iterable[str]:
    for key, (low, value, high) in promised.items():
        bounds = _("{low} à {high}").format(low=write_exact(low), high=write_exact(high))
        yield f"{_name_indicator(key)} {write_exact(value)} ({bounds})"


def _tell_observed(observed: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for one in observed:
        yield _("{indicator}, le {day} : {value} ({source})").format(
            indicator=_name_indicator(one["indicator"]),
            day=f"{date.fromisoformat(one['date']):%d/%m/%Y}",
            value=write_exact(one["value"]),
            source=clean_line(str(one["source"])),
        )


def _name_indicator(key: str) -> str:
    criterion = CRITERIA_BY_KEY.get(key)
    return _(criterion.label) if criterion else key


def _tell_corrections(numbers: Sequence[int]) -> Iterable[str]:
    told = choose_plural("correction n° {numbers}", "corrections n° {numbers}", len(numbers))
    yield told.format(numbers=", ".join(map(str, numbers)))


def _tell_count(label: str) -> Callable[[Any], Iterable[str]]:
    return lambda count: [f"{_(label)} : {format_number(count)}"]


def _tell_names(names: Any) -> Iterable[str]:  # noqa: ANN401 - of scenarios when it opens a vote, a count when it goes
    if isinstance(names, int):
        return _tell_count(N_("scénarios de la corbeille"))(names)
    return [", ".join(clean_line(str(name)) for name in names)]


# By key of what the stores write; what is not here is not told: it is only for programs.
_TELLERS: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "version": lambda number: [_("version {number}").format(number=number)],
    "name": lambda name: [clean_line(str(name))],
    "from_version": lambda number: [_("reprise de la version {number}").format(number=number)],
    "copied_from": lambda _id: [_("copie d'un autre scénario")],
    "in_bin": lambda _is: [_("à la corbeille")],
    "corrections": _tell_corrections,
    "promised": _tell_promised,
    "observed": _tell_observed,
    "paper": lambda number: [_("bulletin n° {number}").format(number=number)],
    "codes": _tell_count(N_("codes de vote")),
    "votes": _tell_count(N_("votes des groupes montrés")),
    "journal_lines": _tell_count(N_("lignes du journal")),
    "consultations": _tell_count(N_("consultations")),
    "scenarios": _tell_names,
    "meetings": _tell_count(N_("réunions")),
}


def list_rows(lines: Iterable[JournalLine]) -> list[tuple[str, str, str, str, str]]:
    """Write one row a line: when, who, what, before, after."""
    return [
        (
            format_moment(line.made_at),
            tell_author(line),
            tell_act(line),
            tell_values(line.before),
            tell_values(line.after),
        )
        for line in lines
    ]


def list_headings() -> tuple[str, ...]:
    """Return the headings of `list_rows`."""
    return _("Quand"), _("Qui"), _("Quoi"), _("Avant"), _("Après")


def write_journal_csv(lines: Iterable[JournalLine]) -> bytes:
    """Write the journal as a table: the same columns, with the number of each line, its instant and its subject."""
    when, who, what, before, after = list_headings()
    headings = (_("N°"), when, who, what, _("Objet"), before, after)
    rows = (
        (
            line.number,
            line.made_at.isoformat(timespec="seconds"),
            tell_author(line),
            tell_act(line),
            line.subject,
            tell_values(line.before),
            tell_values(line.after),
        )
        for line in lines
    )
    return write_csv_table(headings, rows)
