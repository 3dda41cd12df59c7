"""The ``compare`` command: what a result costs, from what price each scenario is worth it, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from alpsat_geo.commands.documents import Json, estimate_document, number_or_null, numbers_or_null
from alpsat_geo.commands.evaluate import scenarios_document
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.entry_moves import move_entry_prices
from alpsat_geo.compute.information import price_information
from alpsat_geo.compute.net_benefit.appraisal import Appraisal
from alpsat_geo.compute.net_benefit.choice import Choice
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap
from alpsat_geo.compute.net_benefit.worth import CostPerResult
from alpsat_geo.compute.viability import Viability
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.decision import (
    list_entries,
    tell_next,
    tell_prices,
    tell_scenario_line,
    write_answer,
    write_price,
)


def parse_prices(stated: Iterable[str]) -> dict[str, float]:
    """Read prices, ``result=euros`` each.

    Raises
    ------
    InputError
        If one cannot be read, or if a result has two.
    """
    prices: dict[str, float] = {}
    for text in stated:
        key, _equals, written = (part.strip() for part in text.partition("="))
        try:
            price = float(written)
        except ValueError:
            raise InputError(
                f"Le prix « {text} » ne se lit pas : écrivez « résultat=euros », comme « inhabitant=2000 »."
            ) from None
        if key in prices:
            raise InputError(f"Le résultat « {key} » a deux prix : donnez-en un seul.")
        prices[key] = price
    return prices


def comparison_document(comparison: Comparison) -> dict[str, Json]:
    """Build the JSON document of the command."""
    appraisal, keys = comparison.appraisal, comparison.keys
    results = comparison.problem.results
    return {
        "scenarios": scenarios_document(comparison.problem, comparison.outcomes, comparison.central_outcomes),
        "results": [
            {"key": result.key, "criterion": result.criterion.key, "unit": result.criterion.unit} for result in results
        ],
        "cost_per_result": {key: costs_document(appraisal, comparison.position(key)) for key in keys},
        "entry_prices": {
            result.key: [
                {"scenario": appraisal.keys[entry.programme], "from": entry.price}
                for entry in appraisal.entry_prices(result.key, comparison.prices)
            ]
            for result in results
        },
        **map_document(appraisal.choice_map(comparison.prices), appraisal.keys),
        "at_prices": None if comparison.choice is None else _choice_document(comparison, comparison.choice),
        "entry_price_moves": {
            key: [
                {
                    "unknown": move.unknown.key,
                    "label": move.unknown.label,
                    "result": move.result_key,
                    "low": move.low,
                    "high": move.high,
                }
                for move in moves
            ]
            for key, moves in move_entry_prices(comparison).items()
        },
        "viability": {
            key: _viability_document(viability) for key, viability in zip(keys, comparison.viabilities, strict=True)
        },
    }


def costs_document(appraisal: Appraisal, row: int) -> dict[str, Json]:
    """Tell what one more unit of each result costs with a programme; null where it changes nothing of it."""
    found = {key: appraisal.cost_per_result(row, key) for key in appraisal.result_keys}
    return {key: None if cost is None else _cost_document(cost) for key, cost in found.items()}


def map_document(found: ChoiceMap, keys: Sequence[str]) -> dict[str, Json]:
    """Tell a choice map, and what is the best at no price of its axes; programmes of equal figures have one region."""
    return {
        "choice_map": {
            "axes": list(found.axes),
            "regions": [
                {"scenario": keys[region.programmes[0]], "polygon": numbers_or_null(region.polygon)}
                for region in found.regions
            ],
        },
        "dominated": [
            {"scenario": keys[one.programme], "by": [keys[programme] for programme in one.by]}
            for one in found.dominated
        ],
    }


def comparison_text(comparison: Comparison, territory: Territory) -> str:
    """Write the answer in French: the sentence, one line a scenario, and the prices.

    Parameters
    ----------
    comparison : Comparison
    territory : Territory
    """
    names = {scenario.key: scenario.name for scenario in comparison.scenarios}
    lines = [f"{names[key]} : {tell_scenario_line(comparison, key, territory)}." for key in comparison.keys]
    entries = [
        (name, f"dès {write_price(price)}", f"pour {one}") for name, one, price in list_entries(comparison, names)
    ]
    table = align_columns(entries, indent="  ", right=(1,)) if entries else []
    prices = tell_prices(comparison)
    parts = (
        [write_answer(comparison, names), *tell_next(comparison, names)],
        lines,
        ["À partir de quel prix par an chaque scénario vaut son coût :", *table] if table else [],
        [f"Prix donnés : {prices}." if prices else "Aucun prix donné : « --price inhabitant=2000 » en donne un."],
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


def _cost_document(cost: CostPerResult) -> dict[str, Json]:
    return {
        "value": number_or_null(cost.value),
        "low": number_or_null(cost.low),
        "median": number_or_null(cost.median),
        "high": number_or_null(cost.high),
    }


def _choice_document(comparison: Comparison, choice: Choice) -> dict[str, Json]:
    keys, information = comparison.appraisal.keys, price_information(comparison)
    return {
        "prices": {key: comparison.prices.get(key, 0.0) for key in comparison.appraisal.result_keys},
        "best": keys[choice.best],
        "near_ties": [keys[row] for row in choice.near_ties],
        "net_benefit": estimate_document(choice.net_benefit),
        "worth_its_cost": choice.sureness.worth_its_cost,
        "best_of_all": choice.sureness.best_of_all,
        "perfect_information_eur_year": information.perfect_eur_per_year,
        "information": [
            {"unknown": priced.unknown.key, "eur_year": priced.eur_per_year, "how": priced.unknown.settled_by}
            for priced in information.by_unknown
        ],
    }


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
    }
