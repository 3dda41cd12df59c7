"""Tables of roads written into a pack: a network, published minutes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.detailed_roads import DetailedRoads, write_rows
from alpsat_geo.sources.origins import write_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.pack_folder import PackFolder, place_pack
from alpsat_geo.sources.portals.writing import write_pack
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow


def write_pack_roads(contents: PackContents, made: DetailedRoads, origin: Origin) -> PackFolder:
    """Write a network as that of a pack: see `write_pack_tables`.

    Parameters
    ----------
    contents : PackContents
    made : DetailedRoads
    origin : Origin
        Of both tables.
    """
    nodes, edges = write_rows(made.nodes, NodeRow), write_rows(made.edges, EdgeRow)
    return write_pack_tables(contents, {"road_nodes": nodes, "road_edges": edges}, origin)


def write_pack_tables(contents: PackContents, tables: Mapping[str, bytes], origin: Origin) -> PackFolder:
    """Write tables of a pack in the user's folder, each with its origin: all of them, or nothing.

    Parameters
    ----------
    contents : PackContents
        The pack of today; the one that the project brings is copied, and its own files do not change.
    tables : mapping of role to bytes
    origin : Origin
        Of every table; the hash of each is made here.

    Returns
    -------
    PackFolder
        Where the pack stands now.

    Raises
    ------
    DataError
        If the pack would not be good with these tables.
    WriteError
        If the disk refuses.
    """
    folder, named = contents.folder, contents.manifest.files
    files: dict[str, bytes] = {}
    for role, content in tables.items():
        path = named.get(role, folder.name(folder.data / f"{role}.csv"))
        files[path] = content
        digest = hashlib.sha256(content).hexdigest()
        files[path + ORIGIN_SUFFIX] = write_origin(dataclasses.replace(origin, sha256=digest))
    errors = write_pack(folder, files)
    if errors:
        raise DataError(errors)
    return place_pack(folder.key)
