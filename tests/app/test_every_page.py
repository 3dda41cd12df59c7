"""What holds of every page, whatever it shows: sound words, a broken address, a stopped database."""

from __future__ import annotations

import dataclasses
import re

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.visits import ROOT, open_page, read_text

PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py") if path.name != "entree.py")
OPENED = ("territoire", "epci", "commune", "implanter", "plans", "courbe")
OF_A_COMPARISON = ("efforts", "pourquoi", "lieux", "tout")
OPENED_BOXES = tuple(f"tableau_{name}" for name in (*OPENED, *OF_A_COMPARISON, "installer"))

# Python's words for what is missing, names of code, and traces of errors.
RAW = re.compile(r"\b(nan|NaN|None|inf|Traceback|True|False)\b|\b[a-z]+_(?:eur|km|min|share|count|pct|code|key)\b")


HOSTILE = Scenario("le-mien", '<script>"Mien" & l\'autre', "<script>", (ActionChoice("shared_platform"),))
NAMING = ("pages/actions.py", "pages/comparer.py", "pages/dossier.py", "pages/suivi.py")

pytestmark = pytest.mark.usefixtures("in_project")


def read_labels(app: AppTest) -> str:
    widgets = [*app.button, *app.selectbox, *app.radio, *app.slider, *app.toggle, *app.text_input, *app.number_input]
    widgets += [*app.multiselect, *app.expander, *app.tabs, *app.button_group]
    return " | ".join(str(widget.label) for widget in widgets)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_raw_word_nor_takes_a_name_for_html(page: str) -> None:
    own = {"perso": encode_scenario(HOSTILE), **dict.fromkeys(("scenario", "dossier"), HOSTILE.key)}
    app = open_page(page, commune="05065", scenarios=f"ne-rien-faire,{HOSTILE.key}", **own)
    for box in OPENED_BOXES:
        app.session_state[box] = True
    app.run()
    assert not app.exception
    said = f"{read_text(app)} | {read_labels(app)}"
    assert RAW.findall(said) == []
    assert [criterion.key for criterion in CRITERIA if f" {criterion.key} " in said] == []
    markup = "".join(str(block.proto.body) for block in app.get("html"))
    assert (HOSTILE.name in said) == (page in NAMING)
    # Escaped once: neither read as a tag, nor shown as the text of one.
    assert "<script" not in markup
    assert "&lt;/" not in markup
    assert "&amp;lt;" not in markup


@pytest.mark.parametrize("page", PAGES)
def test_a_mangled_link_opens_the_page_and_says_so(page: str) -> None:
    names = [item.metadata["name"] for item in dataclasses.fields(AppState)]
    app = open_page(page, v="1", **dict.fromkeys(names, "%%<b>x</b>,,"))
    said = read_text(app)
    assert "Le lien donne pour la saison la valeur" in said
    assert "<b>" not in "".join(str(block.proto.body) for block in app.get("html") if "ag-notice" in block.proto.body)


WIDGETS = (
    *("slider", "select_slider", "radio", "selectbox", "multiselect", "toggle", "checkbox"),
    *("button_group", "number_input", "text_input", "text_area"),
)
STARTS = {True: ("value", "values", "raw_value", "raw_values"), False: ("default",)}


def list_first_values(app: AppTest) -> dict[str, str]:
    """List by widget the value that a browser which draws it now starts from, as Streamlit's page does."""
    widgets = {widget.proto.id: widget.proto for kind in WIDGETS for widget in app.get(kind)}
    return {
        key: str([getattr(proto, name) for name in dir(proto) if name in STARTS[proto.set_value]])
        for key, proto in widgets.items()
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_browser_that_comes_late_starts_from_the_values_of_the_visit(page: str) -> None:
    app = open_page(page, v="1", saison="ete", minutes="25", espaces="2", commune="05065")
    first = list_first_values(app)
    # A run that begins before the browser has drawn a widget hears nothing of it.
    app._run(WidgetStates())
    assert list_first_values(app) == first
    # Once it has told a value, that is the browser's own; the harness tells no empty list.
    app.run()
    told = [widget for kind in WIDGETS if kind != "button_group" for widget in app.get(kind)]
    assert [str(widget) for widget in told if widget.proto.set_value and getattr(widget, "value", None) != []] == []


STOPPED, UNKNOWN = "postgresql://personne@127.0.0.1:1/rien", "mysql://ailleurs"
# The pages that show scenarios, votes and promises read the database each in its own way.
READERS = ("pages/actions.py", "pages/concertation.py", "pages/suivi.py")


@pytest.mark.parametrize(
    ("page", "url"), [*((page, STOPPED) for page in PAGES), *((page, UNKNOWN) for page in READERS)]
)
def test_a_stopped_database_is_said_and_leaves_a_way_on(monkeypatch: pytest.MonkeyPatch, page: str, url: str) -> None:
    monkeypatch.setenv("ALPSAT_DATABASE_URL", url)
    app = open_page(page, perso="id." + "A" * 22)
    said = read_text(app)
    assert re.search(r"La base (des scénarios|de données) ne répond pas", said)
    assert not re.search(r"Traceback|sqlalchemy|psycopg|127\.0\.0\.1", said)
    # The page is there, with something to go on with.
    assert len(app.get("html")) > 1
