"""Two people on one server that others can reach: neither changes nor erases what the other made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Database
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tables import Base
from tests.browser.building import add_action
from tests.browser.conftest import Devices, guard_visits, run_server
from tests.browser.visits import PHONE, OpenVisit, Visit, open_list
from tests.ports import find_free_port

pytestmark = pytest.mark.browser

EMPTY_IMAGE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
NAME = "Nom du scénario"
LONG = Scenario(
    "tres-long",
    "Un scénario très long",
    # Digits of irrational numbers do not compress.
    " ".join(str(n**0.5) for n in range(2, 60))[:990],
    (ActionChoice("shared_platform"), ActionChoice("open_space", ("05065", "05003"))),
)


@dataclass(frozen=True)
class Shared:
    """A server that says it is shared, and its database."""

    visit: OpenVisit
    scenarios: ScenarioStore
    follow_up: FollowUpStore


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Database]]:
    """Start a server that says it is shared, once; return its address and its database."""
    folder, port = tmp_path_factory.mktemp("shared"), find_free_port()
    database = Database.connect(f"sqlite:///{folder / 'alpsat.sqlite3'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALPSAT_MODE", "shared")
        with run_server(port, folder):
            yield f"http://127.0.0.1:{port}", database
    database.close()


@pytest.fixture
def shared(devices: Devices, served: tuple[str, Database]) -> Iterator[Shared]:
    address, database = served
    with database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    with guard_visits(devices, address) as visit:
        yield Shared(visit, ScenarioStore(database), FollowUpStore(database))


def rename(opened: Visit, name: str) -> None:
    with opened.asking():
        opened.page.get_by_role("textbox", name=NAME).fill(name)
        opened.page.get_by_role("textbox", name=NAME).press("Tab")
    expect(opened.page.get_by_role("button", name="Enregistrer", exact=True)).to_be_enabled()


def save(opened: Visit) -> None:
    with opened.asking():
        opened.page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(opened.page.get_by_role("button", name="Enregistré", exact=True)).to_be_disabled()


def open_saved(opened: Visit, name: str) -> None:
    opened.choose("La bibliothèque")
    kept = opened.page.locator("[class*='st-key-archive_']", has_text=re.compile(name))
    with opened.asking():
        kept.get_by_role("button", name=re.compile("^Ouvrir")).click()
    opened.page.locator(".ag-step").first.wait_for()


def choose_from_list(opened: Visit, label: str, words: str) -> None:
    """Open a list, and take the choice that holds these words."""
    box = opened.page.get_by_role("combobox", name=re.compile(label))
    box.wait_for()
    opened.settle()
    open_list(opened.page, box)
    with opened.asking():
        opened.page.get_by_role("option", name=re.compile(r"\s".join(words.split()))).click()


def test_what_one_saves_is_opened_as_a_copy_by_others_and_in_place_by_oneself(shared: Shared) -> None:
    first = shared.visit("/territoire")
    # Reached from another page: the browser is named while it stands here.
    with first.asking():
        first.page.get_by_role("link", name="Actions").click()
    add_action(first, "Accueil et accompagnement")
    rename(first, "Accueillir")
    save(first)
    (kept,) = shared.scenarios.list(EMBEDDED_TERRITORY)
    second = shared.visit("/actions", PHONE, has_map=False)
    open_saved(second, "Accueillir")
    rename(second, "Accueillir autrement")
    save(second)
    expect(second.page.get_by_text("le scénario dont il est la copie n'a pas changé")).to_be_visible()
    assert shared.scenarios.get(kept.id) == kept
    (copy,) = (found for found in shared.scenarios.list(EMBEDDED_TERRITORY) if found.id != kept.id)
    assert (copy.scenario.name, copy.copied_from) == ("Accueillir autrement", kept.id)
    # Its author comes back, in another tab of the same browser.
    again = Visit(first.page.context.new_page(), first.address)
    again.open("/actions", has_map=False)
    open_saved(again, "Accueillir.*le vôtre")
    rename(again, "Accueillir mieux")
    save(again)
    now = shared.scenarios.get(kept.id)
    assert (now.scenario.name, now.revision) == ("Accueillir mieux", 2)
    assert len(shared.scenarios.list(EMBEDDED_TERRITORY)) == 2


def test_what_one_promises_and_observes_is_read_by_others_and_changed_by_oneself(shared: Shared) -> None:
    opened = shared.visit("/suivi", has_map=False)
    first = opened.page
    with opened.asking():
        first.get_by_role("button", name="Enregistrer cette prévision").click()
    expect(first.get_by_text("elle ne changera plus")).to_be_visible()
    for label, text in (("Date (jour", "31/01/2026"), ("Valeur (habitants)", "30000"), ("D'où vient", "comptage")):
        with opened.asking():
            first.get_by_label(label).fill(text)
            first.get_by_label(label).press("Tab")
    first.get_by_role("button", name="Inscrire la valeur").click()
    expect(first.get_by_text("La valeur du 31 janvier 2026 est inscrite.")).to_be_visible()
    promised = shared.follow_up.list_promised(EMBEDDED_TERRITORY)
    observed = shared.follow_up.list_observed_by_promise(EMBEDDED_TERRITORY)
    second = shared.visit(re.sub(r"^https?://[^/]+", "", first.url), has_map=False).page
    expect(second.get_by_text("a été enregistrée depuis un autre appareil")).to_be_visible()
    expect(second.get_by_role("region", name=re.compile("Valeurs observées"))).to_contain_text("30\u202f000")
    for name in ("Inscrire la valeur", "Retirer la prévision", "Effacer cette valeur"):
        expect(second.get_by_role("button", name=name)).to_have_count(0)
    assert second.locator("summary", has_text="Corriger ou effacer").count() == 0
    assert shared.follow_up.list_promised(EMBEDDED_TERRITORY) == promised
    assert shared.follow_up.list_observed_by_promise(EMBEDDED_TERRITORY) == observed
    with opened.asking():
        first.reload()
    first.locator("summary", has_text="Corriger ou effacer").click()
    choose_from_list(opened, "Effacer une valeur", "31 janvier 2026")
    first.get_by_role("button", name="Effacer cette valeur").click()
    expect(first.get_by_text("La valeur est effacée.")).to_be_visible()
    assert shared.follow_up.list_observed_by_promise(EMBEDDED_TERRITORY) == {}


def test_a_long_draft_is_nobodys_to_read_before_it_is_saved_and_comes_back_whole(shared: Shared) -> None:
    code = encode_scenario(LONG)
    assert len(code) > 600
    first = shared.visit(f"/actions?perso={code}&scenario={LONG.key}", has_map=False)
    add_action(first, "Accueil et accompagnement")
    expect(first.page.locator(".ag-step")).to_have_count(3)
    assert shared.scenarios.list(EMBEDDED_TERRITORY) == ()
    first.page.reload()
    expect(first.page.locator(".ag-step")).to_have_count(3)
    save(first)
    expect(first.page).to_have_url(re.compile(r"perso=id\."))
    (kept,) = shared.scenarios.list(EMBEDDED_TERRITORY)
    assert len(kept.scenario.actions) == 3


def test_rows_of_before_that_are_nobodys_are_read_and_never_changed(shared: Shared) -> None:
    older = shared.scenarios.save(LONG, EMBEDDED_TERRITORY, Actor(is_alone=True))
    opened = shared.visit("/actions", has_map=False)
    open_saved(opened, LONG.name)
    rename(opened, "Repris")
    save(opened)
    assert shared.scenarios.get(older.id) == older
    assert len(shared.scenarios.list(EMBEDDED_TERRITORY)) == 2


def test_a_browser_that_refuses_cookies_is_told_and_keeps_nothing(shared: Shared) -> None:
    opened = shared.visit("/territoire")
    page = opened.page
    # The image comes without its cookie, as to a browser that takes none.
    page.context.route("**/appareil/*", lambda route: route.fulfill(content_type="image/svg+xml", body=EMPTY_IMAGE))
    with opened.asking():
        page.get_by_role("link", name="Actions").click()
    add_action(opened, "Accueil et accompagnement")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("ce navigateur refuse le témoin (cookie)")).to_be_visible()
    assert shared.scenarios.list(EMBEDDED_TERRITORY) == ()
