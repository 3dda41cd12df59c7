"""What a commune is told: the numbers of ``evaluate`` for it, and none of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest

from alpsat_geo.commands.evaluate import evaluate_scenarios, scenarios_document
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.territory import Season
from alpsat_geo.report.commune.change import Change, Road, find_road_today, measure_changes
from alpsat_geo.report.commune.sentence import tell_placed, tell_scenario, tell_scenarios, tell_today
from alpsat_geo.report.commune.table import write_commune_table
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.report.figures import format_minutes, tell_range
from alpsat_geo.report.language import LOCALES, _, speak
from alpsat_geo.report.questions import Situation
from alpsat_geo.sources.scenarios import read_scenarios
from tests.embedded import open_embedded

SCENARIOS = {scenario.key: scenario for scenario in read_scenarios()}
COMPARED = ("ne-rien-faire", "espaces-frugaux", "plateforme-et-accueil", "navette-vers-guillestre")
CEILLAC, GUILLESTRE, BRIANCON = "05026", "05065", "05023"
NOTHING = Interval(0.0, 0.0, 0.0)


@cache
def evaluate(key: str, season: Season, catchment_min: float, bearer: Bearer = "host") -> Mapping[str, Any]:
    """Return what ``evaluate --json`` says of a scenario."""
    problem = open_embedded().pose(Settings(season, catchment_min))
    (document,) = scenarios_document(problem, *evaluate_scenarios((SCENARIOS[key],), problem), bearer)
    assert isinstance(document, dict)
    return document


@cache
def situate(key: str, season: Season, catchment_min: float) -> Situation:
    return Situation(open_embedded(), (SCENARIOS[key],), Settings(season, catchment_min))


def measure(key: str, code: str, season: Season, catchment_min: float, bearer: Bearer = "host") -> Change:
    position = open_embedded().baseline.commune_position(code)
    (change,) = measure_changes(situate(key, season, catchment_min), position, bearer)
    return change


def tell(key: str, code: str = CEILLAC, season: Season = "winter", catchment_min: float = 20) -> str:
    return tell_scenario(code, SCENARIOS[key].name, measure(key, code, season, catchment_min), catchment_min)


def read(figure: Mapping[str, float]) -> Interval:
    return Interval(figure["low"], figure["value"], figure["high"])


@pytest.mark.parametrize(
    ("season", "catchment_min", "bearer"),
    [("winter", 20.0, "host"), ("summer", 12.0, "petr"), ("closure_day", 30.0, "epci")],
)
def test_every_commune_reads_the_numbers_of_evaluate(season: Season, catchment_min: float, bearer: Bearer) -> None:
    for key, code in product(COMPARED, open_embedded().baseline.insee_codes):
        told, change = evaluate(key, season, catchment_min, bearer), measure(key, code, season, catchment_min, bearer)
        criteria = told["criteria"]
        assert change.users == read(criteria["regular_users"]["by_commune"][code])
        assert change.users_gained == read(told["users"]["net_new_by_commune"][code])
        assert change.inhabitants_gained == read(criteria["additional_inhabitants"]["by_commune"][code])
        assert change.cost_eur_per_year == read(criteria["net_public_cost"]["by_commune"][code])
        minutes = told["nearest_space_min"]
        assert change.road.before_min == minutes["today_by_commune"][code]
        assert change.road.after_min == minutes["by_commune"][code]


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    ("key", "code", "season", "catchment_min"),
    [
        ("espaces-frugaux", CEILLAC, "winter", 20.0),
        ("espaces-frugaux", GUILLESTRE, "summer", 15.0),
        ("plateforme-et-accueil", BRIANCON, "closure_day", 30.0),
        ("espace-standard-par-epci", "05001", "winter", 25.0),
    ],
)
def test_the_sentence_and_the_card_write_them(
    language: str, key: str, code: str, season: Season, catchment_min: float
) -> None:
    told, scenario = evaluate(key, season, catchment_min), SCENARIOS[key]
    change = measure(key, code, season, catchment_min)
    before, after = (told["nearest_space_min"][part][code] for part in ("today_by_commune", "by_commune"))
    users, inhabitants = (
        read(told["users"]["net_new_by_commune"][code]),
        read(told["criteria"]["additional_inhabitants"]["by_commune"][code]),
    )
    cost = read(told["criteria"]["net_public_cost"]["by_commune"][code])
    with speak(language):
        sentence = tell_scenario("Ici", scenario.name, change, catchment_min)
        card = write_commune_table("Ici", [(scenario.name, change)], "host")
        for minutes in (before, after):
            assert not minutes or format_minutes(minutes) in sentence
            assert (format_minutes(minutes) if minutes else _("sur place")) in card
        for people in (users, inhabitants):
            # The unit stands between the middle and the range.
            if people.high >= 0.5:
                assert all(part in sentence for part in tell_range(people.low, people.value, people.high).split(" "))
            assert write_interval(people) in card
        if cost.high >= 0.5:
            assert all(part in sentence for part in tell_range(cost.low, cost.value, cost.high).split(" "))
            assert write_with_unit(cost, "€") in card


def test_what_one_chooses_changes_the_sentence() -> None:
    first = tell("espaces-frugaux")
    others = [
        tell("plateforme-et-accueil"),
        tell("espaces-frugaux", GUILLESTRE),
        tell("espaces-frugaux", season="summer"),
        tell("espaces-frugaux", catchment_min=21),
    ]
    for language in ("en", "it", "de"):
        with speak(language):
            others.append(tell("espaces-frugaux"))
    assert len({first, *others}) == 1 + len(others)


def test_today_is_as_the_roads_go_and_a_programme_says_where_it_acts() -> None:
    project = open_embedded()
    position = project.baseline.commune_position(CEILLAC)
    road = find_road_today(project, position, "winter")
    after = measure("espaces-frugaux", CEILLAC, "winter", 20).road
    assert (road.before_min, road.before_host) == (after.before_min, after.before_host)
    assert after.after_min < road.after_min == road.before_min
    assert format_minutes(road.before_min) in tell_today("Ceillac", road, 20)
    told = tell_placed("Ceillac", "Rien n'y est proposé", measure("espaces-frugaux", CEILLAC, "winter", 20), 20)
    assert told.startswith("Ceillac : rien n'y est proposé")
    assert format_minutes(after.after_min) in told
    assert told.endswith("rien à payer.")


def test_what_is_missing_or_nothing_is_said_in_words() -> None:
    def tell_one(road: Road, *, gained: Interval = NOTHING, cost: Interval = NOTHING) -> str:
        told = tell_scenario("Ici", "Agir", Change(road, gained, gained, NOTHING, cost), 20)
        return re.sub(r"[\u00a0\u202f]", " ", told)

    far, cut = Road("winter", 31.2, 24.4, "Là", "Ailleurs"), Road("winter", float("inf"), float("inf"), "", "")
    still = Road("winter", 31.2, 31.2, "Là", "Là")
    missing = Interval(float("nan"), float("nan"), float("nan"))
    told = tell_one(far, gained=Interval(0.2, 1.4, 3))
    assert "passe de 31 min à 24 min (Ailleurs), au-delà des 20 min acceptées ; peut-être environ 1 usager" in told
    assert told.endswith("; rien à payer.")
    assert "usagers : donnée absente" in tell_one(far, gained=missing)
    assert "peut-être" not in tell_one(far, gained=Interval(2, 4, 6))
    assert "presque aucun usager de plus" in tell_one(far, gained=Interval(0, 0.1, 0.3))
    assert "environ \u22122 usagers" in tell_one(far, gained=Interval(-4, -2, -1))
    assert "aucune route ne mène" in tell_one(cut, cost=Interval(90, 100, 110))
    assert "un espace ouvre sur place (aucune route" in tell_one(Road("winter", float("inf"), 0, "", "Ici"))
    assert "un espace devient accessible, à 12 min" in tell_one(Road("winter", float("inf"), 12, "", "Là"))
    assert tell_one(still).endswith("« Agir » n'y change rien.")
    nothing = Change(still, NOTHING, NOTHING, NOTHING, NOTHING)
    assert tell_scenarios("Ici", [("Un", nothing), ("Deux", nothing)], 20).endswith("n'y change rien.")
    assert "« Deux »" in tell_scenarios("Ici", [("Un", nothing), ("Deux", Change(far, *[NOTHING] * 4))], 20)
