"""The ten pages, and the commands, on a territory of which only the identity of the communes is known."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from alpsat_geo.__main__ import app as command_line
from alpsat_geo.app.core import wiring
from alpsat_geo.app.core.page_table import (
    ACTIONS,
    COMPARISON,
    CONSULTATION,
    FOLLOW_UP,
    METHOD,
    PAGES,
    SETTLING,
    TERRITORY,
)
from alpsat_geo.domain.blanks import BlankError
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.figures import format_number
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Promise
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.app.visits import ROOT, open_box, open_page, read_text
from tests.blank_pack import COMMUNES, KEY, make_blank_pack

pytestmark = pytest.mark.usefixtures("in_project")

RANKING = "Impossible de classer encore"
MENS = "38226"
# Groups of digits: 7 606 is 7 and 606.
NUMBER = re.compile(r"\d+(?:,\d+)?")


@pytest.fixture(autouse=True)
def _blank(_own_store: None, tmp_path: Path) -> None:
    make_blank_pack(tmp_path / "data" / "territories")


def name_ours(territory: Territory) -> set[str]:
    """Name what is on our territory alone."""
    spaces = {space.name for space in territory.spaces} - {"Quai9"}
    return {*territory.communes.names, *(epci.name for epci in territory.epcis), *spaces, "Queyras", "Izoard"}


def find_numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_a_page_opens_and_says_what_is_missing(page, territory: Territory) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    app = open_page(page.script, territoire=KEY, commune=MENS)
    text = read_text(app)
    assert not [name for name in name_ours(territory) if re.search(rf"\b{re.escape(name)}\b", text)]
    assert "trois communautés" not in text
    if page not in {TERRITORY, ACTIONS, SETTLING, METHOD}:
        assert text.count(RANKING) == 1
        assert f"refresh --territory {KEY}" in text
    if page in {TERRITORY, SETTLING}:
        assert text.count("donnée absente") > 10
        assert find_numbers(text) <= list_known_numbers()
    # Each link of the page says which territory it shows.
    assert app.query_params["territoire"] == KEY


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_a_lead_says_only_what_the_page_allows(page) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    (header,) = [
        block.proto.body for block in open_page(page.script, territoire=KEY).get("html") if "<h1" in block.proto.body
    ]
    lead = re.search(r'class="ag-lead">(.*?)<', header)
    if page == ACTIONS:
        assert lead
        assert "choisissez leurs lieux dans une liste" in lead[1]
        assert "carte" not in lead[1]
    else:
        # Where a refusal takes the place of the page, there is nothing to use.
        assert bool(lead) == (page in {TERRITORY, SETTLING, FOLLOW_UP, METHOD})


def list_known_numbers() -> set[str]:
    """List the numbers that such a page may say: those of the pack, of our sentences, of fixed scales."""
    with (ROOT / "locale" / "en" / "LC_MESSAGES" / "alpsat_geo.po").open("rb") as file:
        sentences = " ".join(str(message.id) for message in read_po(file))
    populations = [population for *_named, population in COMMUNES]
    scales = [end for anchor in read_anchors().values() for end in (anchor.worst, anchor.best)]
    legend = {*map(str, (0, 1, 2, 10, 20, 30, 45, 50, 70, 90, 100, "00")), *(f"{100 * end:g}" for end in scales)}
    years = {"2011", "2016", "2022", "2026"}
    counted = " ".join(format_number(count) for count in (*populations, sum(populations)))
    return find_numbers(f"{sentences} {counted}") | legend | years


def test_nothing_that_ranks_is_computed(tmp_path: Path) -> None:
    chosen = ["--territory", KEY]
    for command in (
        ["evaluate", "plateforme-seule"],
        ["compare", "ne-rien-faire", "plateforme-seule"],
        ["site", "--count", "2"],
        ["compose", "--budget", "60000"],
        ["dossier", "plateforme-seule", "--out", str(tmp_path / "dossier.html")],
    ):
        with pytest.raises(BlankError, match=f"les routes, le recensement.*--territory {KEY}"):
            command_line([*command, *chosen], standalone_mode=False)
    assert not (tmp_path / "dossier.html").exists()


def test_what_is_told_is_null_and_never_zero(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, territory: Territory
) -> None:
    monkeypatch.setenv("ALPSAT_TERRITORY", KEY)
    command_line(["indicators", "--json"], standalone_mode=False)
    for commune in json.loads(capsys.readouterr().out)["communes"]:
        known = {key: value for key, value in commune.items() if isinstance(value, float)}
        assert set(known) == {"population"}
        assert {one["measure"] for one in commune["dimensions"].values()} == {None}
        assert {value for value in commune["funnel"].values() if isinstance(value, float)} == set()
    command_line(["map", "--out", str(tmp_path / "carte.svg")], standalone_mode=False)
    drawn = (tmp_path / "carte.svg").read_text("utf-8")
    assert "donnée absente" in drawn
    assert not [ours for ours in name_ours(territory) if f">{ours}<" in drawn]


def test_a_territory_that_is_not_here_is_said() -> None:
    app = open_page(COMPARISON.script, territoire="vercors")
    assert "Le territoire « vercors » n'est pas sur ce serveur" in read_text(app)
    assert "territoire" not in app.query_params


def test_a_scenario_saved_for_another_territory_is_left_out() -> None:
    store = ScenarioStore.connect()
    scenario = Scenario("a-mens", "Ouvrir à Mens", "", (ActionChoice("open_space", (MENS,)),))
    kept = store.save(scenario, KEY, Actor(is_alone=True))
    app = open_page(ACTIONS.script, perso=f"id.{kept.id}")
    assert "enregistré pour un autre territoire" in read_text(app)
    assert "Ouvrir à Mens" not in read_text(app)
    there = open_page(ACTIONS.script, territoire=KEY, perso=f"id.{kept.id}", scenario="a-mens", action="1")
    assert "Ouvrir à Mens" in [field.value for field in there.text_input]
    assert RANKING in read_text(there)


def test_a_vote_opens_on_its_own_territory() -> None:
    store = ConsultationStore(Database.connect())
    scenarios = read_scenarios(KEY)[:2]
    session, _facilitator = store.open_session(
        KEY, "Que soutenir ?", scenarios, ("inhabitant", "user"), Actor(make_token())
    )
    app = open_page(CONSULTATION.script, session=session.id, commune="05065")
    assert app.query_params["territoire"] == KEY
    assert f"refresh --territory {KEY}" in read_text(app)
    assert "n'est pas dans le territoire" not in read_text(app)


def test_each_territory_has_its_costs() -> None:
    texts = [read_text(open_page(ACTIONS.script, **query)) for query in ({}, {"territoire": KEY})]
    # A welcome service is priced by community: three here, two there.
    here, there = (re.search(r"Accueil et accompagnement.*?Fonctionnement (.*?)/an", text) for text in texts)
    assert here
    assert there
    assert here[1] != there[1]


def test_a_server_reads_again_a_pack_that_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALPSAT_TERRITORY", KEY)
    before = wiring.load_embedded()
    assert wiring.load_embedded() is before
    folder = tmp_path / "data" / "territories" / KEY
    shutil.rmtree(folder)
    make_blank_pack(folder.parent, name="Trièves, Oisans et Matheysine")
    wiring._stamps.clear()
    after = wiring.load_embedded()
    assert after.territory.name == "Trièves, Oisans et Matheysine"
    assert after.identity != before.identity


def test_needs_of_which_nothing_is_known_choose_no_commune() -> None:
    text = read_text(open_page(SETTLING.script, territoire=KEY, besoins="college=20,fibre=90,annee=40", commune=MENS))
    assert "On ne sait pas encore quelles communes conviennent" in text
    assert "Pas encore de données : les routes, " in text
    assert "Mens on ne sait pas" in text
    assert "La fibre on ne sait pas donnée absente Un collège" in text
    assert "donnée absente de résidences principales" not in text
    assert "communes conviennent, à confirmer" not in text
    assert "Voir la fiche de" not in text


def test_an_action_to_be_placed_is_refused_once_and_sends_nobody_to_a_map_that_is_not_there() -> None:
    app = open_page(ACTIONS.script, territoire=KEY)
    app.button(key="ajouter_open_space").click().run()
    assert not app.exception
    for pane in ("map", "catalogue"):
        app.button_group(key="choix_volet").set_value(pane).run()
        text = read_text(app)
        assert text.count(RANKING) == 1
        assert "Choisissez au moins un lieu dans la liste." in text
        (places,) = [field for field in app.multiselect if field.label == "Communes"]
        assert places.placeholder == "Choisir ici"


def test_times_that_wait_for_the_roads_are_said_in_one_sentence_without_a_season(tmp_path: Path) -> None:
    make_blank_pack(tmp_path / "data" / "territories", "en-altitude", altitudes_m="900,800,1000")
    for key, count in ((KEY, 1), ("en-altitude", 2)):
        # Under the map, and where something is known and ranked, in the note on how the answer reads.
        text = read_text(open_page(SETTLING.script, territoire=key, besoins="altitude_max=1200"))
        assert text.count("Pas encore de temps de trajet, car les routes manquent") == count
        assert "routes d'hiver" not in text


def test_a_cost_that_rests_on_missing_data_is_missing() -> None:
    text = read_text(open_page(ACTIONS.script, territoire=KEY))
    fibre = re.search(r"Raccorder les locaux restants à la fibre.*?Fiabilité", text)
    assert fibre
    assert "Coût public donnée absente" in fibre[0]


def test_follow_up_refuses_another_promise_once() -> None:
    # Made before the data of the territory were awaited again.
    kept = Promise("regular_users", "usagers", 12.5, 20.0, 40.0, date(2026, 11, 24), date(2031, 1, 1))
    FollowUpStore(Database.connect()).promise(read_scenarios(KEY)[0], KEY, [kept], Actor(is_alone=True))
    page = open_page(FOLLOW_UP.script, territoire=KEY)
    assert "Prévu : environ 20 usagers" in read_text(page).replace("\u00a0", " ")
    assert read_text(open_box(page, "volet_promesse")).count(RANKING) == 1
    assert "Enregistrer une autre prévision" not in [box.label for box in page.expander]
