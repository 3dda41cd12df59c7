"""A scenario read back is the one that was written, to the type of each option."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import NOTHING_STATED, Funder, OwnFigures
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.text import clean_line, clean_prose
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import StoreError
from alpsat_geo.store.scenario_document import read_document, write_document
from alpsat_geo.store.scenarios import ScenarioStore
from tests.stated import FIGURES

WRITABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
PLACES = st.from_regex(r"[0-9]{5}|2[AB][0-9]{3}|[0-9]{9}|[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
OPTIONS: st.SearchStrategy[OptionValue] = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(WRITABLE, max_size=30),
)
ACTIONS = st.builds(
    ActionChoice,
    type_key=NAMES,
    places=st.lists(PLACES, max_size=4).map(tuple),
    options=st.dictionaries(NAMES, OPTIONS, max_size=4).map(MappingProxyType),
    note=st.text(WRITABLE, max_size=60).map(clean_prose),
    figures=st.just(NOTHING_STATED) | FIGURES,
)
SCENARIOS = st.builds(
    Scenario,
    key=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,4}", fullmatch=True),
    name=st.text(WRITABLE, min_size=1, max_size=200).map(clean_line).filter(bool),
    description=st.text(WRITABLE, max_size=300).map(clean_prose),
    actions=st.lists(ACTIONS, max_size=6).map(tuple),
    is_outside_study=st.booleans(),
    notes=st.dictionaries(
        st.from_regex(r"[0-9]{5}", fullmatch=True), st.text(WRITABLE, max_size=60).map(clean_prose), max_size=4
    ).map(MappingProxyType),
)


def option_types(scenario: Scenario) -> list[list[tuple[str, str]]]:
    """Describe options to the type, the sign of zero and the order, which equality overlooks."""
    return [[(name, repr(value)) for name, value in choice.options.items()] for choice in scenario.actions]


@given(SCENARIOS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_saved_reads_back_as_the_same_scenario(database: Database, scenario: Scenario) -> None:
    store = ScenarioStore(database)
    stored = store.get(store.save(scenario, "vallee", Actor(is_alone=True)).id)
    assert stored.scenario == scenario
    assert option_types(stored.scenario) == option_types(scenario)


def test_a_name_from_the_database_is_what_is_seen_of_it() -> None:
    written = write_document(Scenario("essai", "Ra\u202epport\u200b", "un\u2066\ndeux"))
    assert (read_document(written).name, read_document(written).description) == ("Rapport", "un\ndeux")
    assert read_document({**written, "name": "\u200b\u202e"}).name == "essai"


def make(**changes: Any) -> Scenario:  # noqa: ANN401
    action = ActionChoice("open_space", ("05065",), {"desks": 4})
    return Scenario(**{"key": "essai", "name": "Essai", "actions": (action,), **changes})


def make_with(**changes: Any) -> Scenario:  # noqa: ANN401
    return make(actions=(ActionChoice("shuttle"), ActionChoice(**{"type_key": "open_space", **changes})))


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (make(key="Essai !"), "« Essai ! » (key) n'est pas accepté, il faut des lettres minuscules"),
        (make(name=""), "(name) n'est pas accepté, il faut un nom de 1 à 200 caractères"),
        (make(name="a\0b"), "(name) n'est pas accepté"),
        (make(name="\ud800"), "(name) n'est pas accepté"),
        (make(name="a" * 201), "(name) n'est pas accepté"),
        (make(description="a" * 5001), "(description) n'est pas accepté"),
        (make(actions=(ActionChoice("shuttle"),) * 201), "(actions) n'est pas accepté, il faut une liste de 200"),
        (make_with(type_key="Ouvrir"), "« Ouvrir » (type de l'action n° 2) n'est pas accepté"),
        (make_with(places=("5065",)), "« 5065 » (places de l'action n° 2) n'est pas accepté, il faut un code INSEE"),
        (make_with(places=(5065,)), "« 5065 » (places de l'action n° 2) n'est pas accepté"),
        (make_with(options={"desks": float("nan")}), "« nan » (options de l'action n° 2) n'est pas accepté"),
        (make_with(options={"desks": 2**54}), "(options de l'action n° 2) n'est pas accepté, il faut un nombre fini"),
        (make_with(options={"desks": None}), "« None » (options de l'action n° 2) n'est pas accepté"),
        (make_with(note="a" * 501), "(note de l'action n° 2) n'est pas accepté, il faut un texte de 500"),
        (make(notes={"05065": "a" * 501}), "(notes) n'est pas accepté, il faut 120 notes au plus"),
        (make(notes={"guillestre": "a"}), "« guillestre » (notes) n'est pas accepté"),
        (make_with(options={"Desks": 1}), "« Desks » (options de l'action n° 2) n'est pas accepté"),
        (make_with(figures=OwnFigures(investment_eur=-1.0)), "« -1 » (figures de l'action n° 2) n'est pas accepté"),
        (make_with(figures=OwnFigures(funders=(Funder("DETR", 101.0),))), "(figures de l'action n° 2)"),
    ],
)
def test_what_no_scenario_may_hold_is_refused_in_one_sentence(scenario: Scenario, words: str) -> None:
    with pytest.raises(InputError) as caught:
        write_document(scenario)
    assert words in str(caught.value)
    assert str(caught.value).startswith("Le scénario « ")
    assert len(str(caught.value).encode()) < 400


@pytest.mark.parametrize("change", [{"format": 3}, {"actions": [{"type": 4}]}, {"author": "x"}])
def test_what_another_program_wrote_is_not_taken_for_a_scenario(change: dict[str, object]) -> None:
    values = write_document(make())
    assert read_document(values) == make()
    with pytest.raises(StoreError, match="ne se lit plus"):
        read_document({**values, **change})
