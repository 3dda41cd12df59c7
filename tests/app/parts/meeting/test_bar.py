"""A meeting without a browser: it begins on any page, walks its steps, and its link holds the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from alpsat_geo.app.core.login.settings import read_settings
from alpsat_geo.app.parts.meeting import line
from alpsat_geo.report.address.meeting import STEPS_AT_MOST, Step, decode_steps, encode_steps
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Database
from alpsat_geo.store.meetings import MeetingStore, Showing
from alpsat_geo.store.tokens import make_token
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

AROUND = ["Affichage · FR", "Se connecter", "Vie privée"]
SUMMER, WINTER = (("v", "1"), ("saison", "ete")), (("v", "1"), ("minutes", "15"))


@pytest.fixture
def _hosted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be a dashboard whose staff logs in."""
    monkeypatch.setenv("ALPSAT_MODE", "hosted")
    monkeypatch.setenv("ALPSAT_PUBLIC_URL", "https://alpsat.example")
    monkeypatch.setenv("ALPSAT_COOKIE_SECRET", "c" * 64)
    monkeypatch.setenv("ALPSAT_STAFF_PASSWORD", "a long password of the staff")
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


class CountedStore(MeetingStore):
    """Meetings that note what is read of them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._readings: list[str] = []

    def read_revision(self, code: str) -> int:
        self._readings.append("number")
        return super().read_revision(code)

    def get(self, code: str) -> Showing:
        self._readings.append("view")
        return super().get(code)

    def take_readings(self) -> list[str]:
        """Return what was read since this was last asked."""
        taken, self._readings = self._readings, []
        return taken


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountedStore]:
    database = Database.connect()
    counted = CountedStore(database)
    monkeypatch.setattr(line, "load_meetings", lambda: counted)
    yield counted
    database.close()


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=f"reunion_{key}").click().run()
    assert not app.exception
    return app


def read_steps(app: AppTest) -> tuple[Step, ...]:
    steps = decode_steps(app.query_params["etapes"])
    assert steps is not None
    return steps


def test_without_preparation_a_meeting_walks_the_usual_steps_from_where_one_stands() -> None:
    app = open_page("pages/comparer.py", saison="ete")
    assert "sur 6" not in read_text(app)
    press(app, "commencer")
    assert "3 sur 6 Comparer" in read_text(app)
    assert app.button(key="reunion_suivant").label == "Suivant\u00a0: Implanter"
    assert app.query_params["reunion"] == "oui"
    press(app, "precedent")
    assert "2 sur 6 Composer" in read_text(app)
    assert "Avec tant d'argent par an" in read_text(app)
    # What one chose stays from one step to the next.
    assert (app.query_params["saison"], app.query_params["etape"]) == ("ete", "2")
    press(app, "quitter")
    assert "reunion" not in app.query_params


def test_the_address_says_the_step_of_the_page_that_is_shown() -> None:
    # What Back leaves in the address of a page: the step of the page after it.
    app = open_page("pages/composer.py", reunion="oui", etape="3")
    assert "2 sur 6 Composer" in read_text(app)
    assert app.query_params["etape"] == "2"
    # A page that is no step leaves the step that was chosen last.
    app = open_page("pages/donnees.py", reunion="oui", etape="3")
    assert app.query_params["etape"] == "3"


def test_prepared_steps_show_what_they_held_and_the_widgets_with_them() -> None:
    steps = (Step("territoire", "Le Queyras", SUMMER), Step("territoire", "", WINTER), Step("nulle-part"))
    app = open_page("pages/territoire.py", reunion="oui", etapes=encode_steps(steps), minutes="25", langue="fr")
    assert "1 sur 2 Le Queyras" in read_text(app)
    press(app, "suivant")
    assert "2 sur 2 Territoire" in read_text(app)
    assert (app.slider(key="choix_minutes").value, app.radio(key="choix_saison").value) == (15, "winter")
    press(app, "precedent")
    assert (app.slider(key="choix_minutes").value, app.radio(key="choix_saison").value) == (20, "summer")
    assert app.button(key="reunion_precedent").disabled


def test_an_officer_prepares_the_list_and_its_link_holds_it() -> None:
    app = open_page("pages/territoire.py", reunion="preparation", saison="ete")
    press(app, "ajouter")
    app.slider(key="choix_minutes").set_value(15).run()
    press(app, "ajouter")
    assert "Étapes préparées : 2." in read_text(app)
    first, second = read_steps(app)
    assert dict(first.view)["saison"] == dict(second.view)["saison"] == "ete"
    assert (dict(first.view).get("minutes"), dict(second.view)["minutes"]) == (None, "15")
    open_box(app, "reunion_etapes")
    app.text_input(key="reunion_nom").set_value("À <b>quinze</b> minutes").run()
    press(open_box(app, "reunion_etapes"), "avancer")
    assert [step.title for step in read_steps(app)] == ["À <b>quinze</b> minutes", ""]
    press(open_box(app, "reunion_etapes"), "retirer")
    assert read_steps(app) == (first,)
    press(app, "lancer")
    assert "1 sur 1 Territoire" in read_text(app)
    assert app.slider(key="choix_minutes").value == 20


def test_a_list_that_is_full_says_so() -> None:
    app = open_page("pages/territoire.py", reunion="preparation", etapes=encode_steps((Step("suivi"),) * STEPS_AT_MOST))
    press(app, "ajouter")
    assert f"Une réunion a au plus {STEPS_AT_MOST} étapes" in read_text(app)
    assert len(read_steps(app)) == STEPS_AT_MOST


def list_around(app: AppTest) -> list[str]:
    """Return what stands around a page: the looks, the account, a link at its foot."""
    labels = [box.proto.popover.label for box in app.get("popover")] + [button.label for button in app.button]
    return [label for label in labels if label in AROUND]


@pytest.mark.usefixtures("_hosted")
def test_what_a_meeting_hides_is_not_drawn() -> None:
    app = open_page("pages/territoire.py", reunion="preparation")
    assert list_around(app) == AROUND
    press(app, "lancer")
    assert "1 sur 6 Territoire" in read_text(app)
    assert list_around(app) == []
    press(app, "quitter")
    assert list_around(app) == AROUND


def test_who_follows_reads_the_line_once_a_page(store: CountedStore) -> None:
    presenter = Actor(make_token())
    shown = {"page": "comparer", "view": {}, "place": 3, "count": 6, "title": ""}
    code = store.open_meeting(shown, presenter)
    app = open_page("pages/comparer.py", suivre=code)
    assert "Vous suivez la réunion 3 sur 6 Comparer" in read_text(app)
    assert store.take_readings() == ["number", "view"]
    app.run()
    assert store.take_readings() == ["number"]
    # The page that is left reads what is shown now, then the page that is turned to reads that it is up to date.
    store.show(code, {**shown, "page": "composer", "place": 2}, presenter)
    app.run()
    assert "Vous suivez la réunion 2 sur 6 Composer" in read_text(app)
    assert store.take_readings() == ["number", "view", "number"]
