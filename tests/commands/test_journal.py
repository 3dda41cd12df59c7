"""The journal, the purge and the export on the command line: what a database of three years gives, read back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.code import write_correction
from alpsat_geo.report.corrections.file import read_corrections
from alpsat_geo.sources.scenarios import read_scenario
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation, Promise
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.commands.test_corrections import OPEN
from tests.store.writer import make_scenario
from tests.test_main import Run, make_run

__all__ = ["make_run"]

AGENT = Actor(make_token(), role=Role.AGENT, account="agente@petr.example")
LEAD = Actor(make_token(), role=Role.FACILITATOR, account="=anime@petr.example")
DAY = date(2026, 3, 2)
DAYS = [datetime(year, 3, 1, 12, tzinfo=UTC) for year in (2024, 2025, 2026)]
ENTERED = Observation(date(2025, 12, 31), 17.5, "comptage")


@pytest.fixture(name="kept")
def keep(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, territory: Territory) -> list[str]:
    """Keep something of each kind, and return what must never leave: the ids and tokens that open something."""
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    instants = iter(DAYS)
    clock = [next(instants)]
    database = Database.connect(clock=lambda: clock[0])
    scenarios, follow_up, consultations = ScenarioStore(database), FollowUpStore(database), ConsultationStore(database)
    first = scenarios.save(make_scenario(1), territory.key, AGENT)
    binned = scenarios.save(make_scenario(3), territory.key, AGENT)
    scenarios.discard(binned.id, 1, AGENT)
    clock[0] = next(instants)
    scenarios.update(first.id, make_scenario(2), 1, AGENT, "Service habitat")
    promise = Promise("regular_users", "usagers", 12.5, 20.0, 40.0, DAYS[1].date(), DAY, basis="2 000 tirages.")
    (promised, _other) = follow_up.promise(
        make_scenario(2), territory.key, [promise, Promise("equity", "part", 0.1, 0.2, 0.3, DAYS[1].date())], AGENT
    )
    clock[0] = next(instants)
    follow_up.observe_all([(promised.id, ENTERED)], AGENT)
    CorrectionStore(database).apply(territory.key, [write_correction(OPEN)], AGENT)
    session, token = consultations.open_session(
        territory.key,
        "Que soutenir d'abord ?",
        (make_scenario(1), make_scenario(2)),
        ("inhabitant", "user"),
        LEAD,
        duration=timedelta(days=900),
    )
    seats = [make_token() for _ in range(5)]
    for seat, college in zip(seats, ["entreprises"] * 3 + ["lien_social"] * 2, strict=True):
        price = 2_000.0 if college == "entreprises" else 8_000.0
        consultations.vote(session.id, seat, Vote(college, {"inhabitant": price, "user": 500.0}))  # type: ignore[arg-type]
    database.close()
    return [session.id, token, *seats, AGENT.device, LEAD.device]


def read_table(content: str | bytes) -> list[dict[str, str]]:
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.usefixtures("kept")
def test_the_journal_says_who_changed_what_between_two_days(run: Run) -> None:
    code, out, err = run("journal", "--since", "2025-03-01", "--until", "2025-03-01", "--json")
    assert (code, err) == (0, "")
    lines = json.loads(out)["lines"]
    assert [line["act"] for line in lines] == ["FollowUpStore.promise", "ScenarioStore.update"]
    assert lines[1]["before"] == {"version": 1, "name": "Essai n° 1"}
    assert lines[1]["after"] == {"version": 2, "name": "Essai n° 2"}
    assert (lines[1]["author"], lines[1]["made_at"]) == ("agente@petr.example", "2025-03-01T12:00:00+00:00")
    text = run("journal", "--until", "2025-03-01")[1]
    assert len(text.splitlines()) == 5
    assert "agente@petr.example  Enregistrer une nouvelle version d'un scénario" in text
    assert "version 1 ; Essai n° 1 -> version 2 ; Essai n° 2" in text.replace("\xa0", " ").replace("\u202f", " ")
    table = read_table(run("journal", "--csv")[1])
    assert [row["Qui"] for row in table][:2] == ["'=anime@petr.example", "agente@petr.example"], "no formula"
    assert len(table) == len(json.loads(run("journal", "--json")[1])["lines"]) == 8
    for call in (("--since", "hier"), ("--since", "2026-01-01", "--until", "2025-01-01"), ("--csv", "--json")):
        code, out, err = run("journal", *call)
        assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.usefixtures("kept")
def test_a_purge_counts_first_then_deletes_and_says_so(run: Run) -> None:
    counts = {"journal_lines": 3, "consultations": 0, "scenarios": 1, "meetings": 0}
    trial = json.loads(run("purge", "--before", "2025-01-01", "--dry-run", "--json")[1])
    assert trial == {"before": "2025-01-01", "is_trial": True, **counts}
    assert "Serait effacé, d'avant le 01/01/2025" in run("purge", "--before", "2025-01-01", "--dry-run")[1]
    done = run("purge", "--before", "2025-01-01")[1]
    assert "Effacé, d'avant le 01/01/2025 :\n- lignes du journal : 3\n" in done.replace("\xa0", " ")
    left = json.loads(run("journal", "--json")[1])["lines"]
    assert [line["act"] for line in left if line["author"] == "machine"] == ["RetentionStore.purge"]
    assert len(left) == 8 - 3 + 1
    code, out, err = run("purge", "--before", "2999-01-01")
    assert (code, out) == (2, "")
    assert "n'est pas encore passée" in err


def test_what_is_exported_reads_back_and_opens_nothing(
    run: Run, kept: list[str], tmp_path: Path, project: Project
) -> None:
    folder, archive = tmp_path / "dossier", tmp_path / "tout.zip"
    assert json.loads(run("export", str(folder), "--json")[1])["territory"] == project.territory.key
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert "- journal.csv (" in run("export", str(archive))[1]
    first_bytes = archive.read_bytes()
    run("export", str(archive))
    assert archive.read_bytes() == first_bytes, "same rows, same bytes"
    with zipfile.ZipFile(archive) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files
    whole = b"".join(files.values()) + "".join(files).encode()
    assert not any(secret.encode() in whole for secret in kept)
    index = read_table(files["scenarios.csv"])
    assert [(row["Nom"], row["Version"], row["Signature"], row["À la corbeille"]) for row in index] == [
        ("Essai n° 2", "2", "Service habitat", ""),
        ("Essai n° 1", "1", "", ""),
        ("Essai n° 3", "1", "", "oui"),
    ]
    for row, number in zip(index, (2, 1, 3), strict=True):
        assert yaml.safe_load(files[row["Fichier"]])["name"] == make_scenario(number).name
    (correction,) = read_corrections(files["corrections.csv"], "corrections.csv", project.territory)
    assert (correction.key, correction.desks_count) == ("altipolis", 35.0)
    followed = read_table(files["suivi.csv"])
    assert [(row["Indicateur"], row["Observé le"], row["Valeur observée"]) for row in followed] == [
        ("equity", "", ""),
        ("regular_users", "2025-12-31", "17,5"),
    ]
    results = read_table(files["consultations.csv"])
    told = [(row["Groupe"], row["Mesure"], row["Objet"], row["Valeur"]) for row in results]
    assert told[:2] == [("", "scénario", "Essai n° 1", ""), ("", "scénario", "Essai n° 2", "")]
    # Two votes of one group leave no trace.
    assert {group for group, *_rest in told} == {"", "Toute la salle", "Entreprises"}
    assert [value for _group, measure, _of, value in told if measure == "votes"] == ["3", "3"]
    assert [value for _group, measure, _of, value in told if measure == "€ par an, médiane"] == ["2000", "500"] * 2
    assert len(read_table(files["journal.csv"])) == 8
    code, out, err = run("export", str(folder))
    assert (code, out) == (2, ""), "nothing is replaced"
    assert str(folder) in err
    scenario = read_scenario(folder / index[0]["Fichier"])
    assert scenario.name == "Essai n° 2"


def test_nothing_to_export_is_said_and_nothing_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ALPSAT_DATABASE_URL", raising=False)
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "data"))
    code, out, err = run("export", str(tmp_path / "tout.zip"))
    assert (code, out) == (1, "")
    assert "il n'y a rien à exporter" in err
    assert run("journal")[1] == "Le journal n'a aucune ligne.\n"
    assert list(tmp_path.iterdir()) == []
