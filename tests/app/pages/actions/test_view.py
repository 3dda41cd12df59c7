"""The page of the actions run by Streamlit's own harness: what one adds, edits, saves and opens."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import wiring
from alpsat_geo.app.parts.scenarios.book import write_references
from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.scenarios.own import OwnScenario
from alpsat_geo.sources.scenario_code import decode_scenario, encode_scenario
from alpsat_geo.sources.scenarios import write_scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.scenarios import ScenarioStore
from tests.app.visits import open_box, open_page, read_text
from tests.sources.hostile_yaml import ALIAS_BOMB

pytestmark = pytest.mark.usefixtures("in_project")

ACTIONS, COMPARISON = "pages/actions.py", "pages/comparer.py"
FRUGAL = Scenario("deux-espaces", "Deux espaces", actions=(ActionChoice("open_space", ("05065", "05003")),))
LONG = Scenario(
    "tres-long",
    "Un scénario très long",
    # Hexadecimal digits of an irrational number do not compress.
    " ".join(str(n**0.5) for n in range(2, 50))[:900],
    (ActionChoice("shared_platform"),),
)


def read_own(app: AppTest) -> list[Scenario]:
    references = app.query_params.get("perso", "")
    text = references[0] if isinstance(references, list) else references
    return [scenario for code in text.split(",") if code and (scenario := decode_scenario(code))]


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def press_on(app: AppTest, stem: str) -> None:
    find_widget(app.button, stem).click().run()  # type: ignore[attr-defined]
    assert not app.exception


def find_widget(widgets: object, stem: str) -> object:
    found = [widget for widget in widgets if str(widget.key).startswith(stem)]  # type: ignore[attr-defined]
    assert len(found) == 1, [widget.key for widget in widgets]  # type: ignore[attr-defined]
    return found[0]


def test_the_catalogue_shows_every_action_with_its_reasons() -> None:
    text = re.sub(r"\s", " ", read_text(open_page(ACTIONS)))
    for action in ACTION_TYPES_BY_KEY.values():
        for words in (action.label, action.owner, action.source, *action.dependencies, *action.duplication_conditions):
            assert words in text
    assert text.count("hors étude") == 1
    assert "C · cas comparable" in text
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)


def test_adding_an_action_begins_a_scenario_and_counts_it() -> None:
    app = open_page(ACTIONS)
    press(app, "ajouter_shared_platform")
    assert [own.actions for own in read_own(app)] == [(ActionChoice("shared_platform"),)]
    text = read_text(app)
    assert "environ\u00a040\u202f000\u00a0€ (25\u202f000\u00a0à\u00a065\u202f000) investissement" in text
    assert app.button(key="ajouter_shared_platform").disabled
    assert not app.button(key="vers_comparer").disabled


def test_what_must_be_placed_is_not_counted_before() -> None:
    app = open_page(ACTIONS)
    press(app, "ajouter_open_space")
    text = read_text(app)
    assert "Touchez les communes où placer « Ouvrir un espace de travail »." in text
    assert "Une action est à compléter : elle n'est pas comptée." in text
    assert app.button(key="vers_comparer").disabled
    find_widget(app.multiselect, "form_").set_value(["05065"]).run()  # type: ignore[attr-defined]
    assert read_own(app)[0].actions[0].places == ("05065",)
    assert not app.button(key="vers_comparer").disabled


def test_the_form_comes_from_the_type_and_its_faults_stand_beside_the_field() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1")
    labels = {item.label for item in (*app.radio, *app.number_input)}
    assert {"Type d'espace", "Nombre de places", "Prix mensuel (€/mois)"} <= labels
    desks = next(item for item in app.number_input if item.label == "Nombre de places")
    desks.set_value(80.0).run()
    text = read_text(app)
    assert "L'option « Nombre de places » de l'action « Ouvrir un espace de travail » vaut 80" in text
    next(item for item in app.number_input if item.label == "Nombre de places").set_value(10.0).run()
    assert "Un espace frugal compte 3 ou 4 places (reçu : 10)" in read_text(app)
    next(item for item in app.radio if item.label == "Type d'espace").set_value("standard").run()
    assert "Un espace frugal compte" not in read_text(app)
    assert read_own(app)[0].actions[0].options == {"desks": 10, "kind": "standard"}


def test_what_the_model_refuses_is_said_in_the_language_of_the_page() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1", langue="en")
    next(item for item in app.number_input if item.label == "Number of desks").set_value(80.0).run()
    told = "The option “Number of desks” of the action “Open a workspace” is 80: it must be at least 1 and at most 60"
    assert f"{told} desks." in read_text(app)
    next(item for item in app.number_input if item.label == "Number of desks").set_value(10.5).run()
    assert "A frugal workspace has 3 or 4 desks (received: 10.5)" in read_text(app)


def test_actions_are_reordered_duplicated_removed_and_taken_back() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key)
    press(app, "ajouter_shared_platform")
    press(app, "ouvrir_deux-espaces_1")
    press(app, "monter_deux-espaces_1")
    assert [c.type_key for c in read_own(app)[0].actions] == ["shared_platform", "open_space"]
    press(app, "ouvrir_deux-espaces_1")
    press(app, "dupliquer_deux-espaces_1")
    assert [c.type_key for c in read_own(app)[0].actions] == ["shared_platform", "open_space", "open_space"]
    press(app, "retirer_deux-espaces_2")
    press(app, "annuler")
    assert len(read_own(app)[0].actions) == 3
    for _time in range(3):
        press(app, "annuler")
    assert read_own(app) == [FRUGAL]
    assert app.button(key="annuler").disabled


def test_the_card_being_edited_stays_open_while_one_takes_back_and_brings_back() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1")
    next(item for item in app.radio if item.label == "Type d'espace").set_value("standard").run()
    press(app, "annuler")
    assert read_own(app) == [FRUGAL]
    kind = next(item for item in app.radio if item.label == "Type d'espace")
    assert kind.value == "frugal"
    press(app, "retablir")
    assert read_own(app)[0].actions[0].options == {"kind": "standard"}
    assert next(item for item in app.radio if item.label == "Type d'espace").value == "standard"
    assert "retablir" not in {button.key for button in app.button}


def test_what_is_wrong_in_an_action_is_marked_on_its_closed_card_and_said_where_it_is_not_offered() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, action="1")
    next(item for item in app.number_input if item.label == "Nombre de places").set_value(80.0).run()
    press(app, "fermer_deux-espaces_0")
    assert "L'option « Nombre de places » de l'action « Ouvrir un espace de travail » vaut 80" in read_text(app)
    assert read_own(app)[0].actions[0].options == {"desks": 80}
    for page in (COMPARISON, "pages/dossier.py", "pages/suivi.py", "pages/concertation.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert "« Deux espaces » n'est pas proposé ici : une de ses actions est à compléter" in read_text(app)


def test_two_scenarios_of_one_name_are_told_apart() -> None:
    twin = Scenario("deux-espaces-bis", FRUGAL.name, actions=(ActionChoice("shared_platform"),))
    links = f"{encode_scenario(FRUGAL)},{encode_scenario(twin)}"
    app = open_page(COMPARISON, perso=links)
    assert {"Deux espaces", "Deux espaces\u00a0(2)"} <= set(app.button_group(key="choix_scenarios").options)


def test_a_fifth_scenario_is_refused_and_said() -> None:
    four = ["ne-rien-faire", "plateforme-seule", "animer-existant", "espaces-frugaux"]
    app = open_page(COMPARISON, perso=encode_scenario(FRUGAL), scenarios=",".join(four))
    app.button_group(key="choix_scenarios").set_value([*four, "plateforme-et-accueil"]).run()
    assert set(app.button_group(key="choix_scenarios").value or ()) == set(four)
    assert "retirez-en un pour ajouter « Plateforme et accueil »" in read_text(app)
    app.button_group(key="choix_scenarios").set_value([*four[:3], "plateforme-et-accueil"]).run()
    assert "retirez-en un" not in read_text(app)


def test_a_name_is_kept_and_an_empty_one_refused() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key)
    app.text_input[0].set_value("Guillestre et Aiguilles").run()
    assert read_own(app)[0].name == "Guillestre et Aiguilles"
    drawn = {box.key for box in (*app.text_input, *app.text_area, *app.multiselect)}
    app.text_input[0].set_value("  ").run()
    assert not app.exception
    assert read_own(app)[0].name == "Guillestre et Aiguilles"
    assert app.text_input[0].value == "Guillestre et Aiguilles"
    assert "Un scénario a besoin d'un nom" in read_text(app)
    # Who types in the next field already is not taken out of it.
    assert {box.key for box in (*app.text_input, *app.text_area, *app.multiselect)} == drawn


def test_an_action_outside_the_study_marks_the_scenario() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key)
    press(app, "ajouter_shuttle")
    assert read_own(app)[0].is_outside_study
    press(app, "retirer_deux-espaces_1")
    assert not read_own(app)[0].is_outside_study


def test_own_scenarios_are_offered_to_the_comparison() -> None:
    unplaced = Scenario("sans-lieu", "Sans lieu", actions=(ActionChoice("open_space"),))
    app = open_page(
        COMPARISON,
        perso=f"{encode_scenario(FRUGAL)},{encode_scenario(unplaced)}",
        scenarios="ne-rien-faire,deux-espaces",
    )
    picker = app.button_group(key="choix_scenarios")
    assert picker.value == ["ne-rien-faire", "deux-espaces"]
    assert "Deux espaces" in picker.options
    assert "Sans lieu" not in picker.options
    assert "vaut son coût" in read_text(app)


def test_an_embedded_scenario_is_copied_not_changed() -> None:
    app = open_page(ACTIONS)
    find_widget(app.selectbox, "modele_").set_value("espaces-frugaux").run()  # type: ignore[attr-defined]
    own = read_own(app)
    assert [(own[0].key, own[0].name)] == [("espaces-frugaux-2", "Réseau d'espaces frugaux (2)")]
    assert own[0].actions == next(s for s in wiring.load_project().scenarios if s.key == "espaces-frugaux").actions


def test_a_damaged_own_scenario_leaves_the_others_and_says_so() -> None:
    app = open_page(ACTIONS, perso=f"{encode_scenario(FRUGAL)},1.abc,3.def,id.AAAA", scenario=FRUGAL.key)
    assert read_own(app) == [FRUGAL]
    assert "n'a pas pu être lu" in read_text(app) or "Le lien de ce scénario est incomplet" in read_text(app)


def test_a_saved_scenario_is_there_for_another_visit() -> None:
    first = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key)
    press(first, "enregistrer")
    assert "« Deux espaces » est enregistré." in read_text(first)
    assert first.button(key="enregistrer").disabled
    second = open_page(ACTIONS)
    press(second, "vers_bibliotheque")
    assert re.search(r"non signé · \d+(?:er)? \w+ \d{4} à \d\d:\d\d · version 1 · 1 action ", read_text(second))
    press_on(second, "rouvrir_")
    assert read_own(second) == [FRUGAL]


def test_the_library_signs_compares_restores_and_throws_away() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(FRUGAL), scenario=FRUGAL.key, volet="bibliotheque")
    assert "Aucun scénario n'est enregistré." in read_text(app)
    app.text_input(key="signature").set_value(" Service\u200b économie ").run()
    press(app, "enregistrer")
    assert "signé Service économie" in read_text(app)
    find_widget(app.text_input, "nom_").set_value("Trois espaces").run()  # type: ignore[attr-defined]
    press(app, "enregistrer")
    press_on(app, "historique_")
    assert "Nom : « Deux espaces » → « Trois espaces »" in read_text(app)
    press_on(app, "reprendre_")
    assert "La version 1 de « Deux espaces » est reprise : c'est la version 3." in read_text(app)
    assert read_own(app) == [FRUGAL]
    store, territory = wiring.load_store(), wiring.load_project().territory.key
    (stored,) = store.list(territory)
    assert [version.name for version in store.list_versions(stored.id)] == [
        "Deux espaces",
        "Trois espaces",
        "Deux espaces",
    ]
    assert app.button(key="enregistrer").disabled, "the record holds the same"
    press(app, "annuler")
    assert [own.name for own in read_own(app)] == ["Trois espaces"]
    assert not app.button(key="enregistrer").disabled, "taking back is not saving"
    app.text_input(key="recherche_bibliotheque").set_value("introuvable").run()
    assert "Aucun scénario enregistré ne contient ces mots." in read_text(app)
    app.text_input(key="recherche_bibliotheque").set_value("ÉCONOMIE").run()
    press_on(app, "jeter_")
    assert store.list(territory) == ()
    assert [own.name for own in read_own(app)] == ["Trois espaces"], "what is open stays open"
    open_box(app, "corbeille").run()
    press_on(app, "sortir_")
    assert [found.revision for found in store.list(territory)] == [3]
    press_on(app, "jeter_")
    press_on(app, "condamner_")
    assert len(store.list_discarded(territory, Actor(is_alone=True))) == 1, "asked once more"
    press_on(app, "effacer_")
    assert store.list_discarded(territory, Actor(is_alone=True)) == ()


def test_a_whole_community_is_placed_at_once_and_one_place_has_options_of_its_own() -> None:
    start = Scenario("essai", "Essai", actions=(ActionChoice("open_space", ("05065",), {"kind": "standard"}),))
    app = open_page(ACTIONS, perso=encode_scenario(start), scenario="essai", action="1")
    baseline = wiring.load_project().baseline
    members = [
        code
        for code, epci in zip(baseline.insee_codes, baseline.epci_index, strict=True)
        if epci == baseline.epci_index[baseline.commune_position("05065")]
    ]
    siren = baseline.epci_sirens[int(baseline.epci_index[baseline.commune_position("05065")])]

    def choose(stem: str, ending: str, value: str) -> None:
        (found,) = [box for box in app.selectbox if str(box.key).startswith(stem) and str(box.key).endswith(ending)]
        found.set_value(value).run()
        assert not app.exception

    choose("form_essai_0_places", "_epci", siren)
    assert read_own(app)[0].actions[0].places == ("05065", *(code for code in members if code != "05065"))
    choose("form_essai_0_places", "_seul", "05065")
    assert app.query_params["action"] in ("2", ["2"]), "its own card is open"
    find_widget(app.number_input, "form_essai_1_desks").set_value(12).run()  # type: ignore[attr-defined]
    first, second = read_own(app)[0].actions
    assert (second.places, dict(second.options)) == (("05065",), {"kind": "standard", "desks": 12})
    assert "05065" not in first.places
    assert dict(first.options) == {"kind": "standard"}
    press_on(app, "form_essai_1_places")
    assert read_own(app)[0].actions[1].places == ()
    for _gesture in range(4):
        press(app, "annuler")
    assert read_own(app) == [start]


def test_what_another_tab_threw_away_or_changed_is_told_and_loses_nothing() -> None:
    store, territory = wiring.load_store(), wiring.load_project().territory.key
    kept = store.save(FRUGAL, territory, Actor(is_alone=True))
    app = open_page(ACTIONS, volet="bibliotheque")
    press_on(app, "rouvrir_")
    press_on(app, "historique_")
    renamed = dataclasses.replace(FRUGAL, name="Autre nom")
    store.update(kept.id, renamed, 1, Actor(is_alone=True))
    press_on(app, "jeter_")
    assert "Le scénario « Autre nom » a été modifié entre-temps" in read_text(app)
    assert [found.scenario for found in store.list(territory)] == [renamed], "not thrown away unread"
    app.button_group(key="choix_volet").set_value("catalogue").run()
    store.discard(kept.id, 2, Actor(is_alone=True))
    find_widget(app.text_input, "nom_").set_value("Le mien").run()  # type: ignore[attr-defined]
    press(app, "enregistrer")
    assert "« Le mien » n'était plus dans la bibliothèque" in read_text(app)
    assert [found.scenario.name for found in store.list(territory)] == ["Le mien"]
    assert [found.scenario for found in store.list_discarded(territory, Actor(is_alone=True))] == [renamed]


def test_what_is_in_the_library_no_more_is_not_said_to_be_saved() -> None:
    store, territory = wiring.load_store(), wiring.load_project().territory.key
    kept = store.save(FRUGAL, territory, Actor(is_alone=True))
    app = open_page(ACTIONS, volet="bibliotheque")
    press_on(app, "rouvrir_")
    assert app.button(key="enregistrer").disabled
    store.discard(kept.id, 1, Actor(is_alone=True))
    app.run()
    assert f"« {FRUGAL.name} » n'est plus dans la bibliothèque" in read_text(app)
    press(app, "enregistrer")
    (again,) = store.list(territory)
    assert (again.scenario.name, again.id != kept.id) == (FRUGAL.name, True)
    assert app.button(key="enregistrer").disabled


def test_notes_are_written_shown_and_leave_the_address_before_the_scenario_does() -> None:
    app = open_page(ACTIONS, perso=encode_scenario(LONG), scenario=LONG.key, commune="05065", action="1")
    open_box(app, "volet_fichiers").run()
    find_widget(app.text_area, f"note_{LONG.key}_05065").set_value("Voir la mairie.").run()  # type: ignore[attr-defined]
    find_widget(app.text_area, f"form_{LONG.key}_0_note").set_value("Un devis.").run()  # type: ignore[attr-defined]
    (own,) = read_own(app)
    assert (own.notes, own.actions[0].note) == ({"05065": "Voir la mairie."}, "Un devis.")
    assert "Note : Voir la mairie." in read_text(app)
    press(app, "enregistrer")
    (stored,) = wiring.load_store().list(wiring.load_project().territory.key)
    assert (stored.scenario.notes, stored.scenario.actions[0].note) == (own.notes, "Un devis.")
    # Digits of irrational numbers do not compress.
    endless = "".join(str(n**0.5)[2:] for n in range(2, 700) if n**0.5 % 1)
    noted = dataclasses.replace(FRUGAL, notes={f"05{n:03d}": endless[n * 400 : n * 400 + 400] for n in range(25)})
    references, too_long, unnoted = write_references([OwnScenario(noted)])
    assert (references, too_long, unnoted) == ((encode_scenario(FRUGAL),), (), (FRUGAL.name,))


def test_two_editors_never_overwrite_each_other() -> None:
    stored = wiring.load_store().save(FRUGAL, wiring.load_project().territory.key, Actor(is_alone=True))
    visits = [open_page(ACTIONS, volet="bibliotheque"), open_page(ACTIONS, volet="bibliotheque")]
    for app in visits:
        press_on(app, "rouvrir_")
    for number, app in enumerate(visits):
        find_widget(app.text_input, "nom_").set_value(f"Version {number}").run()  # type: ignore[attr-defined]
        press(app, "enregistrer")
    assert "« Version 0 » a été modifié entre-temps, dans un autre onglet" in read_text(visits[1])
    kept = wiring.load_store().list(stored.territory_key)
    assert {item.scenario.name for item in kept} == {"Version 0", "Version 1"}
    assert wiring.load_store().get(stored.id).scenario.name == "Version 0"


def test_a_long_scenario_is_nobodys_to_read_before_it_is_saved_then_travels_by_its_record_as_a_copy() -> None:
    first = open_page(ACTIONS, perso=encode_scenario(LONG), scenario=LONG.key)
    press(first, "ajouter_welcome_service")
    store: ScenarioStore = wiring.load_store()
    territory = wiring.load_project().territory.key
    assert store.list(territory) == ()
    assert [len(own.actions) for own in read_own(first)] == [2]
    press(first, "enregistrer")
    assert re.search(r"id\.[A-Za-z0-9_-]+", str(first.query_params["perso"]))
    (original,) = store.list(territory)
    second = open_page(ACTIONS, perso=f"id.{original.id}", scenario=LONG.key)
    press(second, "ajouter_company_awareness")
    assert store.list(territory) == (original,)
    press(second, "enregistrer")
    assert "le scénario dont il est la copie n'a pas changé" in read_text(second)
    assert store.get(original.id) == original
    copies = [item for item in store.list(original.territory_key) if item.copied_from == original.id]
    assert [len(item.scenario.actions) for item in copies] == [3]


@pytest.mark.parametrize("url", ["postgresql://personne@127.0.0.1:1/rien", "mysql://ailleurs"])
def test_without_a_database_the_visit_goes_on_alone(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ALPSAT_DATABASE_URL", url)
    app = open_page(ACTIONS, perso=encode_scenario(LONG), scenario=LONG.key)
    press(app, "ajouter_welcome_service")
    press(app, "enregistrer")
    assert read_text(app).count("La base des scénarios ne répond pas") == 1
    app.button_group(key="choix_volet").set_value("library").run()
    assert not app.exception
    assert [len(own.actions) for own in read_own(app)] == [2]


def test_a_link_to_a_record_says_so_when_the_database_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATABASE_URL", "mysql://ailleurs")
    app = open_page(ACTIONS, perso="id." + "A" * 22)
    assert "La base des scénarios ne répond pas" in read_text(app)


def test_a_link_to_a_scenario_that_is_gone_says_so_in_the_language_of_its_reader() -> None:
    store, territory = wiring.load_store(), wiring.load_project().territory.key
    kept = store.save(FRUGAL, territory, Actor(is_alone=True))
    store.discard(kept.id, 1, Actor(is_alone=True))
    text = read_text(open_page(ACTIONS, perso=f"id.{kept.id}", langue="en"))
    assert f"No scenario is saved under “{kept.id}”, it may have been deleted: ask for another link" in text
    assert "Aucun scénario" not in text


def test_the_export_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "deux-espaces.yaml"
    path.write_text(write_scenario(FRUGAL), "utf-8")
    app = open_page(ACTIONS)
    app.file_uploader[0].upload(path.name, path.read_bytes(), "application/yaml").run()
    assert not app.exception
    assert read_own(app) == [FRUGAL]


def test_a_bad_file_gives_every_finding_with_its_line() -> None:
    text = (
        "key: essai\nname: Essai\nactions:\n"
        '  - type: open_space\n    places: ["75056"]\n'
        "  - type: fly_to_the_moon\n"
        "  - type: shared_platform\n"
    )
    app = open_page(ACTIONS)
    app.file_uploader[0].upload("essai.yaml", text.encode(), "application/yaml").run()
    said = read_text(app)
    assert re.search(r"essai\.yaml, ligne 4 : .*75056", said)
    assert re.search(r"essai\.yaml, ligne 6 : .*fly_to_the_moon", said)
    assert read_own(app) == []


def test_hostile_files_are_told_in_few_sentences_and_nothing_is_kept() -> None:
    app = open_page(ACTIONS)
    faults = "key: essai\nname: Essai\nactions: []\n" + "".join(f"k{n}: x\n" for n in range(5000))
    for content, words, count in (
        (ALIAS_BOMB, "essai.yaml, ligne 1 : « &a » renvoie d'une partie du fichier à une autre", 1),
        (faults.encode(), "… et 4\u202f950 autres points.", SHOWN_AT_MOST + 1),
    ):
        app.file_uploader[0].upload("essai.yaml", content, "application/yaml").run()
        assert not app.exception
        assert words in read_text(app)
        (notice,) = [block for block in map(read_block, app.get("html")) if "n'a pas pu être importé" in block]
        assert notice.count("<li>") == count
    assert read_own(app) == []
    assert wiring.load_store().list(wiring.load_project().territory.key) == ()


def read_block(block: object) -> str:
    return unescape(str(block.proto.body))  # type: ignore[attr-defined]


def _hear_twice() -> None:
    # The harness runs this function alone.
    import streamlit as st  # noqa: PLC0415

    from alpsat_geo.app.core import state  # noqa: PLC0415
    from alpsat_geo.app.parts import maps as map_view  # noqa: PLC0415
    from alpsat_geo.app.parts.scenarios import book as scenario_book  # noqa: PLC0415

    state.open_visit()
    key = scenario_book.stamp("modele_1")
    st.session_state["heard"] = [scenario_book.is_current(key)]
    scenario_book.redraw(step=0)
    st.session_state["heard"] += [scenario_book.is_current(key), scenario_book.is_current(scenario_book.stamp("x"))]
    st.session_state["communes"] = []
    events = [
        ("05065", [7, 1]),
        ("05003", [7, 2]),
        ("05065", [7, 1]),
        ("05003", [7, 2]),
        ("05003", [9, 1]),
        (None, [9, 1]),
    ]
    for code, click in events:
        map_view._take_map_event({"commune": code, "view": None, "click": click}, st.session_state["communes"].append)


def test_what_the_browser_tells_once_more_is_not_believed() -> None:
    app = AppTest.from_function(_hear_twice, default_timeout=60).run()
    assert not app.exception
    assert app.session_state["heard"] == [True, False, True]
    assert app.session_state["communes"] == ["05065", "05003", "05003"]


def test_what_is_taken_when_nothing_is_given_is_written_as_a_count() -> None:
    extended = Scenario("agrandir", "Agrandir", actions=(ActionChoice("extend_space"),))
    app = open_page(ACTIONS, perso=encode_scenario(extended), scenario=extended.key, action="1")
    (field,) = (field for field in app.number_input if field.label == "Places ajoutées")
    assert field.placeholder == "estimé\u00a0: 4\u00a0places"
