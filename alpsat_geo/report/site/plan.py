"""What a site holds: its territory, scenarios, languages, and the steps of season and T, each a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from shapely.geometry.base import BaseGeometry

from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import SCENARIOS_AT_MOST, SEASON_WORDS
from alpsat_geo.report.ground import Ground, lay_ground
from alpsat_geo.report.questions import Inquiry, Situation

SEASONS: tuple[Season, ...] = ("winter", "summer")
MINUTES = (15.0, 20.0, 30.0, 45.0)

TERRITORY, COMPARISON, COMMUNES, DATA = "index", "comparer", "ma-commune", "donnees"


def list_steps(seasons: Sequence[Season], minutes: Sequence[float]) -> tuple[Settings, ...]:
    """List every season with every T; that of the dashboard's first view stands first where it is one of them."""
    steps = [Settings(season, float(catchment_min)) for season in seasons for catchment_min in minutes]
    return tuple(sorted(steps, key=lambda step: step != Settings()))


def name_step(settings: Settings) -> str:
    """Name a step as the files and the anchors of the site do, ``hiver-20``."""
    # A decimal point would begin a class in a style.
    return f"{SEASON_WORDS[settings.season]}-{settings.catchment_min:g}".replace(".", "_")


@dataclass(frozen=True, eq=False)
class SitePlan:
    """What a site holds.

    Attributes
    ----------
    project : Project
        Corrected and drawn as it is published, with the scenarios that are.
    shapes : tuple of geometry, length n
        Limits of the communes, EPSG:4326, in the order of the codes.
    steps : tuple of Settings
        The first one is that of the pages without a step in their name.
    languages : tuple of str
        The first one stands at the root, each other in a folder of its own.
    """

    project: Project
    shapes: tuple[BaseGeometry, ...]
    steps: tuple[Settings, ...]
    languages: tuple[str, ...]

    @cached_property
    def ground(self) -> Ground:
        """Return the ground of every map."""
        return lay_ground(self.project.territory, self.shapes)

    @cached_property
    def studied(self) -> tuple[Scenario, ...]:
        """Return the scenarios that have pages: none where nothing may be ranked."""
        return () if self.project.blanks else self.project.scenarios

    @cached_property
    def compared(self) -> tuple[Scenario, ...]:
        """Return the scenarios that stand side by side: all of them, or those that the dashboard compares first."""
        scenarios = self.project.scenarios
        if len(scenarios) <= SCENARIOS_AT_MOST:
            return scenarios
        return self.project.find_scenarios(self.project.list_first_compared())

    def name_page(self, key: str, settings: Settings) -> str:
        """Return the file of a page at a step; that of the first step has none in its name."""
        if settings == self.steps[0]:
            return f"{key}.html"
        return f"{'territoire' if key == TERRITORY else key}-{name_step(settings)}.html"

    def name_scenario_page(self, scenario: Scenario, settings: Settings) -> str:
        """Return the file of the page of a scenario."""
        return self.name_page(f"scenario-{scenario.key}", settings)

    def name_commune_page(self, code: str, settings: Settings) -> str:
        """Return the file of the page of a commune, all steps in one, at a step."""
        anchor = "" if settings == self.steps[0] else f"#{name_step(settings)}"
        return f"commune-{code}.html{anchor}"

    def find_rival(self, scenario: Scenario) -> Scenario | None:
        """Return what a scenario is compared with on its own page: doing nothing, or the first other one."""
        others = [other for other in self.project.scenarios if other.key != scenario.key]
        return next((other for other in others if other.key == DO_NOTHING.key), others[0] if others else None)

    def inquire(self, scenarios: Sequence[Scenario], settings: Settings) -> Inquiry:
        """Compare scenarios at a step, at no price."""
        return Inquiry(Situation(self.project, tuple(scenarios), settings))
