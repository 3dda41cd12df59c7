"""Links that nobody should send: whatever they hold, the page that opens them is not kept waiting."""

from __future__ import annotations

import base64
import json
import random
import string
import time
import zlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, PLACES_AT_MOST, ActionChoice, Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import OWN_AT_MOST, VALUE_LENGTH, AppState, from_query
from alpsat_geo.report.scenarios.check import check_actions
from alpsat_geo.sources.scenario_code import decode_scenario, encode_scenario
from tests.machine import measure_unit_s

UNITS = 25
LINK_LENGTH = 40_000


def pack(text: str) -> str:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(text.encode()) + packed.flush()
    return "1." + base64.urlsafe_b64encode(body).decode().rstrip("=")


def pack_actions(actions: Sequence[object], name: str = "Essai") -> str:
    return pack(json.dumps(["essai", name, "", 0, actions], separators=(",", ":")))


def make_noise(length: int) -> str:
    letters = random.Random(1)  # noqa: S311 - the same noise at each run
    return "".join(letters.choices(string.ascii_letters + string.digits + "-_", k=length))


def list_codes(baseline: Baseline, rank: int) -> dict[str, str]:
    """Return codes of scenarios that are wrong, or as large as they may be; those of each rank are others."""
    code, *others = baseline.insee_codes
    name = f"Essai {rank}"
    return {
        "noise": f"1.{rank}" + make_noise(3300),
        "noise that unfolds": f"1.{rank:04d}" + base64.urlsafe_b64encode(b"\x4b" * 900).decode(),
        "a bomb": pack(f'["essai{rank}","' + "a" * 5_000_000 + '","",0,[]]'),
        "brackets": pack("[" * (59_000 + rank)),
        "closed brackets": pack("[" * (29_000 + rank) + "]" * (29_000 + rank)),
        "a number without end": pack('["essai","Essai","",' + "9" * (59_000 + rank) + ",[]]"),
        "thousands of actions": pack_actions([["open_space", [code], {}]] * 2000, name),
        "thousands of places": pack_actions([["open_space", [code] * 1900, {}]] * 4, name),
        "thousands of wrong places": pack_actions([["open_space", ["x!"] * 400, {}]] * 30, name),
        "hundreds of options": pack_actions([["open_space", [code], {f"o{n}": 1 for n in range(200)}]] * 20, name),
        "wrong options": pack_actions([["open_space", [code], {f"o{n}": [] for n in range(19)}]] * 30, name),
        "huge numbers": pack_actions([["open_space", [code], {"desks": 10**300}]] * 30, name),
        "a long type": pack_actions([["a" * 1800, [], {}]] * 30, name),
        "unknown types": pack_actions([["teleport", [], {}]] * 30, name),
        "a place twice": pack_actions([["open_space", [code, code], {}]] * 30, name),
        "repeated actions": pack_actions([["shared_platform", [], {}]] * 30, name),
        "as large as may be": pack_actions([["open_space", others[:4], {}]] * 30, name),
    }


def test_no_link_of_forty_thousand_letters_keeps_a_page_waiting(baseline: Baseline, central: Draws) -> None:
    project = cast(Project, SimpleNamespace(baseline=baseline, central=central))
    many = ",".join
    ranks = [list_codes(baseline, rank) for rank in range(OWN_AT_MOST)]
    links = {
        **{name: {"perso": many(codes[name] for codes in ranks)} for name in ranks[0]},
        "one long code": {"perso": "1." + make_noise(LINK_LENGTH)},
        "many short codes": {"perso": many(f"1.{n}" for n in range(LINK_LENGTH // 7))},
        "commas": {"perso": "," * LINK_LENGTH},
        "many prices": {"prix": many(f"{'_' * (n % 60)}c=1" for n in range(LINK_LENGTH // 8))},
        "many hypotheses": {"hypotheses": many(f"h{n}=1.5" for n in range(LINK_LENGTH // 9))},
        "many needs": {"besoins": many(f"n{n}=1" for n in range(LINK_LENGTH // 8))},
        "many scenarios": {"scenarios": many(f"s{n}" for n in range(LINK_LENGTH // 6))},
        "a long number": {"minutes": "2" * LINK_LENGTH},
        "a long word": {"commune": "0" * LINK_LENGTH},
        "a long view": {"vue": "1" * LINK_LENGTH + ",6,9"},
        "many names": {f"nom{n}": "x" for n in range(LINK_LENGTH // 9)},
    }
    offenders, at_most_s = [], UNITS * measure_unit_s()
    for name, query in links.items():
        start = time.thread_time()
        state, notices = from_query(query)
        opened = [scenario for code in state.own if (scenario := decode_scenario(code)) is not None]
        faults = [check_actions(project, scenario) for scenario in opened]
        seconds = time.thread_time() - start
        assert all(len(scenario.actions) <= ACTIONS_AT_MOST for scenario in opened)
        assert all(sum(len(choice.places) for choice in one.actions) <= PLACES_AT_MOST for one in opened)
        said = sum(map(len, notices)) + sum(len(fault) for found in faults for fault in found)
        offenders += [f"{name}: {seconds:.1f} s"] * (seconds > at_most_s) + [f"{name}: {said} letters"] * (
            said > 200_000
        )
    assert offenders == []


def test_the_largest_scenario_opens_and_the_next_does_not(baseline: Baseline, central: Draws) -> None:
    project = cast(Project, SimpleNamespace(baseline=baseline, central=central))
    codes = baseline.insee_codes[:4]
    largest = Scenario("essai", "Essai", actions=(ActionChoice("open_space", codes),) * 30)
    assert decode_scenario(encode_scenario(largest)) == largest
    assert not any(check_actions(project, largest))
    one_more = Scenario("essai", "Essai", actions=(*largest.actions, ActionChoice("shared_platform")))
    assert decode_scenario(encode_scenario(one_more)) is None
    wider = Scenario("essai", "Essai", actions=(ActionChoice("open_space", baseline.insee_codes[:5]),) * 30)
    assert decode_scenario(encode_scenario(wider)) is None
    # What was built by hand or saved before is judged alike.
    assert list(map(bool, check_actions(project, one_more))) == [False] * 30 + [True]
    assert list(map(bool, check_actions(project, wider))) == [False] * 24 + [True] * 6


def test_a_name_from_a_link_is_what_is_seen_of_it() -> None:
    found = decode_scenario(pack_actions([], "Ra\u202epport\u200b\u0000"))
    assert found is not None
    assert found.name == "Rapport"
    assert decode_scenario(pack_actions([], "\u202e\u200b")) is None


def test_a_value_longer_than_any_link_is_told_and_left_aside() -> None:
    state, notices = from_query({"perso": "a" * (VALUE_LENGTH + 1), "saison": "ete\u202e"})
    assert state == AppState()
    assert len(notices) == 2
    assert "\u202e" not in "".join(notices)
    assert max(map(len, notices)) < 200
