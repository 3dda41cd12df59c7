"""A pack that somebody else wrote: whatever its texts hold, a page shows them as texts."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import numpy as np

from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.commune import card_sections
from alpsat_geo.report.markup import join_parts
from alpsat_geo.report.settle.sheet import write_sheet
from tests.embedded import open_embedded

HARM = "<script>\"&'</script>"


def harm(territory: Territory) -> Territory:
    """Add to every text of the pack what would be read as HTML."""
    return dataclasses.replace(
        territory,
        # Answers are remembered by territory.
        key="elsewhere",
        epcis=tuple(dataclasses.replace(epci, name=epci.name + HARM) for epci in territory.epcis),
        communes=dataclasses.replace(territory.communes, names=tuple(name + HARM for name in territory.communes.names)),
        spaces=tuple(
            dataclasses.replace(space, name=space.name + HARM, address=space.address + HARM, source=HARM)
            for space in territory.spaces
        ),
        places=tuple(dataclasses.replace(place, name=place.name + HARM) for place in territory.places),
        town_halls=tuple(
            dataclasses.replace(hall, address=HARM, phone=f"04 {HARM}", email=HARM, website=f"https://example/{HARM}")
            for hall in territory.town_halls
        ),
        programmes=tuple(dataclasses.replace(found, label=HARM, beneficiary=HARM) for found in territory.programmes),
    )


def write_commune(project: Project) -> str:
    """Write all that is told of the first commune."""
    return join_parts(
        card_sections.write_heading(project, 0),
        card_sections.write_likeness(project, 0, "winter"),
        card_sections.write_places(project, 0, "winter"),
        card_sections.write_evolution(project, 0),
        card_sections.write_contacts(project, 0),
        card_sections.write_reserves(project, 0),
        write_sheet(project, AppState(), 0),
    )


def test_no_text_of_a_pack_is_read_as_html(project: Project) -> None:
    plain = write_commune(project)
    written = write_commune(dataclasses.replace(project, territory=harm(project.territory)))
    assert re.findall(r"</?\w+", written) == re.findall(r"</?\w+", plain)
    assert unescape(written).count(HARM) > 20


def test_a_census_that_is_missing_has_no_bar_and_is_said() -> None:
    project = open_embedded()
    communes = project.territory.communes
    values = communes.population.values.copy()
    values[0, 0] = np.nan
    population = dataclasses.replace(communes.population, values=values)
    territory = dataclasses.replace(project.territory, communes=dataclasses.replace(communes, population=population))
    told = str(card_sections.write_evolution(dataclasses.replace(project, territory=territory), 0))
    assert "nan" not in told
    assert "donnée absente" in told
    assert told.count("height:0%") == 1
