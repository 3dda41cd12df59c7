"""Corrections of this visit: added to its link, taken out of it, kept for the territory, undone."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.wiring import forget_saved, load_corrections, load_embedded, read_carried
from alpsat_geo.domain.correction import AT_MOST, Correction
from alpsat_geo.domain.errors import AlpSatError, InputError
from alpsat_geo.report.corrections.code import CODE_LENGTH, encode_corrections, read_correction, write_correction
from alpsat_geo.report.language import _
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.corrections import KeptCorrection
from alpsat_geo.store.place import may_hold_rows

_LOG = logging.getLogger(__name__)
_MESSAGE = "corrections_message"


def list_carried() -> tuple[Correction, ...]:
    """Return the corrections that the link of this visit carries."""
    return read_carried(state.read_state().corrections) or ()


def list_journal() -> tuple[tuple[KeptCorrection, Correction], ...]:
    """Return the corrections of the journal, the last made first, each as kept and as read.

    Raises
    ------
    StoreError
        If the database does not answer.
    """
    # Where nobody kept anything, reading makes no database.
    if not may_hold_rows():
        return ()
    pack = load_embedded().territory
    found = ((kept, read_correction(kept.values, pack)) for kept in load_corrections().list(pack.key))
    return tuple((kept, one) for kept, one in found if one is not None)[::-1]


def carry(added: Sequence[Correction]) -> None:
    """Add corrections to the link.

    Raises
    ------
    InputError
        If the link would hold too many.
    """
    carried = (*list_carried(), *(one for one in added if one not in list_carried()))
    code = encode_corrections(carried)
    if len(code) > CODE_LENGTH or len(carried) > AT_MOST:
        raise InputError(
            _("Un lien ne peut pas porter tant de corrections : enregistrez-les, ou gardez-les dans un fichier.")
        )
    state.change_state(corrections=code)


def drop(correction: Correction) -> None:
    """Take a correction out of the link."""
    state.change_state(corrections=encode_corrections([one for one in list_carried() if one != correction]))
    say(_("La correction est retirée : les chiffres sont ceux d'avant."))


def say(sentence: str, *, is_wrong: bool = False) -> None:
    """Tell something above the list at the next run."""
    state.keep(_MESSAGE, (sentence, is_wrong))


@contextmanager
def _changing_saved() -> Iterator[None]:
    """Change what is kept for the territory, or say why not; it is read anew in either case."""
    try:
        yield
    except AlpSatError as error:
        _LOG.warning("%s", error)
        say(tell_error(error), is_wrong=True)
    forget_saved()


@_changing_saved()
def save() -> None:
    """Keep for the territory the corrections that the link carries."""
    values = [write_correction(one) for one in list_carried()]
    load_corrections().apply(load_embedded().territory.key, values, find_writer())
    state.change_state(corrections="")
    say(_("Les corrections sont enregistrées pour le territoire : toutes les pages en tiennent compte."))


@_changing_saved()
def undo(number: int) -> None:
    """Undo a correction of the territory."""
    load_corrections().undo(load_embedded().territory.key, number, find_writer())
    say(_("La correction est annulée : les chiffres sont ceux d'avant. Elle reste dans le journal."))


@_changing_saved()
def redo(correction: Correction) -> None:
    """Keep again a correction that was undone."""
    values = [write_correction(replace(correction, is_saved=False))]
    load_corrections().apply(load_embedded().territory.key, values, find_writer())
    say(_("La correction est de nouveau en vigueur."))


def take_message() -> tuple[str, bool]:
    """Return what is to be told, once, and whether it went wrong."""
    sentence, is_wrong = state.take(_MESSAGE) or ("", False)
    return sentence, is_wrong
