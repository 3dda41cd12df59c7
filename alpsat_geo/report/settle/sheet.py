"""The sheet of a commune for somebody who would settle there, in parts that open with a touch."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.settlement import answer_needs
from alpsat_geo.compute.settlement_needs import NEEDS
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.commune.card_sections import write_contacts
from alpsat_geo.report.commune.facts import find_nearest_places
from alpsat_geo.report.corrections.told import tell_offer
from alpsat_geo.report.figures import (
    MISSING,
    format_minutes,
    format_number,
    format_observed_count,
    format_share,
    format_vintage,
)
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_facts, write_list, write_tag
from alpsat_geo.report.settle.facts import cite_origin, describe_status, list_facts, say_altitude, say_where
from alpsat_geo.report.settle.trial import write_trial
from alpsat_geo.report.vintages import name_population

_SERVICE_KEYS = frozenset({"ecole", "college", "lycee", "courses", "medecin", "pharmacie", "gare"})
_COPPER_LABELS = {"prévu": N_("prévu"), "non prévu": N_("non prévu")}
_OTHER_SERVICES = {"france_services": N_("France services"), "post_point": N_("Point de contact La Poste")}


def write_sheet(project: Project, current: AppState, position: int) -> Markup:
    """Return all that is known of a commune for somebody who would settle there.

    Parameters
    ----------
    project : Project
    current : AppState
        Season of the minutes.
    position : int
        Of the commune in the territory.
    """
    parts = (
        (_("Essayer avant de s'installer"), write_trial(project, current, position)),
        (_("Espaces de travail"), _write_spaces(project, current, position)),
        (_("Services"), _write_services(project, current, position)),
        (_("Mairie : contacts et horaires"), write_contacts(project, position)),
        (_("Très haut débit"), _write_broadband(project, position)),
        (_("Altitude et vie à l'année"), _write_life(project, position)),
        (_("Logement : hors étude"), _write_housing(project, position)),
    )
    folds = (
        write_tag("details", (write_tag("summary", title), put_in_card(body)), "ag-fold", open=number == 0)
        for number, (title, body) in enumerate(parts)
    )
    return write_tag("div", folds, "ag-sheet")


def _write_spaces(project: Project, current: AppState, position: int) -> Markup:
    territory = project.territory
    if not project.baseline.knows_spaces:
        return write_tag("p", _(MISSING))
    minutes = np.asarray(project.baseline.minutes[current.season])[position]
    hosts = {code: i for i, code in enumerate(territory.insee_codes)}
    # A space outside the territory has no minutes: it comes last.
    ordered = sorted(
        territory.spaces,
        key=lambda space: minutes[hosts[space.insee_code]] if space.insee_code in hosts else np.inf,
    )
    items = []
    for space in ordered:
        host = hosts.get(space.insee_code)
        if host is None:
            where = _("{address}, hors du territoire : temps non calculé").format(address=space.address)
        else:
            where = say_where(project, host, position, float(minutes[host]))
        told = " · ".join((where, describe_status(space), *tell_offer(space)))
        source = write_tag("small", _(" ; ").join((_(space.kind), _(space.source))))
        items.append(join_parts(write_tag("b", space.name), told, source))
    desks = (
        _("Nombre de places : publié nulle part. Un appel dit s'il reste une place, et si c'est encore ouvert.")
        if all(space.desks_count is None for space in ordered)
        else _("Un appel dit s'il reste une place, et si c'est encore ouvert.")
    )
    return write_list(items, "ag-spaces") + write_tag("p", desks, "ag-note")


def _write_services(project: Project, current: AppState, position: int) -> Markup:
    # At the loosest limits the nearest place of each kind is described, whatever was asked.
    limits = tuple((need.key, need.high) for need in NEEDS if need.key in _SERVICE_KEYS)
    found = answer_needs(project.baseline, project.territory, limits, current.season)
    pairs = [(fact.label, fact.text) for fact in list_facts(project, found, position)]
    for place in find_nearest_places(project, position, current.season):
        if place.kind in _OTHER_SERVICES and place.commune:
            host = project.territory.communes.names.index(place.commune)
            vintage = next(
                item.vintage
                for item in project.territory.places
                if item.kind == place.kind and item.insee_code == project.territory.insee_codes[host]
            )
            where = say_where(project, host, position, place.minutes)
            pairs.append((_(_OTHER_SERVICES[place.kind]), f"{where} ({format_vintage(vintage)})"))
    closed = _("Aucune source ne dit quels commerces ferment hors saison : la mairie le sait.")
    return write_facts(pairs, "ag-terms") + write_tag("p", closed, "ag-note")


def _write_broadband(project: Project, position: int) -> Markup:
    broadband = project.territory.broadband
    share = float(broadband.ftth_premises_count[position] / broadband.premises_count[position])
    satellite, radio = (
        float(counts[position]) for counts in (broadband.satellite_only_count, broadband.fixed_4g_only_count)
    )
    copper = _(_COPPER_LABELS.get(broadband.copper_status[position], ""))
    closing = broadband.copper_closing_date[position]
    pairs = [
        (_("Locaux raccordables à la fibre"), format_share(share)),
        (_("Locaux qui n'ont que le satellite"), format_number(satellite)),
        (_("Locaux qui n'ont que la 4G fixe"), format_number(radio)),
        (_("Fermeture du cuivre"), f"{copper} {format_vintage(closing)}".strip() or _(MISSING)),
    ]
    check = _("Votre adresse exacte se vérifie sur le site de l'ARCEP, « Ma connexion internet ». Source : {source}.")
    source = cite_origin(project, "broadband.csv")
    return write_facts(pairs) + write_tag("p", check.format(source=source), "ag-note")


def _write_life(project: Project, position: int) -> Markup:
    territory = project.territory
    communes, census = territory.communes, territory.census
    town = int(np.argmax(communes.population_count))
    population = communes.population
    basis = _(territory.town_hall_altitudes.bases[position] or MISSING)
    main = census.main_homes_count[position] / census.dwellings_count[position]
    second = census.second_homes_count[position] / census.dwellings_count[position]
    pairs = [
        (_("Altitude"), say_altitude(project, position)),
        (_("D'où vient l'altitude"), basis),
        *(
            (name_population(period), format_observed_count(float(values[position])))
            for period, values in reversed(list(zip(population.periods, population.values, strict=True))[-2:])
        ),
        (_("Résidences principales"), format_share(float(main))),
        (_("Résidences secondaires"), format_share(float(second))),
        (
            _("Jusqu'à {town}, été puis hiver").format(town=communes.names[town]),
            " · ".join(
                format_minutes(float(np.asarray(project.baseline.minutes[season])[position, town]))
                for season in ("summer", "winter")
            ),
        ),
    ]
    return write_facts(pairs, "ag-terms")


def _write_housing(project: Project, position: int) -> Markup:
    census = project.territory.census
    pairs = [
        (_("Logements vacants"), format_observed_count(float(census.vacant_homes_count[position]))),
        (_("Logements"), format_number(float(census.dwellings_count[position]))),
    ]
    warning = _(
        "Le logement n'a pas été étudié : c'est une contrainte, pas une réponse. Vacant ne veut pas dire à louer."
    )
    finding = _(
        "En France, trouver un logement est la première difficulté des télétravailleurs interrogés (AlpSatellites, HAL"
        " hal-04524052)."
    )
    told = write_tag("p", warning), write_tag("p", finding), write_facts(pairs, "ag-terms")
    source = _("Source : {source}.").format(source=cite_origin(project, "census.csv"))
    return write_tag("div", told, "ag-outside-study") + write_tag("p", source, "ag-note")
