"""A layer from the bytes of a file, whatever its format: shown, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.by_commune import find_code_column, join_rows, list_writings
from alpsat_geo.sources.layers.geojson import RawShapes, read_geojson
from alpsat_geo.sources.layers.geopackage import MAGIC, read_geopackage
from alpsat_geo.sources.layers.joining import measure_by_commune, simplify_shapes
from alpsat_geo.sources.layers.placing import place_shapes
from alpsat_geo.sources.layers.record import LAYER_SIZE_MAX_BYTES, LayerError, OwnLayer
from alpsat_geo.sources.layers.text import Row, decode_layer, split_rows
from alpsat_geo.sources.layers.workbook import check_archive, read_sheet
from alpsat_geo.sources.sentences import shorten

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMED_FORMATS = ("Shapefile", b"\x00\x00\x27\x0a"), ("PDF", b"%PDF"), ("FlatGeobuf", b"fgb\x03"), ("XML", b"<")
_FORMATS = N_("Ce fichier ({found}) n'est pas lu ici : apportez un CSV, un XLSX, un GeoJSON ou un GeoPackage.")


def read_layer(
    content: bytes, name: str, insee_codes: Sequence[str], communes: Sequence[shapely.Geometry], part: str = ""
) -> OwnLayer:
    """Read a layer.

    Parameters
    ----------
    content : bytes
        The whole file: CSV, XLSX, GeoJSON or GeoPackage, known by its first bytes.
    name : str
        Of the file.
    insee_codes : sequence of n str
    communes : sequence of n geometries
        In degrees.
    part : str
        Layer of a GeoPackage or sheet of a workbook; empty, or another, gives the first.

    Raises
    ------
    LayerError
        If it cannot be shown, with why and what to do.
    """
    if len(content) > LAYER_SIZE_MAX_BYTES:
        raise LayerError(
            N_("Ce fichier pèse plus de {most} Mo : n'y laissez que le territoire, ou simplifiez-le."),
            most=LAYER_SIZE_MAX_BYTES // (1024 * 1024),
        )
    if not content.strip():
        raise LayerError(N_("Ce fichier est vide : exportez-le de nouveau."))
    name = shorten(name)
    if content.startswith(MAGIC):
        raw, parts, read = read_geopackage(content, part)
        return _join_shapes(raw, name, insee_codes, communes, (tuple(parts), read))
    if content.startswith(_ZIP):
        names = check_archive(content)
        if "xl/workbook.xml" not in names:
            raise LayerError(
                N_("Cette archive n'est pas un classeur XLSX : décompressez-la, et apportez ce qu'elle contient.")
            )
        rows, parts, read = read_sheet(content, part)
        return _join_table(rows, (), name, insee_codes, (tuple(parts), read))
    if content.startswith(_OLD_EXCEL):
        raise LayerError(
            N_("Ce classeur est d'un ancien format, ou protégé par un mot de passe : enregistrez-le en « .xlsx ».")
        )
    found = next((label for label, mark in _NAMED_FORMATS if content.lstrip().startswith(mark)), "")
    if found:
        raise LayerError(_FORMATS, found=found)
    text, said = decode_layer(content)
    if text.lstrip().startswith(("{", "[")):
        return _join_shapes(read_geojson(content), name, insee_codes, communes, ((), ""))
    return _join_table(split_rows(text), said, name, insee_codes, ((), ""))


def _join_table(
    rows: Sequence[Row],
    said: Sequence[Remark],
    name: str,
    insee_codes: Sequence[str],
    parts: tuple[tuple[str, ...], str],
) -> OwnLayer:
    indicators, remarks, count = join_rows(rows, insee_codes)
    return OwnLayer(name, "table", indicators, (*said, *remarks), (), count, *parts)


def _join_shapes(
    raw: RawShapes,
    name: str,
    insee_codes: Sequence[str],
    communes: Sequence[shapely.Geometry],
    parts: tuple[tuple[str, ...], str],
) -> OwnLayer:
    placed = place_shapes(raw.shapes, raw.system, shapely.union_all(np.array(communes, dtype=object)))
    indicators, remarks = [measure_by_commune(placed, communes)], [*raw.remarks, *placed.remarks]
    # Communes exported with their figures: the figures are what their author wants to see.
    titles, *rows = raw.rows
    kept = [titles, *(rows[rank] for rank in placed.ranks)]
    column = find_code_column((cells for _line, cells in kept), list_writings(insee_codes))
    if column is not None and placed.kind == "polygons":
        try:
            joined, told, _count = join_rows(kept, insee_codes)
        except LayerError:
            joined, told = (), ()
        indicators, remarks = [*joined, *indicators], [*remarks, *told]
    drawn = simplify_shapes(placed)
    count = len(shapely.get_parts(placed.shapes)) if placed.kind == "points" else len(placed.shapes)
    if len(drawn) < count:
        sentence = N_("La carte dessine {drawn} objets sur {count} ; les chiffres par commune les comptent tous.")
        remarks.append(remark(sentence, drawn=len(drawn), count=count))
    return OwnLayer(name, placed.kind, tuple(indicators), tuple(remarks), drawn, count, *parts)
