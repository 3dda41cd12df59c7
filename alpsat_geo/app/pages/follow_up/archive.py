"""The follow-up in the store: read, written, and what is said when it does not answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.wiring import load_embedded, load_follow_up
from alpsat_geo.app.parts.assumptions_notice import describe_change
from alpsat_geo.app.parts.outage import reach_store
from alpsat_geo.app.parts.scenarios.book import read_book
from alpsat_geo.compute.draws import SEED
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.follow_up.pledge import Pledge, gather_pledges
from alpsat_geo.report.follow_up.verdict import ask_comparison, list_promised_values, tell_promised_verdict
from alpsat_geo.report.language import _
from alpsat_geo.report.settle.facts import SEASON_ROADS
from alpsat_geo.store.indicator import Observation, ObservedValue, Promise

if TYPE_CHECKING:
    from alpsat_geo.store.follow_up import FollowUpStore

_OUTAGE_KEY = "panne_suivi"
_MESSAGE_KEY = "suivi_message"


def read_pledges(project: Project) -> tuple[Pledge, ...]:
    """Read all that was promised and observed of the territory, the latest pledge first.

    Raises
    ------
    StoreError
        If the store cannot be reached.
    """
    with _reach_store() as store:
        return gather_pledges(
            store.list_promised(project.territory.key, find_actor()),
            store.list_observed_by_promise(project.territory.key),
            float(project.baseline.population_count.sum()),
        )


def make_promises(project: Project, current: AppState, scenario: Scenario, due_on: date) -> tuple[Promise, ...]:
    """Compute what a scenario promises: each criterion, then what one more of each result costs.

    The project holds the own scenarios of who asks. What is without object is not promised.
    """
    inquiry = ask_comparison(project, current, scenario)
    basis, verdict, today = describe_basis(project, current), tell_promised_verdict(inquiry, scenario), read_today()
    return tuple(
        Promise(key, unit, one.low, one.value, one.high, today, due_on, basis=basis, verdict=verdict)
        for key, unit, one in list_promised_values(inquiry, scenario)
    )


def describe_basis(project: Project, current: AppState) -> str:
    """Say what a promise is computed with: draws, choices, vintages, and hypotheses that were moved."""
    vintages = sorted(
        {f"{origin.producer} ({_(origin.vintage)})" for origin in project.territory.origins.values() if origin.vintage}
    )
    text = _(
        "Valeur du milieu et fourchette de {draws} simulations (graine {seed}), {roads}, T = {minutes}"
        " min. Données : {data}."
    ).format(
        draws=format_number(project.draws.size),
        seed=SEED,
        roads=_(SEASON_ROADS[current.season]),
        minutes=current.catchment_min,
        data=_(" ; ").join(vintages),
    )
    embedded = load_embedded()
    stated = project.find_stated(embedded)
    moved = [describe_change(embedded.table[key], value) for key, value in project.assumptions if key not in stated]
    text = " ".join((text, *tell_corrections(project.territory)))
    return text + (" " + _("Hypothèses modifiées : {list}.").format(list=_(" ; ").join(moved)) if moved else "")


def keep_promises(project: Project, scenario: Scenario, promises: Sequence[Promise]) -> str:
    """Keep a pledge, with the record of its scenario when it is one's own and saved, and return its id.

    Raises
    ------
    DeniedError, LimitError, InputError, StoreError
    """
    with _reach_store() as store:
        kept = store.promise(scenario, project.territory.key, promises, find_writer(), find_record(scenario))
    return min(value.id for value in kept)


def find_record(scenario: Scenario) -> str | None:
    """Return the record that holds a scenario as it is, if there is one."""
    own = read_book().find(scenario.key)
    return own.stored_id if own is not None and own.is_saved and own.scenario == scenario else None


def keep_observations(batch: Sequence[tuple[str, Observation]]) -> None:
    """Keep observations of several promises, all or none.

    Raises
    ------
    DeniedError, LimitError, ObservationConflictError, InputError, MissingError, StoreError
    """
    with _reach_store() as store:
        store.observe_all(batch, find_writer())


def correct_observation(kept: ObservedValue, submitted: Observation) -> None:
    """Put another value in the place of one that was kept, unless somebody changed it in between.

    Raises
    ------
    DeniedError, LimitError, ObservationConflictError, InputError, MissingError, StoreError
    """
    with _reach_store() as store:
        store.correct(kept.id, submitted.value, submitted.source, kept.revision, find_writer())


def erase_observation(kept: ObservedValue) -> None:
    """Erase an observed value, unless somebody changed it in between.

    Raises
    ------
    DeniedError, LimitError, ObservationConflictError, MissingError, StoreError
    """
    with _reach_store() as store:
        store.erase(kept.id, kept.revision, find_writer())


def withdraw_pledge(pledge: Pledge) -> None:
    """Take back a pledge made by mistake, as long as nothing was observed of it.

    Raises
    ------
    DeniedError, LimitError, InputError, MissingError, StoreError
    """
    with _reach_store() as store:
        store.withdraw(pledge.ids, find_writer())


def read_today() -> date:
    """Return the present day, in UTC."""
    return datetime.now(UTC).date()


def forget_outage() -> None:
    """Ask the store again at once."""
    state.keep(_OUTAGE_KEY, 0.0)


def _reach_store() -> AbstractContextManager[FollowUpStore]:
    sentence = _("La base du suivi ne répond pas : rien n'a été inscrit ni perdu.")
    return reach_store(load_follow_up, _OUTAGE_KEY, sentence)


def say(sentence: str) -> None:
    """Tell something above the page at its next run."""
    state.keep(_MESSAGE_KEY, sentence)


def take_message() -> str:
    """Return what is to be told, once."""
    return str(state.take(_MESSAGE_KEY) or "")
