"""The figures of a dossier as a long table for spreadsheets, and the dictionary of its columns."""

from __future__ import annotations

from alpsat_geo.report.bearing import BEARER_LABELS, tell_conventions
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.dossier.all_figures import KINDS, LEVELS, Figure, list_all_figures
from alpsat_geo.report.dossier.columns import PARTS, Column
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.language import _, begin_upper


def write_csv(subject: Subject) -> bytes:
    """Write one line a figure, with every digit; an empty cell is without object.

    Returns
    -------
    bytes
        What a French spreadsheet opens as it is.
    """
    return write_csv_table([column.name for column in list_columns()], list_figures(subject))


def write_dictionary(subject: Subject) -> bytes:
    """Write the dictionary of the table: each column, then each value that a column of keys may hold."""
    rows = [[column.name, "", column.label, column.unit, column.description] for column in list_columns()]
    rows += [["place_level", key, _(label), "", ""] for key, label in LEVELS.items()]
    shown = KINDS if subject.territory.corrections else KINDS.keys() - {"correction"}
    rows += [["figure_kind", key, _(label), "", ""] for key, label in KINDS.items() if key in shown]
    rows.append(["cost_bearer", subject.bearer, _(BEARER_LABELS[subject.bearer]), "", tell_conventions(subject.bearer)])
    told = dict.fromkeys((f.kind, f.key, f.label, f.unit, f.help) for f in list_all_figures(subject))
    rows += [["figure_key", key, label, unit, help_] for _kind, key, label, unit, help_ in told]
    for outcome in subject.comparison.outcomes:
        scenario = outcome.scenario
        rows.append(["scenario_key", scenario.key, name_scenario(scenario), "", _(scenario.description)])
    return write_csv_table(["column", "value", "label", "unit", "description"], rows)


def list_figures(subject: Subject) -> list[list[object]]:
    """List the rows of the table; NaN is without object."""
    return [_write_row(figure) for figure in list_all_figures(subject)]


def list_columns() -> tuple[Column, ...]:
    """List the columns of the table, in order."""
    asked = _("dans l'unité de la ligne")
    return (
        Column("scenario_key", _("Scénario"), "", _("clé du scénario ; vide : le même dans tous")),
        Column("scenario_name", _("Nom du scénario"), "", _("tel qu'il est montré à l'écran")),
        Column(
            "is_chosen", _("Scénario du dossier"), "", _("1 pour le scénario proposé, 0 pour ceux qu'on lui compare")
        ),
        Column("place_level", _("Niveau"), "", _("tout le territoire, communauté de communes, commune ou espace")),
        Column(
            "place_code",
            _("Code du lieu"),
            "",
            _("clé du territoire, SIREN de la communauté, code INSEE ou clé d'espace"),
        ),
        Column("place_name", _("Nom du lieu"), "", ""),
        Column("figure_kind", _("Famille de chiffres"), "", _("critère, compte, espace, probabilité, profil…")),
        Column(
            "figure_key", _("Clé du chiffre"), "", _("la même dans la ligne de commande, pour un critère ou un compte")
        ),
        Column("figure_label", _("Chiffre"), "", _("ce qui est mesuré, en toutes lettres")),
        Column("unit", _("Unité"), "", _("unité de tous les nombres de la ligne ; une part va de 0 à 1")),
        Column("direction", _("Sens"), "", _("max : plus, c'est mieux ; min : moins, c'est mieux")),
        *(Column(part, begin_upper(_(text)), asked, _("vide : sans objet")) for part, text in PARTS.items()),
    )


def _write_row(figure: Figure) -> list[object]:
    named = (figure.kind, figure.key, figure.label, figure.unit, figure.direction)
    return [*figure.scenario, *figure.place, *named, *figure.numbers]
