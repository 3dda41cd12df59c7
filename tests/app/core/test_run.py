"""A run reads the visit, and writes its address once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from streamlit.runtime.state.query_params_proxy import QueryParamsProxy

from alpsat_geo.app.core import state
from alpsat_geo.report import language
from alpsat_geo.report.language import speak
from tests.app.visits import open_page

pytestmark = pytest.mark.usefixtures("in_project")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Return the addresses that are written."""
    found: list[dict[str, object]] = []
    write = QueryParamsProxy.from_dict

    def write_and_keep(self: QueryParamsProxy, params: Mapping[str, str]) -> None:
        found.append(dict(params))
        write(self, params)

    monkeypatch.setattr(QueryParamsProxy, "from_dict", write_and_keep)
    return found


def test_a_run_writes_the_address_once_and_only_when_it_changes(written: list[dict[str, object]]) -> None:
    app = open_page("pages/territoire.py", saison="ete", minutes="24")
    assert written == [{"v": "1", "saison": "ete", "minutes": "24"}]
    app.slider(key="choix_minutes").set_value(27).run()
    assert written[1:] == [{"v": "1", "saison": "ete", "minutes": "27"}]
    app.run()
    assert len(written) == 2
    app.switch_page("pages/comparer.py").run()
    (address,) = written[2:]
    assert (address["saison"], address["minutes"]) == ("ete", "27")


def test_a_run_asks_once_who_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("pages/territoire.py", langue="de")
    asked: list[str | None] = []

    def find() -> str | None:
        asked.append(state.find_language())
        return asked[-1]

    monkeypatch.setattr(language, "_find_language", [find])
    with speak("de"):  # the harness reads the choices itself
        app.slider(key="choix_minutes").set_value(27).run()
    assert app.selectbox(key="choix_dimension").label == "Was die Karte zeigt"
    # Before the run, Streamlit reads by their labels what its widgets hold; the page itself says hundreds of sentences.
    assert len(asked) < 5
