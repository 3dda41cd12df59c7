"""The table of every scenario says what `evaluate` says, in every order, and leaves as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.app.parts import place_table
from alpsat_geo.app.parts.place_table import write_csv
from alpsat_geo.commands.evaluate import evaluate_scenarios, scenarios_document
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.viability import judge_viability
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.place_columns import Column
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

OWN = Scenario("a-moi", "À moi", actions=(ActionChoice("open_space", ("05065", "05003"), {"kind": "frugal"}),))


def test_every_scenario_is_in_one_table_that_sorts_and_leaves_as_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def keep(codes: Sequence[str], columns: Sequence[Column], code_heading: str, corrections: str) -> bytes:
        written.append(write_csv(codes, columns, code_heading, corrections).decode("utf-8-sig"))
        return written[-1].encode()

    monkeypatch.setattr(place_table, "write_csv", keep)
    app = open_page("pages/comparer.py", perso=encode_scenario(OWN), scenarios="ne-rien-faire,a-moi", saison="ete")
    assert written == [], "nothing is computed before somebody opens the table"
    app.session_state["chiffres_montres"] = "all"
    open_box(app, "tableau_tout")
    project = wiring.load_project()
    scenarios = (*project.scenarios, OWN)
    table = list(csv.DictReader(io.StringIO(written[-1]), delimiter=";"))
    assert [row["Clé du scénario"] for row in table] == [scenario.key for scenario in scenarios]
    assert [row["Origine"] for row in table] == ["projet"] * len(project.scenarios) + ["le vôtre"]
    problem = project.pose(Settings("summer", 20.0))
    drawn, central = evaluate_scenarios(scenarios, problem)
    document: list[Any] = [*scenarios_document(problem, drawn, central)]
    for row, said, outcome in zip(table, document, drawn, strict=True):
        for key, criterion in CRITERIA_BY_KEY.items():
            heading = next(name for name in row if name.startswith(criterion.label))
            ends = (heading, f"{heading}, 5e centile des simulations", f"{heading}, 95e centile des simulations")
            found = [float(row[end].replace(",", ".")) if row[end] else None for end in ends]
            figures = said["criteria"][key]
            assert found == pytest.approx([figures["value"], figures["low"], figures["high"]]), (row, key)
        lives = judge_viability(outcome, problem.criteria)
        counted = [float(row[name]) for name in row if name.startswith("Nouveaux espaces qui ")]
        assert counted == [lives.hold_count, lives.uncertain_count, lives.lose_count]
        assert bool(row["Actions sans effet ici"]) == bool(lives.without_effect)
    app.selectbox(key="tri_scenarios").set_value("Usagers réguliers des espaces (usagers)").run()
    app.toggle(key="sens_scenarios").set_value(True).run()
    body = next(str(block.proto.body) for block in app.get("html") if "Actions sans effet ici" in str(block.proto.body))
    order = re.findall(r'<th scope="row">(.*?)</th>', body)
    users = {row["Scénario"]: float(row["Usagers réguliers des espaces (usagers)"].replace(",", ".")) for row in table}
    assert len(order) == len(scenarios)
    assert [users[name.replace("&#39;", "'")] for name in order] == sorted(users.values(), reverse=True)
    assert "Erreur" not in read_text(app)
