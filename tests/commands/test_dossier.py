from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from alpsat_geo.commands.dossier import Question, build_subject, check_target, write_dossier
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import from_query
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.language import FRENCH, speak
from alpsat_geo.sources.scenario_code import decode_scenario
from alpsat_geo.sources.scenarios import read_scenario
from tests.test_main import Run, make_run

__all__ = ["make_run"]


def ask(*keys: str | Scenario, settings: Settings | None = None, prices: dict[str, float] | None = None) -> Question:
    scenarios = tuple(read_scenario(key) if isinstance(key, str) else key for key in keys)
    return Question(scenarios, settings or Settings(), prices or {}, 200, 1, "http://localhost:8501")


def read_query(link: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


def test_command_prints_the_file_and_its_size(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "dossier.pdf"
    code, out, err = run("dossier", "espaces-frugaux", "--draws", "200", "--out", str(target))
    assert code == 0, err
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert re.search(rf"{re.escape(str(target))} \(\d+ ko\)", out)
    assert "http://localhost:8501/dossier?" in out


def test_json_is_one_document_that_names_every_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "dossier.csv"
    call = ("dossier", "espaces-frugaux", "plateforme-seule", "--draws", "200", "--out", str(target), "--json")
    document = json.loads(run(*call)[1])
    assert document["path"] == str(target)
    assert document["size_bytes"] == target.stat().st_size
    assert [file["path"] for file in document["files"]] == [str(target), str(tmp_path / "dossier.dictionnaire.csv")]
    assert all(Path(file["path"]).stat().st_size == file["size_bytes"] for file in document["files"])


def test_prices_choose_and_a_wrong_one_is_refused(run: Run, tmp_path: Path) -> None:
    call = ("dossier", "plateforme-seule", "--draws", "200", "--out", str(tmp_path / "dossier.html"))
    assert run(*call, "--price", "inhabitant=2200")[0] == 0
    assert "À ces prix (2\u202f200\xa0€ pour un habitant de plus)" in (tmp_path / "dossier.html").read_text()
    for wrong in ("inhabitant=-1", "access=3", "inhabitant"):
        code, _out, err = run(*call, "--price", wrong)
        assert code == 2
        assert wrong.split("=")[0] in err


def test_at_most_four_scenarios(project: Project) -> None:
    keys = ("plateforme-seule", "plateforme-et-accueil", "espaces-frugaux", "animer-existant", "services-et-fibre")
    with pytest.raises(InputError, match="au plus 4"):
        build_subject(project, ask(*keys))


def test_scenario_alone_is_compared_with_doing_nothing(project: Project) -> None:
    subject = build_subject(project, ask("espaces-frugaux"))
    assert [outcome.scenario.key for outcome in subject.comparison.outcomes] == ["espaces-frugaux", "ne-rien-faire"]


def test_page_understands_the_link(project: Project) -> None:
    prices = {"inhabitant": 2000.0, "user": 4000.0}
    asked = ask("espaces-frugaux", "plateforme-seule", settings=Settings("summer", 15.0), prices=prices)
    asked = dataclasses.replace(asked, far_factor=1.5)
    state, notices = from_query(read_query(build_subject(project, asked).link))
    assert notices == ()
    assert state.dossier == "espaces-frugaux"
    assert state.scenarios == ("espaces-frugaux", "plateforme-seule")
    assert (state.season, state.catchment_min) == ("summer", 15)
    assert dict(state.prices) == prices
    assert state.far_percent == 150


def test_scenario_of_a_file_travels_in_the_link(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "le-mien.yaml"
    values = {"key": "espaces-frugaux", "name": "Le mien", "actions": [{"type": "shared_platform"}]}
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    subject = build_subject(project, ask(str(path), "espaces-frugaux"))
    state, notices = from_query(read_query(subject.link))
    assert notices == ()
    # It has the key of another: the page, too, would give it one of its own.
    assert state.dossier == "espaces-frugaux-2"
    carried = decode_scenario(state.own[0])
    assert carried is not None
    assert (carried.key, carried.name) == ("espaces-frugaux-2", "Le mien")


def test_same_seed_same_bytes(project: Project, tmp_path: Path) -> None:
    one, two = (build_subject(project, ask("espaces-frugaux")) for _ in range(2))
    for ending in (".pdf", ".html", ".gpkg", ".csv", ".yaml"):
        target = tmp_path / f"dossier{ending}"
        check_target(target)
        write_dossier(one, target)
        with speak(FRENCH):
            assert target.read_bytes() == FORMATS[ending].write(two), ending


def test_folder_that_refuses_is_named(project: Project, tmp_path: Path) -> None:
    subject = build_subject(project, ask("espaces-frugaux"))
    taken = tmp_path / "dossier.yaml"
    taken.mkdir()
    with pytest.raises(InputError, match="ne peut pas être écrit"):
        write_dossier(subject, taken)


def test_commune_and_annexes_travel_in_the_link_and_a_stranger_is_refused(project: Project) -> None:
    asked = dataclasses.replace(ask("espaces-frugaux"), commune_code="05065", is_short=True)
    subject = build_subject(project, asked)
    state, notices = from_query(read_query(subject.link))
    assert notices == ()
    assert (state.commune, state.is_dossier_short) == ("05065", True)
    with pytest.raises(InputError, match="n'est pas de ce territoire"):
        build_subject(project, dataclasses.replace(asked, commune_code="75056"))
