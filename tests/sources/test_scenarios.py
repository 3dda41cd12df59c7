from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.scenario import ActionChoice, OptionValue
from alpsat_geo.sources.document import parse_document
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.scenarios import build_scenario, read_scenario, read_scenarios, write_scenario
from tests.sources.pack_copy import PackCopy

TEXT = """\
key: essai
name: Essai
description: Un essai.
order: 0
outside_study: true
actions:
  - type: open_space
    places: ["05065", "05003"]
    options: {kind: frugal, desks: 4, grant: 0.5, is_shared: false}
  - type: shared_platform
"""


def refuse(path: Path, old: str, new: str) -> tuple[int | None, str | None, str]:
    assert old in TEXT
    path.write_text(TEXT.replace(old, new), "utf-8")
    with pytest.raises(DataError) as caught:
        read_scenario(path)
    finding = caught.value.findings[0]
    return finding.line, finding.value, finding.message


def test_scenario_is_a_named_list_of_actions(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(TEXT, "utf-8")
    scenario = read_scenario(path)
    assert (scenario.key, scenario.name, scenario.is_outside_study) == ("essai", "Essai", True)
    options: dict[str, OptionValue] = {"kind": "frugal", "desks": 4, "grant": 0.5, "is_shared": False}
    assert scenario.actions == (
        ActionChoice("open_space", ("05065", "05003"), options),
        ActionChoice("shared_platform"),
    )
    assert [type(value) for value in scenario.actions[0].options.values()] == [str, int, float, bool]


def test_the_file_that_the_readme_shows_is_read() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (action,) = build_scenario(parse_document(text.encode(), "README.md")).actions
    assert action.figures.investment_eur == 48_250.5
    assert [funder.pays for funder in action.figures.funders] == ["investment", "investment", "running"]


def test_code_without_quotes_is_refused_with_what_to_write(tmp_path: Path) -> None:
    line, value, message = refuse(tmp_path / "essai.yaml", '"05065"', "5065")
    assert (line, value) == (8, "5065")
    assert "écrivez-le entre guillemets, « 05065 »" in message


@pytest.mark.parametrize(
    ("old", "new", "line", "value"),
    [
        ('"05065"', '"5065"', 8, "5065"),
        ('"05065"', '"Guillestre !"', 8, "Guillestre !"),
        ("desks: 4", "desks: [4]", 9, "[4]"),
        ("order: 0", "order: premier", 4, "premier"),
        ("type: open_space", "type: Ouvrir", 7, "Ouvrir"),
        ("outside_study: true", "outside: true", 5, "True"),
        ("key: essai", "key: Essai", 1, "Essai"),
    ],
)
def test_wrong_scenario_gives_line_and_value(tmp_path: Path, old: str, new: str, line: int, value: str) -> None:
    assert refuse(tmp_path / "essai.yaml", old, new)[:2] == (line, value)


def test_scenarios_of_the_pack_are_sorted_and_unique(pack: PackCopy) -> None:
    scenarios = read_scenarios(root=pack.root)
    keys = [scenario.key for scenario in scenarios]
    assert len(keys) == len(set(keys)) == len(find_pack(root=pack.root).list_scenarios()) >= 6
    assert keys[0] == "ne-rien-faire"
    assert scenarios[0].actions == ()
    assert read_scenario(keys[-1], root=pack.root) == scenarios[-1]


def test_order_decides_before_the_key(pack: PackCopy) -> None:
    pack.write("data/scenarios/essai.yaml", TEXT)
    assert read_scenarios(root=pack.root)[0].key == "essai"


def test_place_of_another_territory_is_found_by_the_check(pack: PackCopy) -> None:
    noted = TEXT.replace("05003", "05061") + 'notes:\n  "05065": Ouvert le samedi.\n  "05062": Ailleurs.\n'
    pack.write("data/scenarios/essai.yaml", noted)
    errors = pack.errors("data/scenarios/essai.yaml")
    assert {(error.line, error.value) for error in errors} == {
        (noted.splitlines().index('  "05062": Ailleurs.') + 1, "05062"),
        (8, "05061"),
    }


def test_key_must_be_that_of_the_file(pack: PackCopy) -> None:
    pack.write("data/scenarios/autre.yaml", TEXT)
    (error,) = pack.errors("data/scenarios/autre.yaml")
    assert (error.line, error.value) == (1, "essai")


def test_unknown_key_lists_the_known_ones(pack: PackCopy) -> None:
    with pytest.raises(InputError, match=r"« rien » n'existe pas ; scénarios connus : .*ne-rien-faire"):
        read_scenario("rien", root=pack.root)
    with pytest.raises(InputError, match="vérifiez son chemin"):
        read_scenario(pack.root / "absent.yaml", root=pack.root)


def test_what_is_written_reads_back_as_the_same_scenario(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(TEXT, "utf-8")
    read = read_scenario(path)
    placed = dataclasses.replace(read.actions[0], note="À la mairie : oui\n- « non »")
    noted = dataclasses.replace(read, actions=(placed, *read.actions[1:]), notes={"05065": "un: deux", "05089": "#3"})
    for scenario in (read, noted, *read_scenarios()):
        assert build_scenario(parse_document(write_scenario(scenario).encode(), "essai.yaml")) == scenario
