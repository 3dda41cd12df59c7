"""The layers of the GeoPackage: what stands on the map, with every figure of the dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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


_Field = tuple[Column, Sequence[object] | np.ndarray]
"""A column of a layer, and what it holds: one value a row."""


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


def _make_layer(
    name: str,
    title: str,
    description: str,
    fields: Sequence[_Field],
    *,
    shapes: Sequence[shapely.Geometry],
    write_style: Callable[[Mapping[str, str]], str],
) -> Layer:
    """Make a layer in degrees; its style is written from the names that QGIS shows instead of the columns'."""
    columns = tuple(column for column, _values in fields)
    rows = gpd.GeoDataFrame({column.name: values for column, values in fields}, geometry=list(shapes), crs=CRS)
    aliases = {column.name: f"{column.label} ({column.unit})" if column.unit else column.label for column in columns}
    return Layer(name, title, description, rows, columns, write_style(aliases))


def _describe_keys(territory: Territory) -> dict[str, Column]:
    """Describe the columns that several layers begin with, that of the inhabitants named after its year."""
    period = territory.communes.population.latest_period
    counted = f"population_{period.last_year}_count" if period is not None else "population_count"
    return {
        "insee_code": Column("insee_code", _("Code INSEE"), "", ""),
        "commune_name": Column("commune_name", _("Commune"), "", ""),
        "epci_siren": Column("epci_siren", _("SIREN de la communauté"), "", ""),
        "epci_name": Column("epci_name", _("Communauté de communes"), "", ""),
        "population": Column(counted, name_population(period), _("habitants"), "INSEE"),
    }


def _list_communes(subject: Subject, position: int) -> Layer:
    territory, communes = subject.territory, subject.territory.communes
    keys = _describe_keys(territory)
    fields: list[_Field] = [
        (keys["insee_code"], territory.insee_codes),
        (keys["commune_name"], communes.names),
        (keys["epci_siren"], [territory.epcis[i].siren for i in communes.epci_index]),
        (keys["epci_name"], [territory.epcis[i].name for i in communes.epci_index]),
        (keys["population"], communes.population_count),
        *iterate_place_columns(subject.benefits[position], is_epci=False),
        *iterate_indicator_columns(territory),
    ]
    title = _("Communes : {name}").format(name=subject.names[position])
    description = _(
        "Tous les critères par commune, coloré par la part qui ferait le trajet jusqu'à un espace de travail."
    )
    name = name_layer("communes", subject.comparison.outcomes[position].scenario.key)
    style = partial(write_graduated_style, _REACH_COLUMN, MEASURES["reach"].classes)
    return _make_layer(name, title, description, fields, shapes=subject.shapes, write_style=style)


def _list_epcis(subject: Subject, position: int) -> Layer:
    territory, index = subject.territory, subject.territory.communes.epci_index
    keys, ranks = _describe_keys(territory), range(len(territory.epcis))
    people = territory.communes.population_count
    fields: list[_Field] = [
        (keys["epci_siren"], [epci.siren for epci in territory.epcis]),
        (keys["epci_name"], [epci.name for epci in territory.epcis]),
        (keys["population"], [float(people[index == e].sum()) for e in ranks]),
        *iterate_place_columns(subject.benefits[position], is_epci=True),
    ]
    shapes = [
        shapely.union_all([shape for shape, owner in zip(subject.shapes, index, strict=True) if owner == e])
        for e in ranks
    ]
    title = _("Communautés de communes : {name}").format(name=subject.names[position])
    description = _("Tous les critères par communauté de communes.")
    name = name_layer("epci", subject.comparison.outcomes[position].scenario.key)
    return _make_layer(name, title, description, fields, shapes=shapes, write_style=partial(write_plain_style, _AREA))


def _list_opened(subject: Subject) -> Layer:
    territory, communes = subject.territory, subject.territory.communes
    keys = _describe_keys(territory)
    opened = [
        (outcome.scenario.key, account)
        for outcome in subject.comparison.outcomes
        for account in space_accounts(outcome)
    ]
    sites = [account.commune_index for _key, account in opened]
    fields: list[_Field] = [
        (Column("scenario_key", _("Scénario"), "", _("clé du scénario")), [key for key, _account in opened]),
        (keys["insee_code"], [territory.insee_codes[i] for i in sites]),
        (keys["commune_name"], [communes.names[i] for i in sites]),
        (
            Column("kind", _("Type d'espace"), "", _("frugal ou standard")),
            [account.kind for _key, account in opened],
        ),
        (
            Column(
                "verdict",
                _("Verdict"),
                "",
                _("holds : couvre ses frais ; uncertain : incertain ; does_not_hold : ne couvre pas ses frais"),
            ),
            [account.verdict for _key, account in opened],
        ),
        (
            Column("break_even_probability_share", _("Chances de couvrir ses frais"), _("part"), ""),
            [account.break_even_probability for _key, account in opened],
        ),
    ]
    for figure in SPACE_FIGURES:
        found = [summarise_draws(figure.measure(account)) for _key, account in opened]
        fields += [
            (Column(f"{figure.key}_{part}", f"{_(figure.label)}, {told}", _(figure.unit), ""), values)
            for part, told, values in (
                ("low", _("5e centile"), [one.low for one in found]),
                ("value", _("médiane"), [one.value for one in found]),
                ("high", _("95e centile"), [one.high for one in found]),
            )
        ]
    points = [shapely.Point(communes.mairie_lon_deg[i], communes.mairie_lat_deg[i]) for i in sites]
    description = _("Les espaces que les scénarios ouvriraient, à la mairie, avec leur compte.")
    style = partial(write_plain_style, _OPENED)
    return _make_layer("opened_spaces", _("Espaces à ouvrir"), description, fields, shapes=points, write_style=style)


def _list_spaces(subject: Subject) -> Layer:
    spots = [(space, _find_point(space.lon_deg, space.lat_deg)) for space in subject.territory.spaces]
    placed = [(space, point) for space, point in spots if point is not None]
    known = [space for space, _point in placed]
    statuses = _("open : ouvert ; open_unverified, mentioned : non vérifié ; closed : fermé")
    desks = [np.nan if space.desks_count is None else float(space.desks_count) for space in known]
    fields: list[_Field] = [
        (Column("space_key", _("Clé de l'espace"), "", ""), [space.key for space in known]),
        (Column("space_name", _("Espace"), "", ""), [space.name for space in known]),
        (_describe_keys(subject.territory)["insee_code"], [space.insee_code for space in known]),
        (Column("status", _("Statut"), "", statuses), [space.status for space in known]),
        (Column("status_date", _("Date du statut"), "", ""), [space.status_date for space in known]),
        (Column("desks_count", _("Places"), _("places"), _("vide : non publié")), desks),
        (Column("source", _("Source"), "", ""), [space.source for space in known]),
    ]
    points = [point for _space, point in placed]
    description = _("Les espaces de travail connus dans le territoire et autour.")
    style = partial(write_plain_style, _SPACE)
    return _make_layer("existing_spaces", _("Espaces existants"), description, fields, shapes=points, write_style=style)


def _list_services(subject: Subject) -> Layer:
    territory, communes = subject.territory, subject.territory.communes
    halls = {
        code: _find_point(communes.mairie_lon_deg[i], communes.mairie_lat_deg[i])
        for i, code in enumerate(territory.insee_codes)
    }
    spots = [
        (place, _find_point(place.lon_deg, place.lat_deg) or halls.get(place.insee_code)) for place in territory.places
    ]
    placed = [(place, point) for place, point in spots if point is not None]
    known = [place for place, _point in placed]
    at_hall = [int(place.lon_deg is None) for place in known]
    fields: list[_Field] = [
        (Column("kind", _("Type de service"), "", ""), [place.kind for place in known]),
        (Column("service_name", _("Service"), "", ""), [place.name for place in known]),
        (_describe_keys(territory)["insee_code"], [place.insee_code for place in known]),
        (Column("producer", _("Producteur"), "", ""), [place.producer for place in known]),
        (Column("vintage", _("Année des données"), "", ""), [place.vintage for place in known]),
        (Column("is_at_town_hall", _("Placé à la mairie"), "", _("1 : seule la commune est connue")), at_hall),
    ]
    points = [point for _place, point in placed]
    description = _("Écoles, collèges, commerces, gares et autres services du quotidien.")
    style = partial(write_plain_style, _SERVICE)
    return _make_layer("services", _("Services"), description, fields, shapes=points, write_style=style)


def _list_roads(subject: Subject) -> Layer:
    roads = subject.territory.roads
    bases = _("measured, published, derived, estimated, osm ou bd_topo")
    closed = [int(is_closed) for is_closed in roads.edge_is_closed_in_winter]
    fields: list[_Field] = [
        (Column("edge_id", _("Tronçon"), "", ""), roads.edge_ids),
        (Column("road_ref", _("Route"), "", ""), roads.edge_refs),
        (Column("length_km", _("Longueur"), "km", ""), roads.edge_length_km),
        (Column("length_basis", _("Longueur d'après"), "", bases), roads.edge_bases),
        (Column("speed_summer_kmh", _("Vitesse l'été"), "km/h", _("estimée")), roads.edge_speed_summer_kmh),
        (Column("speed_winter_kmh", _("Vitesse l'hiver"), "km/h", _("estimée")), roads.edge_speed_winter_kmh),
        (Column("is_closed_in_winter", _("Fermé l'hiver"), "", _("1 : fermé")), closed),
    ]
    nodes = np.stack((roads.node_lon_deg, roads.node_lat_deg), axis=1)
    ends = nodes[np.stack((roads.edge_from_index, roads.edge_to_index), axis=1)]
    lines = [shapely.LineString(pair) for pair in ends]
    title = _("Routes (réseau simplifié, estimé)")
    description = _("Réseau routier simplifié, estimé : des lignes droites entre les nœuds du réseau.")
    if not roads.is_skeleton:
        title = _("Routes (réseau détaillé)")
        description = _("Réseau routier détaillé : des lignes droites entre les carrefours, longueurs de la route.")
    return _make_layer("roads", title, description, fields, shapes=lines, write_style=partial(write_plain_style, _ROAD))


def _find_point(lon_deg: float | None, lat_deg: float | None) -> shapely.Point | None:
    return None if lon_deg is None or lat_deg is None else shapely.Point(lon_deg, lat_deg)
