"""The files that a dossier becomes, by their ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.deliberation import write_deliberation_docx, write_deliberation_odt
from alpsat_geo.report.dossier.geopackage import write_geopackage
from alpsat_geo.report.dossier.page import write_page
from alpsat_geo.report.dossier.pdf import write_pdf
from alpsat_geo.report.dossier.spreadsheet import write_csv, write_dictionary
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.workbook import write_dossier_ods, write_dossier_xlsx
from alpsat_geo.sources.scenarios import write_scenario


@dataclass(frozen=True, slots=True)
class Format:
    """One file.

    Attributes
    ----------
    label, use : str
        What it is, and what it is for.
    mime : str
    write : function of the subject to bytes
        The same subject gives the same bytes.
    """

    label: str
    use: str
    mime: str
    write: Callable[[Subject], bytes]


DICTIONARY_ENDING = ".dictionnaire.csv"

FORMATS: Mapping[str, Format] = {
    ".pdf": Format(N_("PDF"), N_("à imprimer et à remettre au conseil"), "application/pdf", write_pdf),
    ".html": Format(N_("Page web"), N_("à ouvrir sans réseau, avec la carte"), "text/html", write_page),
    ".gpkg": Format(
        N_("GeoPackage"), N_("à ouvrir dans QGIS, déjà coloré"), "application/geopackage+sqlite3", write_geopackage
    ),
    ".xlsx": Format(
        N_("Classeur Excel"),
        N_("les comptes et les chiffres, feuille par feuille"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_dossier_xlsx,
    ),
    ".ods": Format(
        N_("Classeur LibreOffice"),
        N_("les mêmes feuilles"),
        "application/vnd.oasis.opendocument.spreadsheet",
        write_dossier_ods,
    ),
    ".docx": Format(
        N_("Projet de délibération, Word"),
        N_("à compléter, avec le dossier à modifier"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_deliberation_docx,
    ),
    ".odt": Format(
        N_("Projet de délibération, LibreOffice"),
        N_("le même document"),
        "application/vnd.oasis.opendocument.text",
        write_deliberation_odt,
    ),
    ".csv": Format(N_("Tableau CSV"), N_("tous les chiffres, pour un tableur"), "text/csv", write_csv),
    DICTIONARY_ENDING: Format(N_("Dictionnaire du CSV"), N_("ce que dit chaque colonne"), "text/csv", write_dictionary),
    ".yaml": Format(
        N_("Scénario YAML"),
        N_("à rouvrir dans la page des actions"),
        "application/yaml",
        lambda s: write_scenario(s.scenario).encode(),
    ),
}
