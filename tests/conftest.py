"""What every test shares: when a missing program or package skips a test, and when it fails it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec

import hypothesis
import pytest

from alpsat_geo.actions import ACTION_TYPES, ACTION_TYPES_BY_KEY
from alpsat_geo.compute.baseline import Baseline, build_baseline
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.territory import read_territory

# A slow machine is not a failure: no test of a law depends on time. Nor on chance: each run tries the same cases, and
# who looks for others asks for them with `--hypothesis-profile search`.
hypothesis.settings.register_profile(
    "laws", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("search", parent=hypothesis.settings.get_profile("laws"), derandomize=False)
hypothesis.settings.register_profile("fast", parent=hypothesis.settings.get_profile("laws"), max_examples=15)
hypothesis.settings.load_profile("laws")

# Marker, programs of which one is enough, package that brings it.
NEEDS = (
    (
        "browser",
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "chromium-headless-shell",
    ),
    ("database", ("pg_ctl", "pg_ctlcluster", "psql"), "postgresql"),
    ("gis", ("ogrinfo",), "gdal-bin"),
    ("hosting", ("nginx",), "nginx-light"),
)

# Packages of requirements-dev.txt: on a desk without them (requirements-test.txt alone), what needs them is left out.
PEERS = ("axe_playwright_python", "playwright", "pulp", "spopt")
LEFT_OUT = [] if os.environ.get("CI") == "true" else [name for name in PEERS if find_spec(name) is None]
collect_ignore = ["browser"] if LEFT_OUT else []
collect_ignore_glob = ["*/test_peers.py"] if LEFT_OUT else []


def pytest_configure(config: pytest.Config) -> None:
    """Keep every test, and the programs that it starts, away from the settings and the data of this machine."""
    patch, folder = pytest.MonkeyPatch(), tempfile.TemporaryDirectory(prefix="alpsat-tests-")
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(patch.undo)
    for name in [name for name in os.environ if name.startswith("ALPSAT_") and not name.startswith("ALPSAT_TEST_")]:
        patch.delenv(name)
    patch.setenv("ALPSAT_DATA_DIR", folder.name)


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return f"left out, for want of requirements-dev.txt: {', '.join(LEFT_OUT)}" if LEFT_OUT else None


def find_program(names: tuple[str, ...]) -> str | None:
    """Return the path of the first program that is installed."""
    return next((path for path in map(shutil.which, names) if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, whose files are the longest: no process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing; fail it where nothing may be missing."""
    for marker, names, package in NEEDS:
        if item.get_closest_marker(marker) is None or find_program(names):
            continue
        sentence = f"{package} is missing: sudo apt install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)


@pytest.fixture(scope="session")
def territory() -> Territory:
    """Return the embedded territory."""
    return read_territory()


@pytest.fixture(scope="session")
def table() -> ParameterTable:
    """Return the embedded parameter table."""
    return read_parameters()


@pytest.fixture(scope="session")
def anchors() -> Mapping[str, Anchor]:
    """Return the anchors of the profile."""
    return read_anchors()


@pytest.fixture(scope="session")
def baseline(territory: Territory, table: ParameterTable) -> Baseline:
    """Return the baseline of the embedded territory."""
    return build_baseline(territory, table)


@pytest.fixture(scope="session")
def central(baseline: Baseline, table: ParameterTable) -> Draws:
    """Return the central run of the embedded territory."""
    return central_draws(table, baseline.spaces)


@pytest.fixture(scope="session")
def scenarios() -> tuple[Scenario, ...]:
    """Return the embedded scenarios, in order."""
    return read_scenarios()


@pytest.fixture(scope="session")
def pose(baseline: Baseline, table: ParameterTable) -> Callable[[int], DecisionProblem]:
    """Return a function of a number of draws to the decision problem of the embedded territory."""

    def pose_problem(size: int) -> DecisionProblem:
        draws = sample_draws(table, baseline.spaces, size, 1)
        actions = {action.key: action for action in ACTION_TYPES}
        return DecisionProblem(baseline, draws, actions, CRITERIA, Settings())

    return pose_problem


@pytest.fixture(scope="session")
def project(territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor], baseline: Baseline) -> Project:
    """Return the embedded territory as the commands open it."""
    return Project(territory, table, anchors, baseline, ACTION_TYPES_BY_KEY, CRITERIA)
