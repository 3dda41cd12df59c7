"""The funnel in HTML: residents, employed, teleworkable, teleworking, who would use a workspace."""

from __future__ import annotations

from math import isfinite

from alpsat_geo.compute.ratios import sum_known
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.series import Period
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import MISSING, format_observed_count
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, join_parts, write_bar, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.vintages import write_years

_FUNNELS_KEPT = 128
_funnels: Memory[Markup] = Memory(_FUNNELS_KEPT)


def write_funnel(project: Project, chosen: tuple[int, ...]) -> Markup:
    """Return the funnel of some communes, added up, each step with its range.

    Parameters
    ----------
    project : Project
    chosen : tuple of int
        Communes, by index.
    """
    return _funnels.recall((project.identity, chosen, get_language()), lambda: _write_funnel(project, chosen))


def _write_funnel(project: Project, chosen: tuple[int, ...]) -> Markup:
    positions = list(chosen)
    population = float(project.baseline.population_count[positions].sum())
    employed = float(project.territory.census.employed_count[positions].sum())
    funnel = project.funnel
    steps = (
        (_("dont le métier permet le télétravail"), _add(funnel.teleworkable, positions)),
        (_("salariés qui télétravaillent chaque semaine"), _add(funnel.teleworkers, positions)),
        (_("indépendants qui peuvent travailler à distance"), _add(funnel.independents, positions)),
        (_("qui viendraient dans un espace assez proche"), _add(funnel.demand_users, positions)),
    )
    counted = project.territory.communes.population.latest_period
    year = project.territory.census.year
    census = None if year is None else Period(year, year)
    with_job = write_years(_("Habitants qui ont un emploi ({year})"), _("Habitants qui ont un emploi"), census)
    bars = [
        write_bar(
            write_years(_("Habitants ({year})"), _("Habitants"), counted), format_observed_count(population), 1.0
        ),
        write_bar(with_job, format_observed_count(employed), employed / population),
    ]
    bars += [
        write_bar(
            label,
            write_interval(step) if isfinite(step.value) else _(MISSING),
            step.value / population,
            interval=(step.low / population, step.high / population),
        )
        for label, step in steps
    ]
    note = _(
        "Les deux premières lignes sont comptées. Les suivantes sont estimées à partir de parts nationales : valeur du"
        " milieu et fourchette de neuf simulations sur dix. En France, 98 % des télétravailleurs travaillent chez eux."
    )
    no_transport = float(sum_known(project.territory.census.commute_no_transport_count[positions]))
    observed = _(
        "Habitants qui ont un emploi sans avoir à se déplacer pour travailler (recensement {year}, ordre de grandeur) :"
        " {count}."
    ).format(year="" if year is None else year, count=format_observed_count(no_transport))
    notes = (note, observed) if isfinite(employed) else ()
    return join_parts(*bars, *(write_tag("p", text, "ag-note") for text in notes))


def _add(values: FloatArray, positions: list[int]) -> Interval:
    return summarise_draws(sum_known(values[:, positions], axis=1))
