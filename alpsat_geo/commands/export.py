"""The ``export`` command: all that was kept for a territory, in files that any program opens; same rows, same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from alpsat_geo.commands.documents import Json
from alpsat_geo.commands.journal import read_journal
from alpsat_geo.commands.saved_corrections import ALONE, list_saved
from alpsat_geo.compute.consultation import summarise_answers
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.consultation.asked import gather_answers, list_asked, name_asked
from alpsat_geo.report.consultation.by_weights import name_weighed, summarise_weights
from alpsat_geo.report.corrections.file import write_csv
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.journal import write_journal_csv
from alpsat_geo.report.minutes_words import COLLEGE_LABELS
from alpsat_geo.sources.scenarios import write_scenario
from alpsat_geo.sources.whole_file import check_folder, write_archive, write_folder
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.place import may_hold_rows
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.stored_scenario import StoredScenario

_NAME_LENGTH: Final = 60


def export(territory: Territory, target: Path) -> dict[str, Json]:
    """Write all that was kept for a territory in a folder, or in one archive when the name ends in ``.zip``.

    Raises
    ------
    InputError
        If the folder of the file is not there.
    WriteError
        If the files cannot be written, or if the folder exists: nothing is replaced or left half.
    StoreError
        If nothing was ever kept here, or if the database does not answer.
    """
    is_archive = target.suffix.lower() == ".zip"
    if is_archive:
        check_folder(target)
    contents = gather_files(territory)
    if is_archive:
        write_archive(target, contents)
    else:
        write_folder(target, contents)
    return {
        "territory": territory.key,
        "target": str(target),
        "files": [{"path": path, "bytes": len(content)} for path, content in contents.items()],
    }


def gather_files(territory: Territory) -> dict[str, bytes]:
    """Return the files, by path and sorted.

    Raises
    ------
    StoreError
        If nothing was ever kept here, or if the database does not answer.
    """
    if not may_hold_rows():
        raise StoreError("Rien n'a été enregistré ici : il n'y a rien à exporter.")
    saved = tuple(one for _number, one in list_saved(territory))
    with closing(Database.connect()) as database:
        files = {
            **_write_scenarios(territory, ScenarioStore(database)),
            "corrections.csv": write_csv(saved, correct_territory(territory, saved)[0]),
            "suivi.csv": _write_follow_up(territory, FollowUpStore(database)),
            "consultations.csv": _write_consultations(territory, ConsultationStore(database)),
        }
    files["journal.csv"] = write_journal_csv(read_journal(None, None, territory.key))
    return dict(sorted(files.items()))


def _write_scenarios(territory: Territory, store: ScenarioStore) -> dict[str, bytes]:
    """Write each version of each scenario, and a table that says which file is which."""
    files: dict[str, bytes] = {}
    rows: list[tuple[object, ...]] = []
    kept = sorted(store.list(territory.key, ALONE), key=_order)
    binned = sorted(store.list_discarded(territory.key, ALONE), key=_order)
    for stored in (*kept, *binned):
        is_binned = stored in binned
        for version in [] if is_binned else store.list_versions(stored.id):
            is_present = version.revision == stored.revision
            scenario = stored.scenario if is_present else store.get_version(stored.id, version.revision)
            path = _name_file(stored, scenario, version.revision, is_present=is_present)
            files[path] = write_scenario(scenario).encode()
            saved_at = version.saved_at.isoformat(timespec="seconds")
            rows.append((path, scenario.name, version.revision, saved_at, version.signature, ""))
        if is_binned:
            path = f"corbeille/{_clean(stored.scenario.key)}-{stored.id[:8]}.yaml"
            files[path] = write_scenario(stored.scenario).encode()
            saved_at = stored.updated_at.isoformat(timespec="seconds")
            rows.append((path, stored.scenario.name, stored.revision, saved_at, stored.signature, "oui"))
    headings = ("Fichier", "Nom", "Version", "Enregistrée le", "Signature", "À la corbeille")
    return {**files, "scenarios.csv": write_csv_table(headings, rows)}


def _order(stored: StoredScenario) -> tuple[str, str]:
    return stored.created_at.isoformat(), stored.id


def _name_file(stored: StoredScenario, scenario: Scenario, revision: int, *, is_present: bool) -> str:
    # Two scenarios may have one key; the first letters of an id do not open it.
    name = f"{_clean(scenario.key)}-{stored.id[:8]}"
    return f"scenarios/{name}.yaml" if is_present else f"scenarios/versions/{name}-v{revision}.yaml"


def _clean(key: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", key.lower())[:_NAME_LENGTH].strip("-") or "scenario"


def _write_follow_up(territory: Territory, store: FollowUpStore) -> bytes:
    """Write one row an observation; a promise of which nothing was observed has one too."""
    observed = store.list_observed_by_promise(territory.key)
    rows: list[tuple[object, ...]] = []
    for kept in store.list_promised(territory.key, ALONE):
        promise = kept.promise
        head = (
            kept.scenario_name,
            promise.indicator_key,
            promise.unit,
            promise.low,
            promise.value,
            promise.high,
            promise.promised_on.isoformat(),
            promise.due_on.isoformat() if promise.due_on else "",
        )
        seen = [one.observation for one in observed.get(kept.id, ())]
        rows.extend((*head, one.observed_on.isoformat(), one.value, one.source, promise.basis) for one in seen)
        if not seen:
            rows.append((*head, "", None, "", promise.basis))
    headings = ("Scénario", "Indicateur", "Unité", "Bas", "Valeur du milieu", "Haut", "Prévu le", "Échéance")
    return write_csv_table((*headings, "Observé le", "Valeur observée", "Source", "Base de la prévision"), rows)


def _write_consultations(territory: Territory, store: ConsultationStore) -> bytes:
    """Write what each consultation asked, and the medians of the groups that are shown; no vote, and no link."""
    rows: list[tuple[object, ...]] = []
    for session in store.list_sessions(territory.key):
        head = (
            session.question,
            session.opened_at.isoformat("T", "minutes"),
            session.ended_at.isoformat("T", "minutes"),
        )
        rows.extend((*head, "", "scénario", scenario.name, None) for scenario in session.scenarios)
        votes = store.list_votes(session.id)
        if session.is_former:
            measure, labels = "points, médiane", name_weighed(session.weighed)
            summary = summarise_weights(session.weighed, votes)
        else:
            measure, labels = "€ par an, médiane", tuple(map(name_asked, list_asked(session.weighed)))
            summary = summarise_answers(*gather_answers(session.weighed, votes))
        groups = [
            ("Toute la salle", summary.everyone),
            *((COLLEGE_LABELS[one], found) for one, found in summary.by_college),
        ]
        for name, group in groups:
            if group is None:
                continue
            rows.append((*head, name, "votes", "", group.participant_count))
            for label, median, unknown in zip(labels, group.medians, group.unknown_counts, strict=True):
                rows.append((*head, name, measure, label, float(median)))
                if not session.is_former:
                    rows.append((*head, name, "je ne sais pas", label, int(unknown)))
    headings = ("Question", "Ouverte le", "Terminée le", "Groupe", "Mesure", "Objet", "Valeur")
    return write_csv_table(headings, rows)


def export_text(done: dict[str, Json]) -> str:
    """Say what `export` wrote."""
    files = done["files"]
    return "\n".join([f"Écrit dans « {done['target']} » :", *_tell_files(files if isinstance(files, list) else [])])


def _tell_files(files: Iterable[Json]) -> Iterator[str]:
    for one in files:
        if isinstance(one, dict):
            yield f"- {one['path']} ({format_number(int(str(one['bytes'])))} octets)"
