"""One commune under each scenario that is compared: one card for all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.summary import Interval
from alpsat_geo.report.bearing import BEARER_LABELS
from alpsat_geo.report.commune.change import Change, Road
from alpsat_geo.report.dossier.wording import write_change, write_interval, write_with_unit
from alpsat_geo.report.figures import MISSING, format_minutes
from alpsat_geo.report.language import _, begin_lower
from alpsat_geo.report.markup import Markup, put_in_card, write_table, write_tag


def write_commune_table(name: str, changes: Sequence[tuple[str, Change]], bearer: Bearer) -> Markup:
    """Return the card of a commune, one row a scenario.

    Parameters
    ----------
    name : str
        Of the commune.
    changes : sequence of (name of a scenario, Change)
    bearer : Bearer
        Who bears the costs that it tells.
    """
    headings = [
        _("Scénario"),
        _("Espace le plus proche, avant et après"),
        _("Usagers réguliers qui y habitent"),
        _("Usagers de plus"),
        _("Habitants de plus à cinq ans"),
        _("Coût public par an à sa charge"),
    ]
    rows = [
        (
            scenario,
            _write_road(change.road),
            _write_people(change.users),
            _write_people(change.users_gained),
            _write_people(change.inhabitants_gained),
            _write_cost(change.cost_eur_per_year),
        )
        for scenario, change in changes
    ]
    caption = _("{name}, scénario par scénario").format(name=name)
    note = _(
        "Minutes de mairie à mairie ; « de plus » : valeur du milieu des écarts avec ne rien faire. Les coûts sont"
        " portés par {bearer} : une convention."
    ).format(bearer=begin_lower(_(BEARER_LABELS[bearer])))
    return put_in_card(
        write_tag("h2", name, "ag-section"), write_table(caption, headings, rows), write_tag("p", note, "ag-note")
    )


def _write_road(road: Road) -> str:
    before, after = format_minutes(road.before_min), format_minutes(road.after_min)
    if before == after:
        return before if road.after_min else _("sur place")
    return _("{before}, puis {after}").format(before=before, after=after if road.after_min else _("sur place"))


def _write_people(people: Interval) -> str:
    """Write how many, or how many more; the sentence of the commune says the same."""
    if math.isnan(people.value):
        return _(MISSING)
    return write_change(people) if people.value < 0 else write_interval(people)


def _write_cost(cost: Interval) -> str:
    is_nothing = cost.low == cost.value == cost.high == 0
    return _("rien à payer") if is_nothing else write_with_unit(cost, "€")
