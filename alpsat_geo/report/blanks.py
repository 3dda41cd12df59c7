"""What a territory does not know yet, and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from alpsat_geo.domain.blanks import BLANK_SENTENCE, ROLE_NAMES, SPACES_SENTENCE, BlankError
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, put_in_notice

if TYPE_CHECKING:
    # The web door tells of blanks too, and opens before the libraries of the model are loaded.
    from alpsat_geo.domain.territory import Territory
    from alpsat_geo.project import Project

UNLISTED_SPACES = N_(
    "Personne n'a encore recensé les espaces de travail de ce territoire : le classement n'en compte aucun."
)


def tell_blanks(error: BlankError) -> str:
    """Say what is missing before anything is ranked, and how to fetch it."""
    if not error.blanks:
        return _(SPACES_SENTENCE)
    return _(BLANK_SENTENCE).format(blanks=", ".join(map(_, error.blanks)), key=error.territory_key)


def write_blanks(project: Project) -> Markup:
    """Write why nothing of a project is ranked, in a notice; nothing where all that is needed is there."""
    if not project.blanks:
        return Markup()
    return put_in_notice("status", tell_blanks(BlankError(project.territory.key, project.blanks)))


def name_blanks(territory: Territory, roles: Collection[str] = tuple(ROLE_NAMES)) -> str:
    """Name what is awaited among some roles; empty where nothing is."""
    return ", ".join(_(name) for role, name in ROLE_NAMES.items() if role in roles and role in territory.awaited)


def tell_awaited(territory: Territory) -> tuple[str, ...]:
    """Say all that is awaited, in one sentence; none where nothing is."""
    named = name_blanks(territory)
    return (_("Pas encore de données : {blanks}.").format(blanks=named),) if named else ()
