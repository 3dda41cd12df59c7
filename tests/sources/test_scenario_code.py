from __future__ import annotations

import base64
import json
import zlib
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.own_figures import NOTHING_STATED
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST, ActionChoice, Scenario
from alpsat_geo.domain.text import clean_line, clean_prose
from alpsat_geo.report.address.app_state import AppState, from_query, to_query
from alpsat_geo.sources.document import parse_document
from alpsat_geo.sources.scenario_code import SHORT_LENGTH, decode_scenario, encode_scenario, write_key
from alpsat_geo.sources.scenarios import build_scenario, write_scenario
from tests.stated import FIGURES

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
OPTIONS = st.one_of(
    st.booleans(), st.integers(-(2**40), 2**40), st.floats(-(2**53), 2**53), st.text(max_size=20).map(clean_line)
)
CHOICES = st.builds(
    ActionChoice,
    type_key=NAMES,
    places=st.lists(st.from_regex(r"[0-9]{5}", fullmatch=True), max_size=5).map(tuple),
    options=st.dictionaries(NAMES, OPTIONS, max_size=4).map(MappingProxyType),
    note=st.text(max_size=60).map(clean_prose),
    figures=st.just(NOTHING_STATED) | FIGURES,
)
NOTES = st.dictionaries(
    st.from_regex(r"[0-9]{5}", fullmatch=True), st.text(max_size=60).map(clean_prose).filter(bool), max_size=3
).map(MappingProxyType)
SCENARIOS = st.builds(
    Scenario,
    key=st.from_regex(r"[a-z0-9]{1,10}(-[a-z0-9]{1,10}){0,3}", fullmatch=True),
    name=st.text(min_size=1, max_size=80).map(clean_line).filter(bool),
    description=st.text(max_size=200).map(clean_prose),
    actions=st.lists(CHOICES, max_size=6).map(tuple),
    is_outside_study=st.booleans(),
    notes=NOTES,
)


def pack(values: object) -> str:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(json.dumps(values).encode()) + packed.flush()
    return "1." + base64.urlsafe_b64encode(body).decode().rstrip("=")


@given(SCENARIOS)
def test_a_scenario_comes_back_from_the_address_as_it_was(scenario: Scenario) -> None:
    code = encode_scenario(scenario)
    assert decode_scenario(code) == scenario
    state = AppState(own=(code,))
    assert from_query(to_query(state)) == (state, ())


@given(SCENARIOS)
def test_a_scenario_comes_back_from_its_file_as_it_was(scenario: Scenario) -> None:
    assert build_scenario(parse_document(write_scenario(scenario).encode(), "essai.yaml")) == scenario


def test_the_embedded_scenarios_are_short_enough_for_a_link(scenarios: tuple[Scenario, ...]) -> None:
    for scenario in scenarios:
        code = encode_scenario(scenario)
        assert decode_scenario(code) == scenario
        assert len(code) < SHORT_LENGTH


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda b: "1." + base64.urlsafe_b64encode(b).decode()))
def test_reading_anything_else_never_raises(text: str) -> None:
    assert decode_scenario(text) is None or text.startswith("1.")


@pytest.mark.parametrize(
    "values",
    [
        None,
        7,
        [],
        ["cle", "Nom", "", 0],
        ["Clé Fausse", "Nom", "", 0, []],
        ["cle", "", "", 0, []],
        ["cle", "Nom", "", 0, 3],
        ["cle", "Nom", "", 0, [["open_space"]]],
        ["cle", "Nom", "", 0, [["open_space", [], {}, {}, {}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {}, {"investment_eur": -1}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {}, {"funders": [{"name": "DETR"}] * 13}]]],
        ["cle", "Nom", "", 0, [["open_space", ["5065"], {}]]],
        ["cle", "Nom", "", 0, [["open_space", [5065], {}]]],
        ["cle", "Nom", "", 0, [["open_space", "05065", {}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {"desks": [1, 2]}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {"desks": float("nan")}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {"desks": 10**30}]]],
        ["cle", "Nom", "", 0, [["open_space", [], {}]] * (ACTIONS_AT_MOST + 1)],
        ["cle", "\u202e\u200b", "", 0, []],
        ["cle", "N" * 81, "", 0, []],
        ["cle", "Nom", "x" * 1001, 0, []],
    ],
)
def test_values_that_are_no_scenario_are_refused(values: object) -> None:
    assert decode_scenario(pack(values)) is None


def test_a_text_that_would_unfold_without_end_is_refused() -> None:
    assert decode_scenario(pack(["cle", "Nom", "a" * 5_000_000, 0, []])) is None


def test_a_writing_of_tomorrow_is_not_guessed(scenarios: tuple[Scenario, ...]) -> None:
    assert decode_scenario("2" + encode_scenario(scenarios[0])[1:]) is None


def test_a_cut_link_is_refused(scenarios: tuple[Scenario, ...]) -> None:
    code = encode_scenario(scenarios[3])
    assert all(decode_scenario(code[:length]) is None for length in range(len(code) - 4))


@given(st.text(max_size=100), st.sets(st.sampled_from(["scenario", "mon-scenario", "mon-scenario-2"])))
def test_a_key_is_free_and_fits_the_address(name: str, taken: set[str]) -> None:
    key = write_key(name, taken)
    assert key not in taken
    state, notices = from_query(to_query(AppState(draft=key)))
    assert (state.draft, notices) == (key, ())


def test_a_key_says_the_name_without_accents() -> None:
    assert write_key("Réseau d'été, à l'œuvre !", {"reseau-d-ete-a-l-uvre"}) == "reseau-d-ete-a-l-uvre-2"
