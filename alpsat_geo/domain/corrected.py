"""A territory as its corrections leave it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from alpsat_geo.domain.correction import KINDS, Correction
from alpsat_geo.domain.territory import Place, Space, Territory


def correct_territory(
    territory: Territory, corrections: Iterable[Correction]
) -> tuple[Territory, tuple[Correction, ...]]:
    """Apply corrections: of several that say something of the same field of one thing, the latest wins.

    Parameters
    ----------
    territory : Territory
        Its own corrections stay in force.
    corrections : iterable of Correction
        Of one thing, a space is added first, then the day decides, then the order in which they come. The order of
        corrections of different things is indifferent: the territory is the same.

    Returns
    -------
    Territory
        With the corrections that are in force in ``corrections``.
    tuple of Correction
        Those that find nothing to correct: what they name is not there, or is there already.
    """
    spaces = {space.key: space for space in territory.spaces}
    places = list(territory.places)
    kept: list[Correction] = []
    left: list[Correction] = []
    for correction in sorted(corrections, key=_rank):
        is_done = (
            _correct_space(territory, spaces, correction)
            if correction.thing == "space"
            else _correct_places(territory, places, correction)
        )
        (kept if is_done else left).append(correction)
    if not kept:
        return territory, tuple(left)
    known = len(territory.spaces)
    # Dictionaries keep the order of the files; what was added follows by key, whoever came first.
    ordered = list(spaces.values())
    corrected = dataclasses.replace(
        territory,
        spaces=(*ordered[:known], *sorted(ordered[known:], key=lambda space: space.key)),
        places=_order_places(territory, places),
        corrections=(*territory.corrections, *kept),
    )
    return corrected, tuple(left)


def _rank(correction: Correction) -> tuple[tuple[str, ...], bool, str]:
    is_later = correction.thing != "space" or correction.operation != "add"
    return correction.target, is_later, correction.date


def _order_places(territory: Territory, places: list[Place]) -> tuple[Place, ...]:
    known = {id(place) for place in territory.places}
    added = sorted(
        (place for place in places if id(place) not in known), key=lambda one: (one.kind, one.insee_code, one.name)
    )
    return (*(place for place in places if id(place) in known), *added)


def _correct_space(territory: Territory, spaces: dict[str, Space], correction: Correction) -> bool:
    known = spaces.get(correction.key)
    is_place_known = correction.insee_code in territory.insee_codes
    if correction.operation == "add":
        if known is not None or not is_place_known:
            return False
        known = Space(
            key=correction.key,
            name=correction.name,
            kind=correction.kind,
            operator=correction.host,
            insee_code="",
            address="",
            lon_deg=None,
            lat_deg=None,
            location_precision="none",
            desks_count=None,
            status="open_unverified",
            status_date=correction.date,
            source=correction.source,
        )
    elif known is None or (correction.insee_code and not is_place_known):
        return False
    spaces[correction.key] = _change_space(territory, known, correction)
    return True


def _change_space(territory: Territory, space: Space, correction: Correction) -> Space:
    changes: dict[str, object] = {
        field: value
        for field, value in (
            ("name", correction.name),
            ("kind", correction.kind),
            ("operator", correction.host),
            ("hours", correction.hours),
            ("desks_count", correction.desks_count),
            ("price_month_eur", correction.price_month_eur),
        )
        if value not in ("", None)
    }
    # What is removed may be named by a scenario: it is counted as a space that never opens.
    status = "closed" if correction.operation == "remove" else correction.status
    if status:
        changes |= {"status": status, "is_verified": status != "open_unverified"}
        changes |= {"status_date": correction.date, "source": correction.source}
    if correction.insee_code and correction.insee_code != space.insee_code:
        position = territory.insee_codes.index(correction.insee_code)
        changes |= {
            "insee_code": correction.insee_code,
            "address": "",
            "lon_deg": float(territory.communes.mairie_lon_deg[position]),
            "lat_deg": float(territory.communes.mairie_lat_deg[position]),
            "location_precision": "town_hall",
        }
    if correction.lon_deg is not None and correction.lat_deg is not None:
        changes |= {"lon_deg": correction.lon_deg, "lat_deg": correction.lat_deg, "location_precision": "address"}
    return dataclasses.replace(space, **changes)  # type: ignore[arg-type]


def _correct_places(territory: Territory, places: list[Place], correction: Correction) -> bool:
    if correction.insee_code not in territory.insee_codes or correction.kind not in KINDS[correction.thing]:
        return False
    named = [place for place in places if is_named(place, correction)]
    if correction.operation == "remove" and named:
        places[:] = [place for place in places if place not in named]
        return True
    if correction.operation != "add" or named:
        return False
    position = territory.insee_codes.index(correction.insee_code)
    lon_deg, lat_deg = correction.lon_deg, correction.lat_deg
    if lon_deg is None or lat_deg is None:
        communes = territory.communes
        lon_deg, lat_deg = float(communes.mairie_lon_deg[position]), float(communes.mairie_lat_deg[position])
    places.append(
        Place(
            kind=correction.kind,
            name=correction.name,
            insee_code=correction.insee_code,
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            producer=correction.source,
            vintage=correction.date,
            note=correction.note,
        )
    )
    return True


def is_named(place: Place, correction: Correction) -> bool:
    """Tell whether a correction names a place: by its kind and its commune, and by its name when it gives one."""
    if (place.kind, place.insee_code) != (correction.kind, correction.insee_code):
        return False
    return not correction.name or place.name.casefold() == correction.name.casefold()
