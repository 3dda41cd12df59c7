"""What changed between two versions: told once each, and nothing when nothing did."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.own_figures import NOTHING_STATED, Funder, OwnFigures
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.report.scenarios.differences import list_differences
from tests.stated import QUOTE

NAMES = {"05065": "Guillestre", "05023": "Briançon", "05038": "Ceillac"}
TEXTS = st.sampled_from(["", "un", "deux"])
OPTIONS: st.SearchStrategy[OptionValue] = st.sampled_from([1, 1.5, True, "frugal"])
CHOICES = st.builds(
    ActionChoice,
    type_key=st.sampled_from(["open_space", "shuttle", "inconnue"]),
    places=st.lists(st.sampled_from([*NAMES, "ailleurs"]), max_size=3).map(tuple),
    options=st.dictionaries(st.sampled_from(["desks", "kind", "autre"]), OPTIONS, max_size=2).map(MappingProxyType),
    note=TEXTS,
    figures=st.sampled_from([NOTHING_STATED, QUOTE, OwnFigures(funders=(Funder("DETR", 40.0),))]),
)
SCENARIOS = st.builds(
    Scenario,
    key=st.sampled_from(["essai", "essai-2"]),
    name=TEXTS,
    description=TEXTS,
    actions=st.lists(CHOICES, max_size=4).map(tuple),
    is_outside_study=st.booleans(),
    notes=st.dictionaries(st.sampled_from([*NAMES]), TEXTS, max_size=2).map(MappingProxyType),
)
OPENING = ActionChoice("open_space", ("05065",), MappingProxyType({"desks": 6, "kind": "frugal"}), "Voir la mairie.")
BEFORE = Scenario("essai", "Essai", "Un essai.", (ActionChoice("shared_platform"), OPENING), notes={"05038": "Non."})


@given(SCENARIOS, SCENARIOS)
def test_nothing_is_told_if_and_only_if_nothing_changed(before: Scenario, after: Scenario) -> None:
    told = list_differences(before, after, NAMES)
    assert (told == ()) == (before == after)
    assert list_differences(before, dataclasses.replace(before), NAMES) == ()


@given(SCENARIOS.filter(lambda scenario: scenario.actions), st.data())
def test_one_change_is_one_sentence(before: Scenario, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(before.actions) - 1))
    was = before.actions[position]
    changes: dict[str, object] = {
        "places": (*was.places, "05999"),
        "options": MappingProxyType({**was.options, "desks": 77}),
        "note": f"{was.note} bis",
        "figures": dataclasses.replace(was.figures, rent_eur_per_year=1.25),
        "type_key": "shared_platform",
    }
    name = data.draw(st.sampled_from(sorted(changes)))
    choice = dataclasses.replace(was, **{name: changes[name]})  # type: ignore[arg-type]
    actions = (*before.actions[:position], choice, *before.actions[position + 1 :])
    told = list_differences(before, dataclasses.replace(before, actions=actions), NAMES)
    # Of another type it is another action: one goes, one comes.
    assert len(told) == (2 if name == "type_key" else 1), told


def test_every_field_that_a_scenario_has_is_compared() -> None:
    # Whoever adds one tells it here and in `list_differences`.
    assert {field.name for field in dataclasses.fields(ActionChoice)} == {
        "type_key",
        "places",
        "options",
        "note",
        "figures",
    }
    assert {field.name for field in dataclasses.fields(Scenario)} == {
        "key",
        "name",
        "description",
        "actions",
        "is_outside_study",
        "notes",
    }


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Deux"}, ["Nom : « Essai » → « Deux »"]),
        ({"key": "deux"}, ["Clé du fichier : essai → deux"]),
        ({"description": ""}, ["Description : texte retiré"]),
        ({"is_outside_study": True}, ["Hors étude : non → oui"]),
        (
            {"notes": {"05065": "Oui."}},
            ["Note sur Ceillac : texte retiré", "Note sur Guillestre : texte ajouté"],
        ),
        ({"actions": (OPENING,)}, ["Action retirée : Site internet commun (plateforme)"]),
        (
            {"actions": (*BEFORE.actions, ActionChoice("open_space", ("05023",)))},
            ["Action ajoutée : Ouvrir un espace de travail, n° 3 (Briançon)"],
        ),
        ({"actions": BEFORE.actions[::-1]}, ["Ordre des actions modifié"]),
        (
            {
                "actions": (
                    BEFORE.actions[0],
                    ActionChoice("open_space", ("05023", "05065"), {"desks": 8, "grant": 0.25}, "Voir la poste."),
                )
            },
            [
                "Ouvrir un espace de travail · lieu ajouté : Briançon",
                "Ouvrir un espace de travail · Type d'espace : frugal → par défaut",
                "Ouvrir un espace de travail · Nombre de places : 6 → 8",
                "Ouvrir un espace de travail · grant : par défaut → 0,25",
                "Ouvrir un espace de travail · note : texte modifié",
            ],
        ),
        (
            {"actions": (BEFORE.actions[0], dataclasses.replace(OPENING, figures=QUOTE))},
            [
                "Ouvrir un espace de travail · Investissement, votre devis (€) : estimation → 48\u202f250,50",
                "Ouvrir un espace de travail · Fonctionnement, hors loyer (€/an) : estimation → 6\u202f000",
                "Ouvrir un espace de travail · Loyer (€/an) : estimation → 2\u202f400",
                "Ouvrir un espace de travail · Recettes (€/an) : estimation → 3\u202f000",
                "Ouvrir un espace de travail · Début des dépenses : estimation → 15 mars 2027",
                (
                    "Ouvrir un espace de travail · Financeurs : estimation → DETR : 40\u202f%, au plus 15\u202f000 €"
                    " de l'investissement ; Région : 20\u202f% de l'investissement ; EPCI : 5\u202f000 € de"
                    " l'investissement"
                ),
            ],
        ),
    ],
)
def test_each_change_is_named(changes: dict[str, object], told: list[str]) -> None:
    after = dataclasses.replace(BEFORE, **changes)  # type: ignore[arg-type]
    assert [sentence.replace("\u00a0", " ") for sentence in list_differences(BEFORE, after, NAMES)] == told
