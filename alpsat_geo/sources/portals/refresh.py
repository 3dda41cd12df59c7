"""Bring a territory's pack to the newest figures of the portals, one source after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from alpsat_geo.domain.errors import AlpSatError, InputError, WriteError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import OriginPart
from alpsat_geo.sources.broadband import BroadbandRow
from alpsat_geo.sources.by_commune import ValueRow
from alpsat_geo.sources.census import CensusRow
from alpsat_geo.sources.communes import CommuneRow
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.facilities import FacilityRow
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.inhabitants import FAR_FROM_TOWN_HALL
from alpsat_geo.sources.mobile import MOBILE_4G_COVERED, MOBILE_4G_SITES
from alpsat_geo.sources.pack_folder import place_pack
from alpsat_geo.sources.places import PlaceRow
from alpsat_geo.sources.portals import PORTALS
from alpsat_geo.sources.portals.client import Client
from alpsat_geo.sources.portals.delivery import Portal, Request
from alpsat_geo.sources.portals.merging import Change, merge_delivery
from alpsat_geo.sources.portals.writing import recover_pack, write_pack
from alpsat_geo.sources.spaces import SpaceRow
from alpsat_geo.sources.town_halls import TownHallRow
from alpsat_geo.sources.whole_file import explain_refusal

Status = Literal["updated", "unchanged", "failed"]

_ROW_TYPES: Mapping[str, type[Row]] = {
    "broadband": BroadbandRow,
    "census": CensusRow,
    "communes": CommuneRow,
    "facilities": FacilityRow,
    "places": PlaceRow,
    "spaces": SpaceRow,
    "town_halls": TownHallRow,
    MOBILE_4G_SITES.key: ValueRow,
    MOBILE_4G_COVERED.key: ValueRow,
    FAR_FROM_TOWN_HALL.key: ValueRow,
}
# A column that has a default is not needed in a table that is made now.
_COLUMNS = {
    role: tuple(name for name, column in row.model_fields.items() if column.is_required())
    for role, row in _ROW_TYPES.items()
}


_UNFORESEEN = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did with one source.

    Attributes
    ----------
    portal : Portal
    status : {"updated", "unchanged", "failed"}
        With ``--dry-run``, "updated" is what would be.
    from_vintage, to_vintage : str
        Empty: not known.
    changes : tuple of Change
    findings : tuple of Finding
        Of a source that failed, the reasons are its errors; what the pack was before stays.
    """

    portal: Portal
    status: Status
    from_vintage: str = ""
    to_vintage: str = ""
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_awaited(key: str) -> tuple[str, ...]:
    """Return the roles whose file a territory still awaits."""
    contents = PackContents.find(key)
    return tuple(role for role in contents.manifest.awaited if contents.lacks(role))


def choose_portals(keys: Sequence[str], awaited: Sequence[str] = ()) -> tuple[Portal, ...]:
    """Return the adapters of some keys, in the order of the registry.

    Parameters
    ----------
    keys : sequence of str
        Empty: all those that need not be asked for by name, and those that alone bring what is awaited.
    awaited : sequence of str
        Roles whose file the territory does not have yet.

    Raises
    ------
    InputError
        If no source has a key.
    """
    known = {portal.key: portal for portal in PORTALS}
    for key in keys:
        if key not in known:
            raise InputError(f"La source « {key} » n'existe pas ; sources connues : {', '.join(known)}.")
    if not keys:
        usual = [portal for portal in PORTALS if not portal.is_on_request]
        alone = set(awaited) - {role for portal in usual for role in portal.roles}
        return tuple(portal for portal in PORTALS if portal in usual or alone & set(portal.roles))
    return tuple(portal for portal in PORTALS if portal.key in keys)


def refresh_pack(
    key: str,
    portals: Sequence[Portal],
    client: Client,
    *,
    is_dry: bool = False,
    is_heavy: bool = False,
    signed: str = "",
    say: Callable[[Refreshed], None] | None = None,
) -> tuple[Refreshed, ...]:
    """Refresh a territory's pack, one source after another; what fails leaves the pack as it was.

    Parameters
    ----------
    key : str
        Of the territory.
    portals : sequence of Portal
    client : Client
    is_dry : bool
        Whether nothing is written.
    is_heavy : bool
        Whether files of more than a gigabyte may be downloaded.
    signed : str
        Who asks; noted in the origins.
    say : function of a Refreshed, optional
        Called after each source.

    Raises
    ------
    InputError
        While another refresh is under way, by hand or by a timer: both would write the same files.
    """
    today = datetime.now(UTC).date().isoformat()
    done = []
    with _hold_alone(client.cache):
        recover_pack(place_pack(key))
        for portal in portals:
            part = OriginPart(portal.key, "", "", today, signed, portal.cadence_days)
            one = _refresh_one(key, portal, client, part, is_dry=is_dry, is_heavy=is_heavy)
            done.append(one)
            if say is not None:
                say(one)
        client.forget_old()
    return tuple(done)


@contextmanager
def _hold_alone(cache: Path) -> Iterator[None]:
    """Refuse while somebody else refreshes with the same downloads."""
    held = cache / "refresh.lock"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        held.touch()
    except OSError as error:
        raise WriteError(explain_refusal(held, error)) from error
    try:
        # The lock goes with its process, however that one ends.
        with FileLock(held, timeout=0):
            yield
    except Timeout:
        raise InputError("Un autre rafraîchissement est en cours : attendez qu'il finisse, puis recommencez.") from None


def _refresh_one(
    key: str, portal: Portal, client: Client, part: OriginPart, *, is_dry: bool, is_heavy: bool
) -> Refreshed:
    try:
        contents = PackContents.find(key)
        delivery = portal.fetch(Request(client, contents, is_heavy))
        merged = merge_delivery(portal, delivery, contents, _COLUMNS, part)
        if not merged.files:
            return Refreshed(portal, "unchanged", merged.from_vintage, merged.to_vintage, (), delivery.findings)
        errors = write_pack(contents.folder, merged.files, is_trial=is_dry)
        if errors:
            return Refreshed(portal, "failed", merged.from_vintage, merged.to_vintage, (), errors)
    except AlpSatError as error:
        return Refreshed(portal, "failed", findings=(Finding("error", portal.key, str(error)),))
    except _UNFORESEEN as error:
        # What a portal sends is not ours: one that changed in a way that its adapter does not know stops it alone.
        sentence = f"la réponse a une forme que cette version ne connaît pas ({type(error).__name__} : {error})."
        return Refreshed(portal, "failed", findings=(Finding("error", portal.key, sentence[:300]),))
    return Refreshed(portal, "updated", merged.from_vintage, merged.to_vintage, merged.changes, delivery.findings)
