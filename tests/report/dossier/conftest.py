"""Dossiers that the tests of their files share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.dossier.subject import Subject, gather_subject
from alpsat_geo.sources.boundaries import read_boundaries

LINK = "http://localhost:8501/dossier?v=1&dossier=espaces-frugaux"
FOUR = ("espaces-frugaux", "ne-rien-faire", "plateforme-et-accueil", "services-et-fibre")

GatherDossier = Callable[..., Subject]


@pytest.fixture(scope="session")
def gather(
    territory: Territory, pose: Callable[[int], DecisionProblem], scenarios: tuple[Scenario, ...]
) -> GatherDossier:
    """Return a function of scenarios, or of their keys, the proposed one first, to what a dossier tells."""
    problem = pose(300)
    shapes = tuple(read_boundaries().geometry)
    by_key = {scenario.key: scenario for scenario in scenarios}

    def gather_scenarios(
        *chosen: str | Scenario, prices: dict[str, float] | None = None, link: str = LINK, commune_code: str = ""
    ) -> Subject:
        found = [by_key[one] if isinstance(one, str) else one for one in chosen]
        comparison = compare_scenarios(found, problem, prices or {})
        return gather_subject(
            territory,
            shapes,
            comparison,
            found[0].key,
            projects=scenarios,
            seed=1,
            link=link,
            commune_code=commune_code,
        )

    return gather_scenarios


@pytest.fixture(scope="session")
def subject(gather: GatherDossier) -> Subject:
    """Return the dossier of four scenarios, one of which opens spaces."""
    return gather(*FOUR)


@pytest.fixture(scope="session")
def written(subject: Subject) -> Callable[[str], bytes]:
    """Return a function of the ending of a format to the file of that dossier, which is written once."""
    return cache(lambda ending: FORMATS[ending].write(subject))
