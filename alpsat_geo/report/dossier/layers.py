"""The layers of the GeoPackage: what stands on the map, with every figure of the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from alpsat_geo.compute.accounts import space_accounts
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.accounts import SPACE_FIGURES
from alpsat_geo.report.dossier.columns import Column, iterate_indicator_columns, iterate_place_columns
from alpsat_geo.report.dossier.qgis_style import PlainStyle, write_graduated_style, write_plain_style
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.report.vintages import name_population

CRS = "EPSG:4326"
_REACH_COLUMN = "equity_share_value"
_SPACE = PlainStyle("marker", "#b4451f", "#faf8f3", 3.2)
_OPENED = PlainStyle("marker", "#16302b", "#faf8f3", 4.4)
_SERVICE = PlainStyle("marker", "#2a727f", "#faf8f3", 2.2)
_ROAD = PlainStyle("line", "#55534d", "#55534d", 0.5)
_AREA = PlainStyle("fill", "#f3efe6", "#16302b", 0.6)


@dataclass(frozen=True)
class Layer:
    """One layer or table: its name in the file, its title and its description, its rows, its columns, its style."""

    name: str
    title: str
    description: str
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    style: str = ""


def list_layers(subject: Subject) -> Iterator[Layer]:
    """Yield the layers in the order in which QGIS lists them."""
    for position in range(len(subject.names)):
        yield _list_communes(subject, position)
        yield _list_epcis(subject, position)
    opened = _list_opened(subject)
    if len(opened.rows):
        yield opened
    yield _list_spaces(subject)
    yield _list_services(subject)
    yield _list_roads(subject)


def name_layer(stem: str, scenario_key: str) -> str:
    """Name the layer of a scenario: lower-case letters, digits and underscores."""
    return f"{stem}_{scenario_key.replace('-', '_')}"


def _name_population(territory: Territory) -> str:
    """Name the column of the inhabitants after its year."""
    period = territory.communes.population.latest_period
    return f"population_{period.last_year}_count" if period is not None else "population_count"


def _key_columns(territory: Territory, *names: str) -> tuple[Column, ...]:
    population = _name_population(territory)
    told = name_population(territory.communes.population.latest_period)
    known = {
        "insee_code": Column("insee_code", _("Code INSEE"), "", ""),
        "commune_name": Column("commune_name", _("Commune"), "", ""),
        "epci_siren": Column("epci_siren", _("SIREN de la communauté"), "", ""),
        "epci_name": Column("epci_name", _("Communauté de communes"), "", ""),
        population: Column(population, told, _("habitants"), "INSEE"),
        "scenario_key": Column("scenario_key", _("Scénario"), "", _("clé du scénario")),
    }
    return tuple(known[name] for name in names)


def _list_communes(subject: Subject, position: int) -> Layer:
    territory, communes = subject.territory, subject.territory.communes
    scenario = subject.comparison.outcomes[position].scenario
    keys = _key_columns(territory, "insee_code", "commune_name", "epci_siren", "epci_name", _name_population(territory))
    values: dict[str, object] = {
        "insee_code": list(territory.insee_codes),
        "commune_name": list(communes.names),
        "epci_siren": [territory.epcis[i].siren for i in communes.epci_index],
        "epci_name": [territory.epcis[i].name for i in communes.epci_index],
        _name_population(territory): communes.population_count,
    }
    figures = list(iterate_place_columns(subject.benefits[position], is_epci=False))
    figures += iterate_indicator_columns(territory)
    columns = (*keys, *(column for column, _numbers in figures))
    values |= {column.name: numbers for column, numbers in figures}
    style = write_graduated_style(_REACH_COLUMN, MEASURES["reach"].classes, _name_aliases(columns))
    title = _("Communes : {name}").format(name=subject.names[position])
    description = _(
        "Tous les critères par commune, coloré par la part qui ferait le trajet jusqu'à un espace de travail."
    )
    rows = gpd.GeoDataFrame(values, geometry=list(subject.shapes), crs=CRS)
    return Layer(name_layer("communes", scenario.key), title, description, rows, columns, style)


def _list_epcis(subject: Subject, position: int) -> Layer:
    territory, index = subject.territory, subject.territory.communes.epci_index
    scenario = subject.comparison.outcomes[position].scenario
    keys = _key_columns(territory, "epci_siren", "epci_name", _name_population(territory))
    people = territory.communes.population_count
    values: dict[str, object] = {
        "epci_siren": [epci.siren for epci in territory.epcis],
        "epci_name": [epci.name for epci in territory.epcis],
        _name_population(territory): [float(people[index == e].sum()) for e in range(len(territory.epcis))],
    }
    figures = list(iterate_place_columns(subject.benefits[position], is_epci=True))
    columns = (*keys, *(column for column, _numbers in figures))
    values |= {column.name: numbers for column, numbers in figures}
    shapes = [
        shapely.union_all([shape for shape, owner in zip(subject.shapes, index, strict=True) if owner == e])
        for e in range(len(territory.epcis))
    ]
    title = _("Communautés de communes : {name}").format(name=subject.names[position])
    description = _("Tous les critères par communauté de communes.")
    rows = gpd.GeoDataFrame(values, geometry=shapes, crs=CRS)
    style = write_plain_style(_AREA, _name_aliases(columns))
    return Layer(name_layer("epci", scenario.key), title, description, rows, columns, style)


def _list_opened(subject: Subject) -> Layer:
    territory, communes = subject.territory, subject.territory.communes
    parts = {"low": _("5e centile"), "value": _("médiane"), "high": _("95e centile")}
    columns = (
        *_key_columns(subject.territory, "scenario_key", "insee_code", "commune_name"),
        Column("kind", _("Type d'espace"), "", _("frugal ou standard")),
        Column(
            "verdict",
            _("Verdict"),
            "",
            _("holds : couvre ses frais ; uncertain : incertain ; does_not_hold : ne couvre pas ses frais"),
        ),
        Column("break_even_probability_share", _("Chances de couvrir ses frais"), _("part"), ""),
        *(
            Column(f"{figure.key}_{part}", f"{_(figure.label)}, {text}", _(figure.unit), "")
            for figure in SPACE_FIGURES
            for part, text in parts.items()
        ),
    )
    rows: list[dict[str, object]] = []
    points = []
    for outcome in subject.comparison.outcomes:
        for account in space_accounts(outcome):
            i = account.commune_index
            row: dict[str, object] = {
                "scenario_key": outcome.scenario.key,
                "insee_code": territory.insee_codes[i],
                "commune_name": communes.names[i],
                "kind": account.kind,
                "verdict": account.verdict,
                "break_even_probability_share": account.break_even_probability,
            }
            for figure in SPACE_FIGURES:
                summary, key = summarise_draws(figure.measure(account)), figure.key
                row |= {f"{key}_low": summary.low, f"{key}_value": summary.value, f"{key}_high": summary.high}
            rows.append(row)
            points.append(shapely.Point(float(communes.mairie_lon_deg[i]), float(communes.mairie_lat_deg[i])))
    names = [column.name for column in columns]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=names), geometry=points, crs=CRS)
    description = _("Les espaces que les scénarios ouvriraient, à la mairie, avec leur compte.")
    style = write_plain_style(_OPENED, _name_aliases(columns))
    return Layer("opened_spaces", _("Espaces à ouvrir"), description, frame, columns, style)


def _list_spaces(subject: Subject) -> Layer:
    columns = (
        Column("space_key", _("Clé de l'espace"), "", ""),
        Column("space_name", _("Espace"), "", ""),
        *_key_columns(subject.territory, "insee_code"),
        Column(
            "status", _("Statut"), "", _("open : ouvert ; open_unverified, mentioned : non vérifié ; closed : fermé")
        ),
        Column("status_date", _("Date du statut"), "", ""),
        Column("desks_count", _("Places"), _("places"), _("vide : non publié")),
        Column("source", _("Source"), "", ""),
    )
    spots = [(space, _find_point(space.lon_deg, space.lat_deg)) for space in subject.territory.spaces]
    known = [space for space, point in spots if point is not None]
    values = {
        "space_key": [space.key for space in known],
        "space_name": [space.name for space in known],
        "insee_code": [space.insee_code for space in known],
        "status": [space.status for space in known],
        "status_date": [space.status_date for space in known],
        "desks_count": [np.nan if space.desks_count is None else float(space.desks_count) for space in known],
        "source": [space.source for space in known],
    }
    points = [point for _space, point in spots if point is not None]
    rows = gpd.GeoDataFrame(values, geometry=points, crs=CRS)
    description = _("Les espaces de travail connus dans le territoire et autour.")
    style = write_plain_style(_SPACE, _name_aliases(columns))
    return Layer("existing_spaces", _("Espaces existants"), description, rows, columns, style)


def _list_services(subject: Subject) -> Layer:
    columns = (
        Column("kind", _("Type de service"), "", ""),
        Column("service_name", _("Service"), "", ""),
        *_key_columns(subject.territory, "insee_code"),
        Column("producer", _("Producteur"), "", ""),
        Column("vintage", _("Année des données"), "", ""),
        Column("is_at_town_hall", _("Placé à la mairie"), "", _("1 : seule la commune est connue")),
    )
    communes = subject.territory.communes
    halls = {
        code: _find_point(float(communes.mairie_lon_deg[i]), float(communes.mairie_lat_deg[i]))
        for i, code in enumerate(subject.territory.insee_codes)
    }
    spots = [
        (place, _find_point(place.lon_deg, place.lat_deg) or halls.get(place.insee_code))
        for place in subject.territory.places
    ]
    known = [place for place, point in spots if point is not None]
    points = [point for _place, point in spots if point is not None]
    values = {
        "kind": [place.kind for place in known],
        "service_name": [place.name for place in known],
        "insee_code": [place.insee_code for place in known],
        "producer": [place.producer for place in known],
        "vintage": [place.vintage for place in known],
        "is_at_town_hall": [int(place.lon_deg is None) for place in known],
    }
    rows = gpd.GeoDataFrame(values, geometry=points, crs=CRS)
    description = _("Écoles, collèges, commerces, gares et autres services du quotidien.")
    style = write_plain_style(_SERVICE, _name_aliases(columns))
    return Layer("services", _("Services"), description, rows, columns, style)


def _list_roads(subject: Subject) -> Layer:
    columns = (
        Column("edge_id", _("Tronçon"), "", ""),
        Column("road_ref", _("Route"), "", ""),
        Column("length_km", _("Longueur"), "km", ""),
        Column("length_basis", _("Longueur d'après"), "", _("measured, published, derived, estimated, osm ou bd_topo")),
        Column("speed_summer_kmh", _("Vitesse l'été"), "km/h", _("estimée")),
        Column("speed_winter_kmh", _("Vitesse l'hiver"), "km/h", _("estimée")),
        Column("is_closed_in_winter", _("Fermé l'hiver"), "", _("1 : fermé")),
    )
    roads = subject.territory.roads
    ends = zip(roads.edge_from_index, roads.edge_to_index, strict=True)
    lines = [
        shapely.LineString([(float(roads.node_lon_deg[v]), float(roads.node_lat_deg[v])) for v in pair])
        for pair in ends
    ]
    values = {
        "edge_id": list(roads.edge_ids),
        "road_ref": list(roads.edge_refs),
        "length_km": roads.edge_length_km,
        "length_basis": list(roads.edge_bases),
        "speed_summer_kmh": roads.edge_speed_summer_kmh,
        "speed_winter_kmh": roads.edge_speed_winter_kmh,
        "is_closed_in_winter": [int(is_closed) for is_closed in roads.edge_is_closed_in_winter],
    }
    rows = gpd.GeoDataFrame(values, geometry=lines, crs=CRS)
    title = _("Routes (réseau simplifié, estimé)")
    description = _("Réseau routier simplifié, estimé : des lignes droites entre les nœuds du réseau.")
    if not roads.is_skeleton:
        title = _("Routes (réseau détaillé)")
        description = _("Réseau routier détaillé : des lignes droites entre les carrefours, longueurs de la route.")
    style = write_plain_style(_ROAD, _name_aliases(columns))
    return Layer("roads", title, description, rows, columns, style)


def _find_point(lon_deg: float | None, lat_deg: float | None) -> shapely.Point | None:
    return None if lon_deg is None or lat_deg is None else shapely.Point(lon_deg, lat_deg)


def _name_aliases(columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.name: f"{column.label} ({column.unit})" if column.unit else column.label for column in columns}
