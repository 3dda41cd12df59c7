"""A detailed network written as that of a pack."""

from __future__ import annotations

import dataclasses
import hashlib

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.sources.check import check_folder
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.detailed_roads import DetailedRoads, write_rows
from alpsat_geo.sources.origins import write_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.pack_folder import PackFolder, place_pack
from alpsat_geo.sources.portals.writing import drop_staged, recover_pack, stage_pack, swap_pack
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow


def write_pack_roads(contents: PackContents, made: DetailedRoads, origin: Origin) -> PackFolder:
    """Write a network as that of a pack, in the user's folder: both tables and their origins, or nothing.

    Parameters
    ----------
    contents : PackContents
        The pack of today; the one that the project brings is copied, and its own files do not change.
    made : DetailedRoads
    origin : Origin
        Of both tables; the hash of each is made here.

    Returns
    -------
    PackFolder
        Where the pack stands now.

    Raises
    ------
    DataError
        If the pack would not be good with these roads.
    WriteError
        If the disk refuses.
    """
    folder, named = contents.folder, contents.manifest.files
    files: dict[str, bytes] = {}
    for role, content in (
        ("road_nodes", write_rows(made.nodes, NodeRow)),
        ("road_edges", write_rows(made.edges, EdgeRow)),
    ):
        path = named.get(role, folder.name(folder.data / f"{role}.csv"))
        files[path] = content
        digest = hashlib.sha256(content).hexdigest()
        files[path + ORIGIN_SUFFIX] = write_origin(dataclasses.replace(origin, sha256=digest))
    recover_pack(place_pack(folder.key))
    staged = stage_pack(folder, files)
    try:
        errors = [finding for finding in check_folder(staged).findings if finding.severity == "error"]
        if errors:
            raise DataError(errors)
        swap_pack(staged)
    finally:
        drop_staged(folder.key)
    return place_pack(folder.key)
