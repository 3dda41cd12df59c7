"""The ``compare`` command: who is first, how sure, and what would change the answer."""

from __future__ import annotations

import re

from alpsat_geo.commands.documents import Json, interval_document, number_or_null, numbers_or_null
from alpsat_geo.commands.evaluate import scenarios_document
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.cross_checks import cross_check
from alpsat_geo.compute.expectation import contenders, expect_users
from alpsat_geo.compute.robustness import central_gap, switching_values, tornado, verify_first
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.caveats import name_unknown
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_estimate, format_number, format_share

_SHOWN_PRIORITIES = 5
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
            message = f"Le poids « {item} » ne se lit pas : écrivez « critère=nombre », une fois par critère."
            raise InputError(message)
        weights[match["key"]] = float(match["number"])
    return weights


def comparison_document(comparison: Comparison) -> dict[str, Json]:
    """Build the JSON document of the command."""
    keys = [outcome.scenario.key for outcome in comparison.outcomes]
    leader, second = comparison.two_leaders
    applicability = comparison.acceptabilities.applicability
    expectation = expect_users(comparison)
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
        "verdict": comparison.verdict.status,
        "leader": keys[leader],
        "second": keys[second],
        "contenders": [keys[s] for s in contenders(comparison)],
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


def comparison_text(comparison: Comparison) -> str:
    """Write the answer in French: decided or not, how sure, what to verify first."""
    names = [outcome.scenario.name for outcome in comparison.outcomes]
    leader, _ = comparison.two_leaders
    expectation = expect_users(comparison)
    three = comparison.acceptabilities
    users, spaces = write_interval(expectation.demand_users), write_interval(expectation.spaces_fed)
    expected = (
        f"Usagers réguliers à attendre sur tout le territoire : {users}"
        f" (valeurs centrales : {format_estimate(expectation.demand_central_users)}),"
        f" de quoi faire vivre {spaces} espaces de {format_number(expectation.reference_users)} usagers."
    )
    draws = format_number(comparison.problem.draws.size)
    lines = [expected, "", f"Part des {draws} tirages où le scénario est premier"]
    rows: list[tuple[str, ...]] = [("", "en tout", "priorités seules", "faits seuls")]
    rows += [
        (names[s], *(format_share(float(part[s, 0])) for part in (three.joint, three.values_only, three.facts_only)))
        for s in sorted(range(len(names)), key=lambda s: -float(three.joint[s, 0]))
    ]
    lines += [*align_columns(rows, indent="  ", right=(1, 2, 3)), ""]
    if comparison.leader_is_separated:
        lines.append(f"Tranché : « {names[leader]} » est premier dans au moins deux tirages sur trois.")
    else:
        rivals = ", ".join(f"« {names[s]} »" for s in contenders(comparison))
        lines.append(
            f"Non tranché : aucun scénario n'est premier dans deux tirages sur trois. Restent en lice : {rivals}."
        )
    priorities = [p for p in verify_first(comparison) if p.changes_leader_share > 0][:_SHOWN_PRIORITIES]
    if priorities:
        lines += ["", "À vérifier d'abord, et part des cas où le premier changerait"]
        found = [
            (name_unknown(p.unknown), format_share(p.changes_leader_share), p.unknown.settled_by or "à préciser")
            for p in priorities
        ]
        lines += align_columns(found, indent="  ", right=(1,))
    else:
        lines.append("Aucune vérification isolée ne changerait le premier : le débat porte sur les priorités.")
    return "\n".join(lines)


def _by_key(keys: list[str], table: FloatArray) -> Json:
    return {key: _list(row) for key, row in zip(keys, table, strict=True)}


def _list(row: FloatArray) -> list[Json]:
    document = numbers_or_null(row)
    return document if isinstance(document, list) else [document]


def _named(comparison: Comparison, mask: BoolArray) -> list[Json]:
    return [key for key, is_set in zip(comparison.weighted_keys, mask, strict=True) if is_set]
