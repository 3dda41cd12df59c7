"""« D'où vient ce chiffre ? » for a figure that is counted over simulations: from what, how, weighed by what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import Parameter
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.report.decision import OBJECTIVE_LABELS
from alpsat_geo.report.dossier.wording import SHARE_UNIT
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_table, write_tag
from alpsat_geo.report.parameters import format_bounds, format_parameter
from alpsat_geo.report.punctuation import NO_BREAK_SPACE


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


def write_derivations(
    derivations: Iterable[Derivation],
    problem: DecisionProblem,
    weights: Mapping[str, FloatArray],
    parameters: Iterable[Parameter],
) -> Markup:
    """Write where figures come from: how each is counted, what is weighed between which ends, and what is assumed.

    Parameters
    ----------
    derivations : iterable of Derivation
    problem : DecisionProblem
        Whose criteria and anchors weigh.
    weights : mapping of criterion key to float array (D,)
        Of the criteria that tell what is compared apart, in each simulation; empty where nothing is weighed.
    parameters : iterable of Parameter
        Named beside: those of the actions compared.
    """
    rows = [(one.figure, one.unit, one.counted_from, one.formula) for one in derivations]
    headings = [_("Chiffre"), _("Unité"), _("Compté sur"), _("Formule")]
    counted = write_table(_("Comment chaque chiffre est compté"), headings, rows)
    weighed = [_write_weights(problem, weights)] if weights else []
    return write_tag("div", [counted, *weighed, _write_parameters(parameters)], "ag-trace")


def list_action_parameters(problem: DecisionProblem, type_keys: Collection[str]) -> list[Parameter]:
    """List the parameters that some actions take, in the order of the table."""
    types = [problem.action_types[key] for key in sorted(type_keys)]
    named = {key for action in types for key in (*action.parameters, *action.months_parameters)}
    return [row for key, row in problem.draws.table.items() if key in named]


def _write_weights(problem: DecisionProblem, weights: Mapping[str, FloatArray]) -> Markup:
    rows = []
    for criterion in problem.criteria:
        if criterion.key not in weights:
            continue
        anchor, drawn = problem.anchors[criterion.key], weights[criterion.key]
        worst, best = problem.anchor_bounds(criterion.key)
        low, high = format_share(float(np.min(drawn))), format_share(float(np.max(drawn)))
        spread = low if low == high else _("{low} à {high}").format(low=low, high=high)
        rows.append(
            (
                _(criterion.label),
                _(OBJECTIVE_LABELS[criterion.objective]),
                spread,
                _write_end(worst, criterion.unit),
                _write_end(best, criterion.unit),
                (anchor.grade, _(anchor.reason)),
            )
        )
    headings: Sequence[str] = [
        _("Critère"),
        _("Objectif"),
        _("Importance, selon la simulation"),
        _("Note 0"),
        _("Note 1 (la meilleure)"),
        _("Fiabilité et raison"),
    ]
    return write_table(_("Ce qui est pesé, et d'où à où"), headings, rows)


def _write_end(end: float, unit: str) -> str:
    return format_share(end) if unit == SHARE_UNIT else f"{format_number(end)}{NO_BREAK_SPACE}{_(unit)}"


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
