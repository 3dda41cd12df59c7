"""The ``compare`` command: who is first, how sure, and what would change the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from alpsat_geo.commands.documents import Json, interval_document, number_or_null
from alpsat_geo.commands.evaluate import scenarios_document
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.cross_checks import cross_check
from alpsat_geo.compute.decision import Decision
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.compute.information import price_comparison
from alpsat_geo.compute.readings import Reading
from alpsat_geo.compute.robustness import central_gap, switching_values, tornado, verify_first
from alpsat_geo.compute.viability import Viability
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.caveats import list_decisive, name_unknown, tell_check
from alpsat_geo.report.decision import (
    list_rates,
    list_readings,
    tell_nothing_to_verify,
    tell_viability,
    write_verdict,
    write_worth,
)
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_number, format_share

_WEIGHT = re.compile(r"\s*(?P<key>[a-z0-9_]+)\s*=\s*(?P<number>[+-]?\d+(\.\d*)?(e[+-]?\d+)?)\s*", re.IGNORECASE)


def parse_weights(text: str) -> dict[str, float]:
    """Read ``key=weight,key=weight``.

    Raises
    ------
    InputError
        If an item is not of that form, or if a key is named twice.
    """
    weights: dict[str, float] = {}
    for item in text.split(","):
        match = _WEIGHT.fullmatch(item)
        if match is None or match["key"] in weights:
            raise InputError(f"Le poids « {item} » ne se lit pas : écrivez « critère=nombre », une fois par critère.")
        weights[match["key"]] = float(match["number"])
    return weights


def comparison_document(comparison: Comparison, decision: Decision) -> dict[str, Json]:
    """Build the JSON document of the command."""
    keys = [outcome.scenario.key for outcome in comparison.outcomes]
    leader, second = comparison.two_leaders
    applicability = comparison.acceptabilities.applicability
    expectation = expect_users(comparison)
    information = price_comparison(comparison)
    return {
        "scenarios": scenarios_document(comparison.problem, comparison.outcomes, comparison.central_outcomes),
        "rank_acceptability": _by_key(keys, comparison.acceptabilities.joint),
        "values_only": _by_key(keys, comparison.acceptabilities.values_only),
        "facts_only": _by_key(keys, comparison.acceptabilities.facts_only),
        "pairwise": {
            key: dict(zip(keys, _list(row), strict=True)) for key, row in zip(keys, comparison.pairwise, strict=True)
        },
        "central_weights": {
            key: dict(zip(comparison.weighted_keys, _list(row), strict=True))
            for key, row in zip(keys, comparison.central_weights, strict=True)
        },
        "confidence": dict(zip(keys, _list(comparison.confidence), strict=True)),
        "typical_weights": dict(zip(comparison.weighted_keys, _list(comparison.typical_weights), strict=True)),
        "verdict": decision.verdict.status,
        "undone_by": [{"reading": u.reading.key, "first": u.leader} for u in decision.verdict.undone_by],
        "readings": [_reading_document(reading) for reading in decision.readings],
        "exchange_rates": [
            {
                "of": criterion.key,
                "per": criterion.unit,
                "eur_year": number_or_null(decision.exchange_rates[criterion.key]),
            }
            for criterion in comparison.problem.criteria
            if criterion.key in decision.exchange_rates
        ],
        "viability": {
            key: _viability_document(viability) for key, viability in zip(keys, decision.viabilities, strict=True)
        },
        "information": [
            {
                "unknown": priced.unknown.key,
                "label": priced.unknown.label,
                "eur_year": number_or_null(priced.eur_per_year),
                "how": priced.unknown.settled_by,
            }
            for priced in information.by_unknown
        ],
        "perfect_information_eur_year": number_or_null(information.perfect_eur_per_year),
        "leader": keys[leader],
        "second": keys[second],
        "contenders": list(decision.verdict.contenders),
        "verify_first": [
            {
                "unknown": priority.unknown.key,
                "label": priority.unknown.label,
                "changes_leader_share": priority.changes_leader_share,
                "how": priority.unknown.settled_by,
            }
            for priority in verify_first(comparison)
            if priority.changes_leader_share > 0
        ],
        "central_gap": number_or_null(central_gap(comparison)),
        "tornado": [
            {
                "unknown": row.unknown.key,
                "label": row.unknown.label,
                "gap_at_low": row.bar.gap_at_low,
                "gap_at_high": row.bar.gap_at_high,
                "is_reversal": row.bar.is_reversal,
            }
            for row in tornado(comparison)
            if row.bar.swing > 0
        ],
        "switching_values": [
            {"unknown": s.unknown.key, "label": s.unknown.label, "values": list(s.values), "unit": s.unit}
            for s in switching_values(comparison)
            if s.values
        ],
        "cross_checks": {
            check.method: {"ranking": [keys[s] for s in check.ranking], "disagrees": check.disagrees}
            for check in cross_check(comparison)
        },
        "criteria_left_out": {
            "without_object": _named(comparison, applicability.is_not_applicable),
            "do_not_discriminate": _named(comparison, applicability.is_indifferent),
            "counted_twice": [
                [comparison.weighted_keys[twin.first], comparison.weighted_keys[twin.second]]
                for twin in applicability.twins
            ],
            "beyond_anchors": [[scenario, criterion] for scenario, criterion in comparison.beyond_anchors],
        },
        "expectation": {
            "demand_users": {
                **interval_document(expectation.demand_users),
                "central": number_or_null(expectation.demand_central_users),
            },
            "spaces_fed": interval_document(expectation.spaces_fed),
            "reference_users": expectation.reference_users,
        },
    }


def comparison_text(
    comparison: Comparison, decision: Decision, territory: Territory, projects: Sequence[Scenario] = ()
) -> str:
    """Write the answer in French: the verdict, what it hangs on, whether it lives, and what to verify first.

    Parameters
    ----------
    comparison : Comparison
    decision : Decision
        Of that comparison.
    territory : Territory
    projects : sequence of Scenario
        To name who leads among all of them.
    """
    names = {scenario.key: scenario.name for scenario in projects}
    names |= {outcome.scenario.key: outcome.scenario.name for outcome in comparison.outcomes}
    has_weights = _is_stated(comparison)
    lines = [write_verdict(decision.verdict, names, has_weights=has_weights)]
    lines += [
        f"  {outcome.scenario.name} : {tell_viability(viability, comparison.problem, territory)}."
        for outcome, viability in zip(comparison.outcomes, decision.viabilities, strict=True)
    ]
    lines += [
        "",
        f"Part des {format_number(comparison.problem.draws.size)} simulations où chaque scénario arrive premier",
        *_tell_readings(decision, names, has_weights=has_weights),
        "",
    ]
    lines += _tell_what_varies(comparison, names)
    lines += ["", *_tell_rates(comparison, decision)]
    expectation = expect_users(comparison)
    users, spaces = write_interval(expectation.demand_users), write_interval(expectation.spaces_fed)
    expected = (
        f"Usagers réguliers à attendre sur tout le territoire : {users},"
        f" de quoi faire vivre {spaces} espaces de {format_number(expectation.reference_users)} usagers."
    )
    lines += ["", expected, *_tell_what_to_verify(comparison, decision)]
    return "\n".join(lines)


def _is_stated(comparison: Comparison) -> bool:
    weights = comparison.priorities.weights
    return len(weights) > 1 and bool((weights == weights[0]).all())


def _tell_readings(decision: Decision, names: Mapping[str, str], *, has_weights: bool) -> list[str]:
    """Write one row a reading, one column a scenario compared; who leads among all is named beside it."""
    compared = decision.readings[0].keys
    rows: list[tuple[str, ...]] = [("", *(names[key] for key in compared), "")]
    rows += list_readings(decision.readings, names, has_weights=has_weights)
    return align_columns(rows, indent="  ", right=range(1, len(compared) + 1))


def _tell_what_varies(comparison: Comparison, names: Mapping[str, str]) -> list[str]:
    three, keys = comparison.acceptabilities, [outcome.scenario.key for outcome in comparison.outcomes]
    rows: list[tuple[str, ...]] = [
        ("Part où il arrive premier", "en tout", "si seules les priorités varient", "si seules les hypothèses varient")
    ]
    rows += [
        (names[key], *(format_share(float(x[s, 0])) for x in (three.joint, three.values_only, three.facts_only)))
        for s, key in enumerate(keys)
    ]
    return align_columns(rows, indent="  ", right=(1, 2, 3))


def _tell_rates(comparison: Comparison, decision: Decision) -> list[str]:
    rows = list_rates(comparison, decision.exchange_rates)
    if not rows:
        return ["L'argent public ne pèse pas : rien ne se convertit en euros."]
    return ["Ce que ces poids disent valoir, en euros par an", *align_columns(rows, indent="  ", right=(1,))]


def _tell_what_to_verify(comparison: Comparison, decision: Decision) -> list[str]:
    priorities = list_decisive(verify_first(comparison))
    worth = {priced.unknown.key: priced.eur_per_year for priced in price_comparison(comparison).by_unknown}
    if priorities:
        found = [
            (
                name_unknown(p.unknown),
                format_share(p.changes_leader_share),
                write_worth(worth[p.unknown.key]),
                tell_check(p.unknown),
            )
            for p in priorities
        ]
        title = "À vérifier d'abord, et part des cas où le premier changerait"
        return ["", title, *align_columns(found, indent="  ", right=(1,))]
    return [tell_nothing_to_verify(decision.readings)]


def _reading_document(reading: Reading) -> Json:
    document: dict[str, Json] = {
        "key": reading.key,
        "first": {key: float(share) for key, share in zip(reading.keys, reading.first, strict=True)},
        "leader": reading.leader,
    }
    if reading.counting == "all_scenarios":
        document["beaten_by"] = list(reading.beaten_by)
    return document


def _viability_document(viability: Viability) -> Json:
    return {
        "spaces": viability.space_count,
        "hold": viability.hold_count,
        "uncertain": viability.uncertain_count,
        "lose": viability.lose_count,
        "actions_without_effect": [
            f"{placed.type_key}:{placed.place}" if placed.place else placed.type_key
            for placed in viability.without_effect
        ],
        "net_public_cost_eur_per_year": interval_document(viability.net_public_cost_eur_per_year),
    }


def _by_key(keys: list[str], table: FloatArray) -> Json:
    return {key: _list(row) for key, row in zip(keys, table, strict=True)}


def _list(row: FloatArray) -> list[Json]:
    return [number_or_null(value) for value in row]


def _named(comparison: Comparison, mask: BoolArray) -> list[Json]:
    return [key for key, is_set in zip(comparison.weighted_keys, mask, strict=True) if is_set]
