from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alpsat_geo.commands.site import parse_kind, parse_objective, parse_seasons, site_document, site_text
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.siting.problem import Objective
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project


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
