from __future__ import annotations

import dataclasses
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.address.app_state import (
    COUNT_PATTERN,
    COUNTS_AT_MOST,
    DIMENSION_WORDS,
    MEASURE_WORDS,
    NEED_SCALES,
    PANE_WORDS,
    SEASON_WORDS,
    THEME_WORDS,
    VERSION_KEY,
    AppState,
    from_query,
    to_query,
)
from alpsat_geo.report.address.codecs import POINTS_MAX, find_codec

KEYS = st.from_regex(r"[a-z0-9-]{1,60}", fullmatch=True)
PRICES = st.dictionaries(st.from_regex(r"[a-z_]{1,60}", fullmatch=True), st.integers(0, POINTS_MAX), max_size=5)
ASSUMPTIONS = st.dictionaries(
    st.from_regex(r"[a-z0-9_]{1,60}", fullmatch=True),
    st.integers(0, 10**9).map(lambda n: n / 10_000),
    max_size=5,
)
VIEWS = st.tuples(
    st.integers(-900_000, 900_000).map(lambda n: n / 10_000),
    st.integers(-1_800_000, 1_800_000).map(lambda n: n / 10_000),
    st.integers(0, 2200).map(lambda n: n / 100),
)
STATES = st.builds(
    AppState,
    dimension=st.sampled_from(sorted(DIMENSION_WORDS)),
    season=st.sampled_from(sorted(SEASON_WORDS)),
    catchment_min=st.integers(10, 30),
    commune=st.from_regex(r"[0-9AB]{5}", fullmatch=True) | st.just(""),
    scenarios=st.lists(KEYS, max_size=4, unique=True).map(tuple),
    measure=st.sampled_from(sorted(MEASURE_WORDS)),
    is_difference=st.booleans(),
    prices=PRICES.map(lambda prices: tuple(prices.items())),
    far_percent=st.integers(100, 300),
    view=VIEWS | st.none(),
    is_basemap_shown=st.booleans(),
    own=st.lists(st.from_regex(r"[A-Za-z0-9_.-]{1,60}", fullmatch=True), max_size=4, unique=True).map(tuple),
    draft=KEYS | st.just(""),
    step=st.integers(0, 30),
    pane=st.sampled_from(sorted(PANE_WORDS)),
    needs=st.fixed_dictionaries({}, optional={key: st.integers(*ends) for key, ends in NEED_SCALES.items()}).map(
        lambda limits: tuple((key, limits[key]) for key in NEED_SCALES if key in limits)
    ),
    epci=st.from_regex(r"[0-9]{9}", fullmatch=True) | st.just(""),
    promise=st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True) | st.just(""),
    indicator=st.from_regex(r"[a-z0-9_]{1,60}", fullmatch=True) | st.just(""),
    counted_space=KEYS | st.just(""),
    counted_users=st.integers(0, 100),
    counts=st.lists(st.from_regex(COUNT_PATTERN, fullmatch=True), max_size=COUNTS_AT_MOST, unique=True).map(tuple),
    assumptions=ASSUMPTIONS.map(lambda values: tuple(values.items())),
    theme=st.sampled_from(sorted(THEME_WORDS)),
)
NAMES = sorted(field.metadata["name"] for field in dataclasses.fields(AppState))


@given(STATES)
def test_the_address_restores_the_whole_state(state: AppState) -> None:
    assert from_query(to_query(state)) == (state, ())


@given(st.dictionaries(st.sampled_from([*NAMES, VERSION_KEY, "utm_source"]), st.text(max_size=200)))
def test_decoding_never_raises_and_says_what_it_refused(query: dict[str, str]) -> None:
    state, notices = from_query(query)
    assert isinstance(state, AppState)
    assert all(notice.endswith(".") for notice in notices)
    assert from_query(to_query(state)) == (state, ())


def test_a_first_visit_has_a_short_address() -> None:
    assert to_query(AppState()) == {"v": "1"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("saison", "winter"),
        ("minutes", "9"),
        ("minutes", "31"),
        ("minutes", "20.0"),
        ("minutes", "²0"),
        ("commune", "5065"),
        ("commune", "05065 "),
        ("scenarios", "a,b,c,d,e"),
        ("scenarios", "a,a"),
        ("besoins", "fibre=49"),
        ("besoins", "piscine=1"),
        ("besoins", "gare=10,gare=20"),
        ("besoins", "gare"),
        ("communaute", "20006745"),
        ("scenarios", "Plateforme"),
        ("prix", "user=1000001"),
        ("prix", "user=1,user=2"),
        ("prix", "user=-1"),
        ("prix", "user2=1"),
        ("loin", "99"),
        ("loin", "301"),
        ("vue", "45,6"),
        ("vue", "95,6,9"),
        ("vue", "nan,6,9"),
        ("vue", "1.2.3,6,9"),
        ("ecart", "True"),
        ("hypotheses", "huff_desks_exponent"),
        ("hypotheses", "huff_desks_exponent=-1"),
        ("hypotheses", "huff_desks_exponent=nan"),
        ("hypotheses", "a=1,a=2"),
        ("theme", "dark"),
    ],
)
def test_a_bad_value_becomes_the_default_and_a_notice_with_the_value(name: str, text: str) -> None:
    state, notices = from_query({name: text})
    assert state == AppState()
    assert len(notices) == 1
    assert text.strip() in notices[0]


def test_good_values_survive_beside_a_bad_one() -> None:
    state, notices = from_query({"saison": "ete", "minutes": "douze", "commune": "05065"})
    assert (state.season, state.catchment_min, state.commune) == ("summer", 20, "05065")
    assert len(notices) == 1


def test_a_link_of_before_keeps_its_scenarios_and_drops_its_weights_silently() -> None:
    query = {"scenarios": "plateforme-seule,animer-existant", "poids": "equity=101", "taux": "3000"}
    assert from_query(query) == (AppState(scenarios=("plateforme-seule", "animer-existant")), ())


def test_codes_stay_text() -> None:
    state, _ = from_query({"commune": "05065"})
    assert state.commune == "05065"


def test_an_old_link_is_upgraded_step_by_step() -> None:
    upgrades = {
        1: lambda query: {**query, "minutes": query["temps"]},
        2: lambda query: {**query, "saison": {"froid": "hiver", "chaud": "ete"}[query["saison"]]},
    }
    query = {"v": "1", "temps": "25", "saison": "chaud"}
    state, notices = from_query(query, upgrades, version=3)
    assert (state.catchment_min, state.season, notices) == (25, "summer", ())


@pytest.mark.parametrize("version", ["2", "999", "-1", "un", ""])
def test_a_link_from_another_version_is_read_with_a_notice(version: str) -> None:
    state, notices = from_query({"v": version, "saison": "ete"})
    assert state.season == "summer"
    assert len(notices) == 1


def test_every_field_has_a_codec_that_its_annotation_alone_decides() -> None:
    for annotation in get_type_hints(AppState, include_extras=True).values():
        codec = find_codec(annotation)
        assert codec.decode("\x00") is None


def test_a_type_without_codec_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="codec"):
        find_codec(complex)
