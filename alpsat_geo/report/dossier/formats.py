"""The files that a dossier becomes, by their ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.deliberation import write_editable
from alpsat_geo.report.dossier.docx_file import write_docx
from alpsat_geo.report.dossier.geopackage import write_geopackage
from alpsat_geo.report.dossier.odt_file import write_odt
from alpsat_geo.report.dossier.page import write_page
from alpsat_geo.report.dossier.pdf import write_pdf
from alpsat_geo.report.dossier.spreadsheet import write_csv, write_dictionary
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.workbook import write_workbook
from alpsat_geo.report.sheets import write_ods, write_xlsx
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
        lambda subject: write_workbook(subject, write_xlsx),
    ),
    ".ods": Format(
        N_("Classeur LibreOffice"),
        N_("les mêmes feuilles"),
        "application/vnd.oasis.opendocument.spreadsheet",
        lambda subject: write_workbook(subject, write_ods),
    ),
    ".docx": Format(
        N_("Projet de délibération, Word"),
        N_("à compléter, avec le dossier à modifier"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda subject: write_docx(write_editable(subject)),
    ),
    ".odt": Format(
        N_("Projet de délibération, LibreOffice"),
        N_("le même document"),
        "application/vnd.oasis.opendocument.text",
        lambda subject: write_odt(write_editable(subject)),
    ),
    ".csv": Format(N_("Tableau CSV"), N_("tous les chiffres, pour un tableur"), "text/csv", write_csv),
    DICTIONARY_ENDING: Format(N_("Dictionnaire du CSV"), N_("ce que dit chaque colonne"), "text/csv", write_dictionary),
    ".yaml": Format(
        N_("Scénario YAML"),
        N_("à rouvrir dans la page des actions"),
        "application/yaml",
        lambda subject: write_scenario(subject.scenario).encode(),
    ),
}
