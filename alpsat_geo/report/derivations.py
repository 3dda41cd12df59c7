"""« D'où vient ce chiffre ? » for a figure that is counted over simulations: from what, how, and what is assumed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.domain.parameters import Parameter
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_table, write_tag
from alpsat_geo.report.parameters import format_bounds, format_parameter


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where one figure comes from.

    Attributes
    ----------
    figure, unit : str
    counted_from : str
        Which simulations, of what.
    formula : str
        In words that can be computed again.
    """

    figure: str
    unit: str
    counted_from: str
    formula: str


def write_derivations(derivations: Iterable[Derivation], parameters: Iterable[Parameter]) -> Markup:
    """Write where figures come from: how each is counted, and what is assumed.

    Parameters
    ----------
    derivations : iterable of Derivation
    parameters : iterable of Parameter
        Named beside: those of the actions compared.
    """
    rows = [(one.figure, one.unit, one.counted_from, one.formula) for one in derivations]
    headings = [_("Chiffre"), _("Unité"), _("Compté sur"), _("Formule")]
    counted = write_table(_("Comment chaque chiffre est compté"), headings, rows)
    return write_tag("div", [counted, _write_parameters(parameters)], "ag-trace")


def list_action_parameters(problem: DecisionProblem, type_keys: Collection[str]) -> list[Parameter]:
    """List the parameters that some actions take, in the order of the table."""
    types = [problem.action_types[key] for key in sorted(type_keys)]
    named = {key for action in types for key in (*action.parameters, *action.months_parameters)}
    return [row for key, row in problem.draws.table.items() if key in named]


def _write_parameters(parameters: Iterable[Parameter]) -> Markup:
    rows = [
        (
            _(row.label),
            (format_parameter(row, row.value), format_bounds(row)),
            (row.grade, _(GRADE_LABELS[row.grade])),
            (_(row.source), _(row.note) if row.note else ""),
        )
        for row in parameters
    ]
    note = write_tag("p", _("Les hypothèses communes à tous les calculs sont sur la page Données."), "ag-note")
    if not rows:
        return note
    headings = [_("Hypothèse"), _("Valeur, de la plus basse à la plus haute"), _("Fiabilité"), _("Source")]
    return join_parts(write_table(_("Les hypothèses de ces actions"), headings, rows), note)
