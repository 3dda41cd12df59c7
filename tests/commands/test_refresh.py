from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alpsat_geo.__main__ import main
from alpsat_geo.sources.portals.addresses import read_addresses
from tests.sources.portals.excerpts import CARTEFIBRE, write_cartefibre
from tests.sources.portals.portal import LocalPortal, run_portal


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalPortal]:
    with run_portal() as served:
        monkeypatch.setenv("ALPSAT_PORTALS", served.setting)
        monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("ALPSAT_CACHE_DIR", str(tmp_path / "cache"))
        yield served


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["alpsat_geo", "refresh", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_what_changes_is_told_then_written_then_nothing(
    portal: LocalPortal, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    portal.add_resource(CARTEFIBRE, "2026T3-Commune", "t3.zip", write_cartefibre({"05001": (915, 850)}))
    code, out, err = run("fibre", "--dry-run", "--json")
    assert (code, err) == (0, "")
    (source,) = json.loads(out)["sources"]
    assert (source["key"], source["status"], source["findings"]) == ("fibre", "updated", [])
    assert (source["from_vintage"], source["to_vintage"]) == ("2026-T2 (Cartefibre)", "2026-T3 (Cartefibre)")
    assert source["changes"][0] == {
        "insee_code": "05001",
        "indicator": "premises_count",
        "before": "913",
        "after": "915",
        "vintage": "2026-T3 (Cartefibre)",
    }
    assert not any((tmp_path / "territories").glob("*"))
    code, out, _err = run("fibre", "--by", "Marie, PETR")
    assert code == 0
    assert "mis à jour, 2026-T2 (Cartefibre) → 2026-T3 (Cartefibre)" in out
    assert "05001 ftth_premises_count : 806 → 850" in out
    assert json.loads(run("fibre", "--json")[1])["sources"][0]["status"] == "unchanged"


def test_a_source_that_fails_says_so_and_the_others_go_on(
    portal: LocalPortal, run: Callable[..., tuple[int, str, str]]
) -> None:
    portal.add_resource(CARTEFIBRE, "2026T3-Commune", "t3.zip", write_cartefibre())
    code, out, _err = run("fibre", "perimeters")
    assert code == 1
    assert "(perimeters) : échec" in out
    assert "a répondu 404" in out
    assert "Les données d'avant restent en place." in out
    assert "(fibre) : mis à jour" in out


def test_a_wrong_call_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))
    assert run("inconnue")[0] == 2
    assert "La source « inconnue » n'existe pas" in run("inconnue")[2]
    for setting, sentence in (
        ("fibre=http://127.0.0.1:1", "ALPSAT_PORTALS nomme « fibre »"),
        ("melodi=ftp://127.0.0.1", "écrivez une adresse http ou https"),
        (str(tmp_path / "absent.yaml"), "qui ne se lit pas"),
    ):
        monkeypatch.setenv("ALPSAT_PORTALS", setting)
        code, _out, err = run("fibre")
        assert (code, sentence in err) == (2, True), err
    table = tmp_path / "portals.yaml"
    table.write_text("data_gouv: http://127.0.0.1:9/api/\n", "utf-8")
    monkeypatch.setenv("ALPSAT_PORTALS", str(table))
    assert read_addresses()["data_gouv"] == "http://127.0.0.1:9/api"
