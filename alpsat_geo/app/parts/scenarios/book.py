"""The person's own scenarios: kept for the visit, written in the address, saved when asked.

Every page may add one; the pickers offer them beside the embedded ones. The address carries them whole, so that
opening a link makes a copy, and nothing is public that nobody saved; one that is long and saved is named by its record.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.scenarios.archive import fetch_own, save_own
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.domain.scenario import NAME_LENGTH, ActionChoice, Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import OWN_AT_MOST, OWN_LENGTH, SCENARIOS_AT_MOST
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, choose_plural, quote
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.scenarios.check import check_actions
from alpsat_geo.report.scenarios.own import (
    Book,
    OwnScenario,
    bring_back,
    detach,
    drop_notes,
    follow_step,
    has_notes,
    record_change,
    replace_action,
    take_back,
)
from alpsat_geo.sources.scenario_code import SHORT_LENGTH, decode_scenario, encode_scenario, write_key

if TYPE_CHECKING:
    from alpsat_geo.store.stored_scenario import StoredScenario

_BOOK, _MESSAGE = "carnet", "carnet_message"
_RECORD_PREFIX = "id."


def say(sentence: str) -> None:
    """Leave a French sentence for the page that shows the own scenarios."""
    state.keep(_MESSAGE, sentence)


def read_book() -> Book:
    """Return the own scenarios of this visit; at its first run, those that the address carries."""
    book = state.recall(_BOOK)
    if isinstance(book, Book):
        return book
    opened: list[OwnScenario] = []
    taken = {scenario.key for scenario in load_project().scenarios}
    for reference in state.read_state().own:
        try:
            own = _open_reference(reference)
        except AlpSatError as error:
            state.add_notice(tell_error(error))
            continue
        if own.scenario.key in taken:
            key = write_key(own.scenario.key, taken)
            own = dataclasses.replace(own, scenario=dataclasses.replace(own.scenario, key=key), is_saved=False)
        taken.add(own.scenario.key)
        opened.append(own)
    book = Book(tuple(opened))
    state.keep(_BOOK, book)
    return book


def reopen_book() -> None:
    """Open again what the address carries, when another address took its place."""
    state.keep(_BOOK, None)


def join_own(project: Project) -> Project:
    """Return the project with the own scenarios that can be computed, after the embedded ones."""
    own = tuple(entry.scenario for entry in read_book().entries if is_sound(project, entry.scenario))
    return project.add_scenarios(own) if own else project


def list_left_out(joined: Project) -> tuple[str, ...]:
    """List the names of the own scenarios that a joined project leaves out: one of their actions is at fault."""
    keys = {scenario.key for scenario in joined.scenarios}
    return tuple(own.scenario.name for own in read_book().entries if own.scenario.key not in keys)


def is_sound(project: Project, scenario: Scenario) -> bool:
    """Tell whether the model accepts every action of a scenario."""
    return not any(check_actions(project, scenario))


def read_draft() -> OwnScenario | None:
    """Return the scenario that is being built, if any."""
    return read_book().find(state.read_state().draft)


def add(scenario: Scenario) -> str:
    """Add a scenario to the person's own; it becomes the one being built.

    Parameters
    ----------
    scenario : Scenario
        Its key is kept when nobody has it, else one is made of it.

    Returns
    -------
    str
        The key under which the pickers offer it.

    Raises
    ------
    InputError
        When there are too many own scenarios already.
    """
    return add_own(OwnScenario(scenario))


def add_own(own: OwnScenario) -> str:
    """Add a scenario with the record that it comes from; see `add`."""
    book = read_book()
    if len(book.entries) >= OWN_AT_MOST:
        message = _("Vous avez déjà {count} scénarios : retirez-en un avant d'en ajouter.")
        raise InputError(message.format(count=OWN_AT_MOST))
    known = (*load_project().scenarios, *(entry.scenario for entry in book.entries))
    name = _find_free_name(own.scenario.name, {other.name for other in known})
    key = write_key(own.scenario.key, {other.key for other in known})
    scenario = dataclasses.replace(own.scenario, key=key, name=name)
    # A new name is a change: the record, if there is one, holds the former.
    is_saved = own.is_saved and name == own.scenario.name
    _put((*book.entries, dataclasses.replace(own, scenario=scenario, is_saved=is_saved)), draft=key, step=0)
    return key


def change(scenario: Scenario, *, is_redrawn: bool = False, step: int | None = None) -> None:
    """Replace an own scenario by another of the same key.

    Parameters
    ----------
    scenario : Scenario
    is_redrawn : bool
        Whether the widgets on screen must take their values from it again.
    step : int, optional
        Action to open, from 1; 0 closes them all.
    """
    book = read_book()
    entries = tuple(
        dataclasses.replace(own, scenario=scenario, is_saved=False) if own.scenario.key == scenario.key else own
        for own in book.entries
    )
    opened = {} if step is None else {"step": step}
    if entries != book.entries:
        _put(entries, is_redrawn=is_redrawn, **opened)
    elif opened:
        state.change_state(**opened)


@tell_refusal(say)
def change_draft(alter: Callable[[Scenario], Scenario], *, is_redrawn: bool = False, step: int | None = None) -> None:
    """Change the scenario that is being built, from a callback; why it cannot be is said by `take_message`.

    Parameters
    ----------
    alter : function of the scenario
        Returns it changed.
    is_redrawn, step
        As `change`.
    """
    own = read_draft()
    if own is not None:
        change(alter(own.scenario), is_redrawn=is_redrawn, step=step)


def change_action(position: int, alter: Callable[[ActionChoice], ActionChoice], *, is_redrawn: bool = False) -> None:
    """Change one action of the scenario that is being built; see `change_draft`."""

    def alter_there(scenario: Scenario) -> Scenario:
        # A browser may tell of an action that was taken away since.
        if position >= len(scenario.actions):
            return scenario
        return replace_action(scenario, position, alter(scenario.actions[position]))

    change_draft(alter_there, is_redrawn=is_redrawn)


def remove(key: str) -> None:
    """Take an own scenario away from this visit; its record in the store, if any, stays."""
    current = state.read_state()
    entries = tuple(own for own in read_book().entries if own.scenario.key != key)
    scenarios = tuple(chosen for chosen in current.scenarios if chosen != key)
    draft = entries[-1].scenario.key if entries and current.draft == key else current.draft
    _put(entries, draft=draft if entries else "", step=0, scenarios=scenarios)


def undo() -> None:
    """Take back the last change of the own scenarios; the card being edited stays open."""
    _travel(take_back(read_book()))


def redo() -> None:
    """Bring back the last change that was taken back; the card being edited stays open."""
    _travel(bring_back(read_book()))


def _travel(book: Book) -> None:
    current, before = state.read_state(), read_book()
    if book is before:
        return
    state.keep(_BOOK, book)
    opened, draft = before.find(current.draft), book.find(current.draft)
    step = follow_step(opened.scenario.actions, draft.scenario.actions, current.step) if opened and draft else 0
    last = book.entries[-1].scenario.key if book.entries else ""
    _publish(draft=current.draft if draft else last, step=step)


@tell_refusal(say)
def save(key: str) -> None:
    """Save an own scenario in the store; what happened is said by `take_message`."""
    book = read_book()
    own = book.find(key)
    if own is None:
        return
    saved, sentence = save_own(load_project(), own)
    entries = tuple(saved if entry.scenario.key == key else entry for entry in book.entries)
    state.keep(_BOOK, dataclasses.replace(book, entries=entries, generation=book.generation + 1))
    _publish()
    say(sentence)


def follow_record(stored: StoredScenario) -> None:
    """Take what a record holds now, where that record is open: one more change, which can be taken back."""
    entries = tuple(
        dataclasses.replace(
            own,
            scenario=dataclasses.replace(stored.scenario, key=own.scenario.key),
            revision=stored.revision,
            is_saved=stored.scenario.key == own.scenario.key,
        )
        if own.stored_id == stored.id and not own.is_copy
        else own
        for own in read_book().entries
    )
    if entries != read_book().entries:
        _put(entries)


def leave_record(stored_id: str) -> None:
    """Part the own scenarios from a record that is not there any more: they are the person's alone, unsaved."""
    state.keep(_BOOK, detach(read_book(), stored_id))
    _publish()


def leave_missing(kept: Collection[str]) -> bool:
    """Part the own scenarios from the records that are no longer in the library, where another tab may act too.

    Parameters
    ----------
    kept : collection of str
        Ids of the records that are there.

    Returns
    -------
    bool
        Whether there was any; which scenarios are saved no more is said by `take_message`.
    """
    left = [own for own in read_book().entries if own.stored_id and own.stored_id not in kept]
    for own in left:
        leave_record(own.stored_id)
    if left:
        names = ", ".join(quote(own.scenario.name) for own in left)
        sentence = choose_plural(
            "{names} n'est plus dans la bibliothèque : enregistrez ce scénario pour l'y remettre.",
            "{names} ne sont plus dans la bibliothèque : enregistrez ces scénarios pour les y remettre.",
            len(left),
        )
        say(sentence.format(names=names))
    return bool(left)


def select_for_comparison(key: str) -> str:
    """Put a scenario among those compared; when they are four already, it takes the last one's place.

    Alone, it is compared with doing nothing.

    Returns
    -------
    str
        A French sentence that says which scenario gave its place; empty when none did.
    """
    chosen = [other for other in state.read_state().scenarios if other != key] or [DO_NOTHING.key]
    kept, left = chosen[: SCENARIOS_AT_MOST - 1], chosen[SCENARIOS_AT_MOST - 1 :]
    state.change_state(scenarios=(*kept, key))
    names = name_scenarios(join_own(load_project()))
    if not left or not {key, left[0]} <= set(names):
        return ""
    sentence = _("Quatre scénarios se comparent au plus : « {name} » prend la place de « {other} ».")
    return sentence.format(name=names[key], other=names[left[0]])


def stamp(stem: str) -> str:
    """Return the key of a widget that shows an own scenario, as it is drawn now."""
    return f"{stem}_{read_book().generation}"


def is_current(key: str) -> bool:
    """Tell whether a widget's key is of the present drawing.

    A browser may tell once more what a widget held just before it was drawn anew: a callback that
    believed it would bring an older value back.
    """
    return key.endswith(f"_{read_book().generation}")


def redraw(**changes: object) -> None:
    """Draw the widgets anew from the own scenarios, with other choices if any."""
    book = read_book()
    state.keep(_BOOK, dataclasses.replace(book, generation=book.generation + 1))
    state.change_state(**changes)


def take_message() -> str:
    """Return what was last said, once."""
    return str(state.take(_MESSAGE) or "")


def _put(entries: tuple[OwnScenario, ...], *, is_redrawn: bool = True, **changes: object) -> None:
    state.keep(_BOOK, record_change(read_book(), entries, is_redrawn=is_redrawn))
    _publish(**changes)


def _publish(**changes: object) -> None:
    """Write the own scenarios in the address: nobody else reads a scenario before somebody saves it."""
    references, too_long, unnoted = write_references(read_book().entries)
    state.change_state(own=references, **changes)
    if unnoted:
        names = ", ".join(map(quote, unnoted))
        say(_("Les notes de {names} ne tiennent pas dans l'adresse : enregistrez pour les garder.").format(names=names))
    if too_long:
        sentence = choose_plural(
            "L'adresse de cette page ne peut pas contenir {names} : enregistrez ce scénario pour le retrouver après"
            " avoir fermé la page.",
            "L'adresse de cette page ne peut pas contenir {names} : enregistrez ces scénarios pour les retrouver"
            " après avoir fermé la page.",
            len(too_long),
        )
        say(sentence.format(names=", ".join(_("« {name} »").format(name=name) for name in too_long)))


def write_references(entries: Sequence[OwnScenario]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Write what the address carries of own scenarios: each whole, or the id of its record when it is long and saved.

    Returns
    -------
    references : tuple of str
        In the same order, without those for which there is no room.
    too_long : tuple of str
        The names of those.
    unnoted : tuple of str
        The names of those that are there without their notes, for which there was no room.
    """
    references, too_long, unnoted, room = [], [], [], OWN_LENGTH
    for own in entries:
        code = encode_scenario(own.scenario)
        reference = f"{_RECORD_PREFIX}{own.stored_id}" if own.is_saved and len(code) > SHORT_LENGTH else code
        if len(reference) > room and has_notes(own.scenario):
            reference = encode_scenario(drop_notes(own.scenario))
            unnoted += [own.scenario.name] * (len(reference) <= room)
        if len(reference) > room:
            too_long.append(own.scenario.name)
            continue
        room -= len(reference)
        references.append(reference)
    return tuple(references), tuple(too_long), tuple(unnoted)


def _open_reference(reference: str) -> OwnScenario:
    if reference.startswith(_RECORD_PREFIX):
        return fetch_own(reference.removeprefix(_RECORD_PREFIX))
    scenario = decode_scenario(reference)
    if scenario is None:
        raise InputError(
            _("Un scénario du lien n'a pas pu être lu : copiez le lien en entier, ou demandez son fichier YAML.")
        )
    return OwnScenario(scenario)


def _find_free_name(name: str, taken: set[str]) -> str:
    found, number = name[:NAME_LENGTH], 1
    while found in taken:
        number += 1
        ending = f" ({number})"
        found = name[: NAME_LENGTH - len(ending)] + ending
    return found
