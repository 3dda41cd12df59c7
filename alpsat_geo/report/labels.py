"""Labels of a list, no two of which read the same."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.punctuation import NO_BREAK_SPACE


def tell_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Tell apart, by a number, the labels that would read the same.

    Parameters
    ----------
    labels : mapping of key to str

    Returns
    -------
    dict of key to str
        In the same order: the first of each label as it was, the others with a number after it.
    """
    taken, found = set(labels.values()), dict[str, str]()
    seen: set[str] = set()
    for key, label in labels.items():
        told = label
        if label in seen:
            told = next(other for n in count(2) if (other := f"{label}{NO_BREAK_SPACE}({n})") not in taken)
            taken.add(told)
        seen.add(label)
        found[key] = told
    return found


def list_place_names(territory: Territory, baseline: Baseline) -> dict[str, str]:
    """Return the name of every place where an action may be put: communes, EPCI and existing spaces, by code."""
    return {
        **dict(zip(territory.insee_codes, territory.communes.names, strict=True)),
        **{epci.siren: epci.name for epci in territory.epcis},
        **{space.key: f"{space.name} ({territory.communes.names[space.commune_index]})" for space in baseline.spaces},
    }


def name_scenario(scenario: Scenario) -> str:
    """Return the name of a scenario; what was not studied says so."""
    return _(scenario.name) + (" (" + _("hors étude") + ")" if scenario.is_outside_study else "")


def name_scenarios(project: Project) -> dict[str, str]:
    """Return the scenarios' names by key, in the order of the files, none twice; what was not studied says so."""
    return tell_apart({scenario.key: name_scenario(scenario) for scenario in project.scenarios})
