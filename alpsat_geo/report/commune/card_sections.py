"""The sections of a commune's card, in HTML."""

from __future__ import annotations

import re

import numpy as np
from starlette.datastructures import URL

from alpsat_geo.compute.profile import DIMENSIONS, FULL_SCORE
from alpsat_geo.domain.series import Series
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.blanks import tell_awaited
from alpsat_geo.report.commune.facts import (
    PLACE_LABELS,
    find_nearest_places,
    list_gaps,
    list_vintages,
    rank_likeness,
)
from alpsat_geo.report.figures import (
    MISSING,
    format_change,
    format_in_unit,
    format_minutes,
    format_number,
    format_observed_count,
    format_share,
    format_vintage,
)
from alpsat_geo.report.indicators import tell_basis, write_indicator
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_bar, write_facts, write_list, write_table, write_tag
from alpsat_geo.report.opening_hours import format_opening_hours
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.vintages import tell_confidence, write_years

_ALIKE_COUNT = 3


def write_heading(project: Project, position: int) -> Markup:
    """Return the name of the commune and what places it."""
    territory = project.territory
    communes = territory.communes
    epci = territory.epcis[int(communes.epci_index[position])].name
    altitude = communes.altitude_mean_m[position]
    parts = [epci, _("{count} habitants").format(count=format_number(communes.population_count[position]))]
    if not np.isnan(altitude):
        parts.append(_("altitude moyenne {altitude} m").format(altitude=format_number(altitude)))
    return write_tag("h2", communes.names[position]) + write_tag("p", " · ".join(parts), "ag-note")


def write_profile(project: Project, position: int, season: Season) -> Markup:
    """Return the five dimensions on their fixed scales, and housing hatched, outside the study."""
    profile = project.profiles[season]
    bars = []
    for k, dimension in enumerate(DIMENSIONS):
        anchor, unit = profile.anchors[k], dimension.unit
        score = profile.scores[position, k]
        ends = (format_in_unit(anchor.worst, unit), format_in_unit(anchor.best, unit))
        bars.append(
            write_bar(
                _(dimension.label),
                format_in_unit(float(profile.measures[position, k]), unit),
                None if np.isnan(score) else float(score) / FULL_SCORE,
                ends=ends,
                trust=""
                if np.isnan(score)
                else _("Fiabilité : {basis}").format(basis=tell_confidence(dimension, project.territory)),
            )
        )
    census = project.territory.census
    main, vacant, dwellings = (
        float(counts[position])
        for counts in (census.main_homes_count, census.vacant_homes_count, census.dwellings_count)
    )
    housing = _("{main} de résidences principales, {vacant} de logements vacants").format(
        main=format_share(main / dwellings), vacant=format_share(vacant / dwellings)
    )
    housing = _(MISSING) if np.isnan(dwellings) else housing
    bars.append(write_bar(_("Logement : hors étude"), "", None, trust=housing))
    return join_parts(*bars)


def write_indicators(project: Project, position: int) -> Markup:
    """Return what the sources of indicators say of the commune, each with what it rests on; nothing without any."""
    found = project.territory.indicators
    if not found:
        return Markup()
    facts = [
        (
            _(measured.indicator.title),
            _("{value} ({basis})").format(value=write_indicator(measured)[position], basis=tell_basis(measured)),
        )
        for measured in found
    ]
    return write_tag("h3", _("Autres mesures")) + write_facts(facts)


def write_likeness(project: Project, position: int, season: Season) -> Markup:
    """Return the communes that resemble this one."""
    if np.isnan(project.profiles[season].scores[position]).all():
        return Markup()
    names = project.territory.communes.names
    alike = [names[i] for i in rank_likeness(project, position, season)[:_ALIKE_COUNT]]
    sentence = _("Des communes qui lui ressemblent par leur profil et leur taille : {names}.")
    return write_tag("p", sentence.format(names=", ".join(alike)))


def write_places(project: Project, position: int, season: Season) -> Markup:
    """Return the nearest place of each kind, with minutes."""
    rows = []
    for place in find_nearest_places(project, position, season):
        where = place.commune or (_(MISSING) if np.isnan(place.minutes) else _("aucun accès par la route"))
        names = ", ".join(place.names[:2]) + (" …" if len(place.names) > 2 else "")  # noqa: PLR2004 - two names fit
        is_named = place.kind in {"space", "station", "coach_stop", "france_services"} and place.commune
        rows.append((_(PLACE_LABELS[place.kind]), (where, names) if is_named else where, format_minutes(place.minutes)))
    caption = _("Lieu le plus proche en voiture ; {times}").format(times=say_times(project.territory.roads))
    return write_table(caption, (_("Service"), _("Commune"), _("Temps")), rows)


def write_evolution(project: Project, position: int) -> Markup:
    """Return population at three dates, homes, and State programmes."""
    communes, census = project.territory.communes, project.territory.census
    population = communes.population
    counts = {
        str(period.last_year): float(values[position])
        for period, values in zip(population.periods, population.values, strict=True)
    }
    tallest = max((count for count in counts.values() if count > 0), default=1.0)
    columns = (
        write_tag(
            "div",
            (
                write_tag("b", format_observed_count(count)),
                write_tag("span", "", "ag-mark", style=f"height:{64 * (count if count > 0 else 0.0) / tallest:.0f}%"),
                write_tag("span", year),
            ),
        )
        for year, count in counts.items()
    )
    births, deaths, created = census.births, census.deaths, census.business_creations
    income = census.median_income.latest[position]
    facts = [
        (_tell_span(population), format_change(population.measure_change()[position])),
        (
            write_years(_("Naissances, {first} à {last}"), _("Naissances"), births.latest_period),
            format_observed_count(births.latest[position]),
        ),
        (
            write_years(_("Décès, {first} à {last}"), _("Décès"), deaths.latest_period),
            format_observed_count(deaths.latest[position]),
        ),
        (_("Emplois sur place"), format_observed_count(census.jobs_count[position])),
        (
            write_years(_("Entreprises créées en {year}"), _("Entreprises créées"), created.latest_period),
            format_observed_count(created.latest[position]),
        ),
        (
            write_years(_("Revenu médian en {year}"), _("Revenu médian"), census.median_income.latest_period),
            format_number(income) + ("" if np.isnan(income) else " €"),
        ),
        (_("Logements vacants"), format_observed_count(census.vacant_homes_count[position])),
    ]
    return join_parts(
        write_tag("h3", _("Habitants")),
        write_tag("div", columns, "ag-years"),
        write_facts(facts),
        write_tag("h3", _("Programmes de l'État")),
        _write_programmes(project, position),
    )


def _tell_span(population: Series) -> str:
    """Name the change between the last two censuses."""
    last, before = population.latest_period, population.previous_period
    if last is None or before is None:
        return _("Évolution")
    return _("De {first} à {last}").format(first=before.last_year, last=last.last_year)


def _write_programmes(project: Project, position: int) -> Markup:
    territory = project.territory
    if "programmes" in territory.awaited:
        return write_tag("p", _(MISSING))
    code = territory.insee_codes[position]
    siren = territory.epcis[int(territory.communes.epci_index[position])].siren
    labels = [
        _("{label} ({beneficiary})").format(label=item.label, beneficiary=item.beneficiary)
        for item in territory.programmes
        if item.insee_code == code or siren in item.epci_sirens
    ]
    return write_list(labels) if labels else write_tag("p", _("Aucun programme recensé en septembre 2024."))


def write_contacts(project: Project, position: int) -> Markup:
    """Return how to reach the town hall."""
    code = project.territory.insee_codes[position]
    hall = next((hall for hall in project.territory.town_halls if hall.insee_code == code), None)
    if hall is None:
        return write_tag("p", _("Coordonnées de la mairie : donnée absente."))
    facts = [(_("Adresse"), hall.address)]
    if hall.phone:
        number = re.sub(r"[^+0-9]", "", hall.phone)
        facts.append((_("Téléphone"), write_tag("a", hall.phone, href=f"tel:{number}")))
    if hall.email:
        facts.append((_("Courriel"), write_tag("a", hall.email, href=f"mailto:{hall.email}")))
    website = URL(hall.website)
    if website.scheme in {"http", "https"}:
        facts.append((_("Site"), write_tag("a", website.netloc, href=hall.website, rel="noreferrer")))
    written = write_facts(facts)
    if not hall.opening_hours:
        return written
    return written + write_tag("h3", _("Horaires")) + write_list(map(format_opening_hours, hall.opening_hours))


def write_reserves(project: Project, position: int) -> Markup:
    """Return what is missing, and how old the data are."""
    gaps = [*tell_awaited(project.territory), *(_(gap) for gap in list_gaps(project, position))]
    vintages = [
        _("{producer} : {vintage}").format(producer=producer, vintage=format_vintage(vintage))
        for producer, vintage in list_vintages(project)
    ]
    missing = write_list(gaps) if gaps else write_tag("p", _("Rien ne manque pour cette commune."))
    return write_tag("h3", _("Ce qui manque")) + missing + write_tag("h3", _("Âge des données")) + write_list(vintages)
