"""Surface that the four operators cover with 4G: ARCEP's polygons, more than a gigabyte each, only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from alpsat_geo.domain.errors import WriteError
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import read_shapes
from alpsat_geo.sources.mobile import MOBILE_4G_COVERED
from alpsat_geo.sources.portals.archives import check_member_name
from alpsat_geo.sources.portals.catalogues import list_folder
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request
from alpsat_geo.sources.whole_file import explain_refusal

_KEY = re.compile(r"(\d{4}_T\d)_couv_Metropole_(OF|SFR0|BOUY|BYT|FREE)_4G_data\.gpkg\.7z$")
_NAMES = {"OF": "Orange", "SFR0": "SFR", "BOUY": "Bouygues", "BYT": "Bouygues", "FREE": "Free"}
_OPERATORS = 4
_MOST_BYTES = 5 * 1024**3
_UNPACKED_MOST_BYTES = 24 * 1024**3
_GOOD_LEVELS = {"BC", "TBC"}  # bonne, très bonne couverture; CL is limited
_CRS = "EPSG:2154"


def fetch(request: Request) -> Delivery:
    """Fetch the share of each commune where all four operators announce a good 4G coverage."""
    if not request.is_heavy:
        raise PortalError("La couverture mobile pèse plusieurs gigaoctets : demandez-la avec --heavy.")
    import geopandas as gpd  # noqa: PLC0415 - see pyogrio in `fibre`

    newest: dict[str, tuple[str, Resource]] = {}
    for key, resource in list_folder(request.client, "arcep", "mobile/"):
        match = _KEY.search(key)
        if match is not None:
            # Each operator's layer has quarters of its own: the newest of each.
            name = _NAMES[match[2]]
            newest[name] = max(newest.get(name, ("", resource)), (match[1], resource), key=lambda one: one[0])
    if len(newest) != _OPERATORS:
        raise PortalError(
            f"ARCEP liste la couverture 4G de {len(newest)} opérateurs sur quatre ({', '.join(newest) or 'aucun'})."
        )
    shapes = read_shapes(request.contents)
    whole = gpd.GeoSeries([shapes[code] for code in request.codes], crs="EPSG:4326").to_crs(_CRS)
    left = np.array(whole.values)
    for _quarter, resource in newest.values():
        path = request.client.download(resource, most_bytes=_MOST_BYTES)
        with _unpack(path) as layer:
            covered = _read_good(layer, tuple(whole.total_bounds))
        left = shapely.intersection(left, covered)
    shares = shapely.area(left) / shapely.area(np.array(whole.values))
    values: dict[str, dict[str, Cell]] = {
        code: {"value": round(float(share), 4)} for code, share in zip(request.codes, shares, strict=True)
    }
    quarters = sorted({quarter for quarter, _resource in newest.values()})
    vintage = f"{' et '.join(one.replace('_T', '-T') for one in quarters)} (couverture 4G)"
    url = next(iter(newest.values()))[1].url
    return Delivery(vintage, url, (ColumnsUpdate(MOBILE_4G_COVERED.key, values),))


def _read_good(layer: Path, bounds: tuple[float, ...]) -> shapely.Geometry:
    """Return where the coverage is good, around the territory; bounds in metres."""
    import pyogrio  # noqa: PLC0415 - see `fetch`

    try:
        rows = pyogrio.read_dataframe(layer, bbox=bounds, columns=["niveau"])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise PortalError(
            "Une couche de couverture mobile n'est pas un GeoPackage lisible : réessayez plus tard."
        ) from error
    if "niveau" not in rows.columns or rows.crs is None or rows.crs.to_epsg() != int(_CRS.removeprefix("EPSG:")):
        raise PortalError(
            "Une couche de couverture mobile n'a plus la colonne « niveau », ou n'est plus en Lambert 93."
        )
    good = rows[rows["niveau"].isin(_GOOD_LEVELS)]
    return shapely.union_all(shapely.make_valid(np.array(good.geometry.values)))


@contextmanager
def _unpack(path: Path) -> Iterator[Path]:
    """Unpack the one GeoPackage of a 7z archive beside it, for as long as it is read."""
    import py7zr  # noqa: PLC0415 - for this source alone

    name = path.name.split("-", 1)[-1]
    try:
        with TemporaryDirectory(dir=path.parent) as folder, py7zr.SevenZipFile(path) as archive:
            members = archive.list()
            for member in members:
                check_member_name(name, member.filename)
            layers = [member for member in members if member.filename.endswith(".gpkg")]
            if len(layers) != 1 or sum(member.uncompressed for member in members) > _UNPACKED_MOST_BYTES:
                raise PortalError(
                    f"« {name} » devrait contenir un GeoPackage de moins de 24 Go, et rien d'autre : il est refusé."
                )
            archive.extract(folder, [layers[0].filename])
            yield Path(folder) / layers[0].filename
    except (py7zr.exceptions.ArchiveError, EOFError) as error:
        raise PortalError(
            f"« {name} » n'est pas une archive 7z lisible, ou elle est abîmée : réessayez plus tard."
        ) from error
    except OSError as error:
        raise WriteError(explain_refusal(path.parent, error)) from error


PORTAL = Portal(
    key="mobile_coverage",
    label=N_("Couverture mobile 4G"),
    producer="ARCEP",
    title="Mon réseau mobile : couverture 4G des quatre opérateurs",
    url_main="https://www.arcep.fr",
    licence="Licence Ouverte 2.0",
    roles=(MOBILE_4G_COVERED.key,),
    vintage_pattern=r"^.*$",
    cadence_days=92,
    fetch=fetch,
    is_on_request=True,
)
