"""The dossier as a GeoPackage: layers with their styles for QGIS, tables of figures, sources and columns."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from alpsat_geo.domain.errors import WriteError
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.dossier.columns import Column
from alpsat_geo.report.dossier.layers import Layer, list_layers
from alpsat_geo.report.dossier.spreadsheet import list_columns, list_figures
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.language import _
from alpsat_geo.sources.whole_file import read_written

_STYLES = "layer_styles"
# The writer's date is a setting of the whole process: one file at a time.
_WRITING = Lock()
_FAILURES = (DataSourceError, DataLayerError, FeatureError)


def write_geopackage(subject: Subject) -> bytes:
    """Write the layers of a dossier; read back, they hold the same figures to the last digit.

    Returns
    -------
    bytes
        A GeoPackage whose only date is the day of the subject. QGIS finds the styles in ``layer_styles``, where
        it keeps its own.

    Raises
    ------
    WriteError
        If the folder of temporary files is full or closed to writing.
    """
    try:
        return read_written(".gpkg", lambda path: _write_all(subject, path))
    except _FAILURES as error:
        raise WriteError(
            f"Le GeoPackage ne peut pas être composé dans le dossier temporaire « {tempfile.gettempdir()} » : vérifiez"
            " la place qui y reste et vos droits, puis recommencez."
        ) from error


def _write_all(subject: Subject, path: Path) -> None:
    layers = [*list_layers(subject), *_list_tables(subject)]
    layers.append(_list_dictionary(layers))
    with _WRITING:
        # Nobody finds the file before it is whole: its layers need not reach the disk one by one.
        day = f"{subject.day.isoformat()}T00:00:00.000Z"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": day, "OGR_SQLITE_SYNCHRONOUS": "OFF"})
        try:
            for layer in layers:
                _write(subject, layer, path)
            _write_styles(subject, [layer for layer in layers if layer.style], path)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None, "OGR_SQLITE_SYNCHRONOUS": None})


def _write(subject: Subject, layer: Layer, path: Path) -> None:
    is_first = not path.exists()
    pyogrio.write_dataframe(
        layer.rows,
        path,
        layer=layer.name,
        driver="GPKG",
        append=not is_first,
        promote_to_multi=None,
        dataset_metadata=_tell_dataset(subject) if is_first else None,
        layer_metadata={"title": layer.title, "abstract": layer.description},
        layer_options={"IDENTIFIER": layer.title, "DESCRIPTION": layer.description},
    )


def _tell_dataset(subject: Subject) -> dict[str, str]:
    producers = dict.fromkeys(origin.producer for origin in subject.territory.origins.values())
    licences = dict.fromkeys(origin.licence for origin in subject.territory.origins.values())
    return {
        "title": _("Le dossier pour décider : {name}").format(name=subject.name),
        "abstract": _(
            "Scénarios : {names}. Valeur du milieu et fourchette de neuf simulations sur dix ; trajets estimés."
        ).format(names=", ".join(subject.names))
        + "".join(f" {sentence}" for sentence in tell_corrections(subject.territory)),
        "source": ", ".join(producers),
        "licence": ", ".join(licences),
        "link": subject.link,
        "date": subject.day.isoformat(),
    }


def _list_tables(subject: Subject) -> Iterator[Layer]:
    columns = list_columns()
    figures = pd.DataFrame(list_figures(subject), columns=[column.name for column in columns])
    description = _("Tous les chiffres du dossier, un par ligne.")
    yield Layer("figures", _("Tous les chiffres"), description, figures, columns)
    origins = subject.territory.origins.items()
    yield _tabulate(
        "sources",
        _("Sources"),
        (
            Column("path", _("Fichier"), "", ""),
            Column("producer", _("Producteur"), "", ""),
            Column("title", _("Données"), "", ""),
            Column("vintage", _("Année des données"), "", ""),
            Column("licence", _("Licence"), "", ""),
            Column("url", _("Adresse"), "", ""),
        ),
        [(path, o.producer, o.title, o.vintage, o.licence, o.url_main) for path, o in sorted(origins)],
    )
    yield _tabulate(
        "parameters",
        _("Hypothèses"),
        (
            Column("key", _("Clé"), "", ""),
            Column("label", _("Hypothèse"), "", ""),
            Column("unit", _("Unité"), "", ""),
            Column("low", _("Valeur basse"), "", _("vide : constante")),
            Column("value", _("Valeur retenue"), "", ""),
            Column("high", _("Valeur haute"), "", _("vide : constante")),
            Column("grade", _("Fiabilité (A à D)"), "", _("A à D")),
            Column("source", _("Source"), "", ""),
        ),
        [(r.key, _(r.label), _(r.unit), r.low, r.value, r.high, r.grade, _(r.source)) for r in subject.table.values()],
    )


def _tabulate(name: str, title: str, columns: tuple[Column, ...], rows: Sequence[tuple[object, ...]]) -> Layer:
    return Layer(name, title, "", pd.DataFrame(rows, columns=[column.name for column in columns]), columns)


def _list_dictionary(layers: list[Layer]) -> Layer:
    columns = (
        Column("layer", _("Couche"), "", ""),
        Column("column", _("Colonne"), "", ""),
        Column("label", _("Libellé"), "", ""),
        Column("unit", _("Unité"), "", ""),
        Column("description", _("Description"), "", ""),
    )
    rows = [(layer.name, c.name, c.label, c.unit, c.description) for layer in layers for c in layer.columns]
    return _tabulate("dictionary", _("Dictionnaire des colonnes"), columns, rows)


def _write_styles(subject: Subject, layers: list[Layer], path: Path) -> None:
    """Write the table in which QGIS looks for the styles of a GeoPackage, with the columns that it gives it."""
    day = pd.Timestamp(subject.day)
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer.name,
            "f_geometry_column": "geom",
            "styleName": layer.title,
            "styleQML": layer.style,
            "styleSLD": "",
            "useAsDefault": True,
            "description": layer.description,
            "owner": "",
            "ui": "",
            "update_time": day,
        }
        for layer in layers
    ]
    pyogrio.write_dataframe(pd.DataFrame(rows), path, layer=_STYLES, driver="GPKG", append=True)
