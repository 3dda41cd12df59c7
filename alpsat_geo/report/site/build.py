"""All the files of a site."""

from __future__ import annotations

from collections.abc import Iterator

from alpsat_geo.report.language import speak
from alpsat_geo.report.site.communes import Changes, measure_all_changes, write_choice, write_commune
from alpsat_geo.report.site.comparing import write_comparison
from alpsat_geo.report.site.data import write_data
from alpsat_geo.report.site.frame import Page, frame_page, name_folder
from alpsat_geo.report.site.plan import SitePlan
from alpsat_geo.report.site.scenario import write_scenario
from alpsat_geo.report.site.territory import write_territory


def build_site(plan: SitePlan) -> dict[str, bytes]:
    """Write every page in every language.

    Parameters
    ----------
    plan : SitePlan

    Returns
    -------
    dict of str to bytes
        By path in the folder of the site; the same plan gives the same bytes.
    """
    changes = measure_all_changes(plan)
    files = {}
    for language in plan.languages:
        with speak(language):
            for page in _write_pages(plan, changes):
                files[f"{name_folder(plan, language)}{page.file}"] = frame_page(plan, language, page)
    return files


def _write_pages(plan: SitePlan, changes: Changes) -> Iterator[Page]:
    for settings in plan.steps:
        yield write_territory(plan, settings)
        yield write_comparison(plan, settings)
        for scenario in plan.studied:
            yield write_scenario(plan, scenario, settings)
    yield write_choice(plan)
    for position in range(len(plan.project.territory.insee_codes)):
        yield write_commune(plan, position, changes)
    yield write_data(plan)
