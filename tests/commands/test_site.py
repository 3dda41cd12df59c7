from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alpsat_geo.commands.evaluate import evaluate_scenarios, scenarios_document
from alpsat_geo.commands.site import parse_kind, parse_objective, parse_seasons, site_document, site_text
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.siting.problem import Objective
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import write_interval


def request(**changes: Any) -> SitingRequest:  # noqa: ANN401 - fields of the request
    base: dict[str, Any] = {
        "count": 2,
        "budget_eur": None,
        "seasons": ("winter",),
        "catchment_min": 20.0,
        "objective": "coverage",
    }
    return SitingRequest(**(base | changes))


def test_shape_is_that_of_the_contract(project: Project) -> None:
    document = site_document(project, request(count=3))
    assert {"optimal", "near_optimal", "always", "often", "never", "method", "gap"} <= set(document)
    optimal = document["optimal"]
    assert isinstance(optimal, dict)
    assert {"sites", "value"} <= set(optimal)
    assert document["method"] == "enumeration"
    assert document["gap"] == 0.0
    assert len(list(optimal["sites"])) == 3  # type: ignore[arg-type]


def test_best_single_place_by_trying_each(project: Project) -> None:
    baseline = project.baseline
    central = central_draws(project.table, baseline.spaces)
    demand = compute_funnel(baseline, central).demand_users[0]
    minutes = np.asarray(baseline.minutes["winter"])
    open_at = [s.commune_index for j, s in enumerate(baseline.spaces) if central.space_is_open[0, j]]

    def covered(site: int) -> float:
        total = 0.0
        for i in range(36):
            nearest = min(minutes[i, j] for j in (*open_at, site))
            total += demand[i] / (1 + np.exp((nearest - 20.0) / 4.0))
        return total

    values = [covered(site) for site in range(36)]
    optimal = site_document(project, request(count=1))["optimal"]
    assert isinstance(optimal, dict)
    assert optimal["sites"] == [baseline.insee_codes[int(np.argmax(values))]]
    assert optimal["value"] == pytest.approx(max(values))


def test_existing_spaces_are_kept_unless_they_are_ignored(project: Project) -> None:
    kept, ignored = (site_document(project, request(keeps_existing=keeps)) for keeps in (True, False))
    assert kept["existing"] == ["05023", "05023", "05063", "05122"]
    assert ignored["existing"] == []
    assert ignored["without_opening"] == 0.0
    assert kept["optimal"] != ignored["optimal"]


def test_one_place_in_each_epci(project: Project) -> None:
    optimal = site_document(project, request(count=3, one_per_epci=True))["optimal"]
    assert isinstance(optimal, dict)
    sites = optimal["sites"]
    assert isinstance(sites, list)
    places = [project.baseline.insee_codes.index(str(code)) for code in sites]
    assert {int(project.baseline.epci_index[place]) for place in places} == {0, 1, 2}


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
def test_text_names_communes_and_says_that_times_are_estimated(project: Project, objective: Objective) -> None:
    text = site_text(project, request(objective=objective))
    assert "Meilleur plan : " in text
    assert "estimés sur un réseau routier simplifié" in text


def test_words_of_the_call() -> None:
    assert parse_seasons("both") == ("summer", "winter")
    assert parse_seasons("closure_day") == ("closure_day",)
    assert parse_objective("worst") == "worst"
    assert parse_kind("standard") == "standard"


@pytest.mark.parametrize(
    ("parse", "text", "allowed"),
    [
        (parse_seasons, "spring", "summer, winter, closure_day, both"),
        (parse_objective, "best", "coverage, mean, worst"),
        (parse_kind, "palace", "frugal ou standard"),
    ],
)
def test_unknown_word_is_refused_with_those_allowed(parse: Any, text: str, allowed: str) -> None:  # noqa: ANN401 - one of three
    with pytest.raises(InputError, match=f"« {text} » n'existe pas : choisissez .*{allowed}"):
        parse(text)


@pytest.mark.parametrize(("season", "kind"), [("winter", "frugal"), ("summer", "standard")])
def test_a_commune_is_tried_as_evaluate_does(project: Project, season: str, kind: str) -> None:
    asked = request(count=1, seasons=(season,), kind=kind, catchment_min=25.0)
    document: Any = site_document(project, asked, "05065")["test"]
    problem = project.pose(Settings(parse_seasons(season)[0], 25.0))
    opened = Scenario("x", "X", actions=(ActionChoice("open_space", ("05065",), {"kind": kind}),))
    (evaluated,) = scenarios_document(problem, *evaluate_scenarios((opened,), problem))
    assert isinstance(evaluated, dict)
    told: Any = evaluated
    assert document["space"] == told["spaces"][0]
    assert document["users"]["served"] == pytest.approx(told["spaces"][0]["served_users"], abs=1e-9)
    for part in ("low", "value", "high"):
        assert document["users"]["net_new"][part] == told["users"]["net_new"][part]
        for cost in ("capex_eur", "opex_eur_per_year", "net_annual_eur"):
            assert document["cost"][cost][part] == told["cost"][cost][part]
    assert sum(document["users"]["origin_share_by_commune"].values()) == pytest.approx(1)
    assert [signpost["months"] for signpost in document["signposts"]] == [6, 12, 24]
    text = site_text(project, asked, "05065")
    users = document["users"]["served"]
    assert write_interval(Interval(users["low"], users["value"], users["high"])) in text
    planned: Any = site_document(project, asked)
    assert document["frequency_share"] == planned["frequency_share"]["05065"]


def test_the_best_commune_tried_alone_is_the_plan_of_one(project: Project) -> None:
    planned: Any = site_document(project, request(count=1))
    (best,) = planned["optimal"]["sites"]
    document: Any = site_document(project, request(count=1), best)
    assert document["test"]["cost"] == document["cost"]


def test_a_commune_from_elsewhere_is_refused(project: Project) -> None:
    with pytest.raises(InputError, match="« 75056 » n'est pas dans le territoire"):
        site_document(project, request(), "75056")
