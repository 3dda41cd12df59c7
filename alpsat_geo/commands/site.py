"""The ``site`` command: where to open, if spaces must be opened."""

from __future__ import annotations

from alpsat_geo.commands.choices import choose_word
from alpsat_geo.commands.documents import Json, interval_document, number_or_null
from alpsat_geo.commands.evaluate import space_document
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.compute.accounts import net_public_cost, total_capex, total_opex
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.signposts import place_signposts
from alpsat_geo.compute.siting.plan import NEAR_OPTIMAL_SHARE, SitePlan
from alpsat_geo.compute.siting.problem import Objective
from alpsat_geo.compute.siting.request import (
    BOTH_SEASONS,
    OpenedKind,
    SitingRequest,
    find_open_positions,
)
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.territory import SEASONS, Season
from alpsat_geo.project import Project
from alpsat_geo.report.figures import (
    format_estimate,
    format_minutes,
    format_share,
)
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.siting.question import make_scenario
from alpsat_geo.report.siting.trial import (
    evaluate_trial,
    find_trial_account,
    list_facts,
    list_figures,
    measure_trial,
    tell_trial,
)

OBJECTIVES: tuple[Objective, ...] = ("coverage", "mean", "worst")
KINDS: tuple[OpenedKind, ...] = ("frugal", "standard")


def parse_seasons(text: str) -> tuple[Season, ...]:
    """Read a season, or ``both`` for the worst of summer and winter.

    Raises
    ------
    InputError
        If it is neither.
    """
    if text == "both":
        return BOTH_SEASONS
    return (choose_word("La saison", text, SEASONS, f"parmi {', '.join(SEASONS)}, both"),)


def parse_objective(text: str) -> Objective:
    """Read an objective; refused with the allowed ones."""
    return choose_word("L'objectif", text, OBJECTIVES)


def parse_kind(text: str) -> OpenedKind:
    """Read the kind of space whose cost a place takes."""
    return choose_word("Le type d'espace", text, KINDS, "frugal ou standard")


def site_document(project: Project, request: SitingRequest, tried: str = "") -> dict[str, Json]:
    """Build the JSON document of the command; sites are INSEE codes.

    Parameters
    ----------
    project : Project
    request : SitingRequest
    tried : str
        INSEE code of a commune to try as the place of one space; empty for none.

    Raises
    ------
    InputError
        If the request cannot be met, or the commune is not in the territory.
    """
    position = project.baseline.commune_position(tried) if tried else None
    result = project.site(request)
    document: dict[str, Json] = {
        "season": list(request.seasons) if len(request.seasons) > 1 else request.seasons[0],
        "minutes": request.catchment_min,
        "objective": request.objective,
        "is_hard": request.is_hard,
        "optimal": _plan_document(project, result.optimal),
        "near_optimal": [_plan_document(project, plan) for plan in result.near_optimal],
        "near_optimal_count": result.near_count,
        "near_optimal_is_complete": result.is_complete,
        "always": _codes(project, result.always),
        "often": _codes(project, result.often),
        "sometimes": _codes(project, result.sometimes),
        "never": _codes(project, result.never),
        "frequency_share": dict(
            zip(project.baseline.insee_codes, (float(share) for share in result.frequency_share), strict=True)
        ),
        "method": result.method,
        "gap": number_or_null(result.gap),
        "without_opening": number_or_null(result.without_opening.value),
        "existing": _codes(project, find_open_positions(project.baseline, project.table))
        if request.keeps_existing
        else [],
        "cost": _cost_document(_evaluate_plan(project, request, result.optimal)),
    }
    if position is not None:
        frequency = float(result.frequency_share[position])
        document["test"] = {"frequency_share": frequency, **_trial_document(project, request, tried)}
    return document


def _evaluate_plan(project: Project, request: SitingRequest, plan: SitePlan) -> Outcome:
    """Evaluate what opens a plan, as the page does: in winter when both seasons count."""
    return project.evaluate(make_scenario(project, request, plan), _settle(request))


def _settle(request: SitingRequest) -> Settings:
    season = request.seasons[0] if len(request.seasons) == 1 else "winter"
    return Settings(season, request.catchment_min)


def _cost_document(outcome: Outcome) -> dict[str, Json]:
    """Tell costs as everywhere: before grants, then what the public pays a year, receipts deducted."""
    costs = {
        "capex_eur": total_capex(outcome),
        "opex_eur_per_year": total_opex(outcome),
        "net_annual_eur": net_public_cost(outcome),
    }
    return {key: interval_document(summarise_draws(drawn)) for key, drawn in costs.items()}


def _trial_document(project: Project, request: SitingRequest, code: str) -> dict[str, Json]:
    outcome = evaluate_trial(project, code, request.kind, _settle(request))
    trial, insee_codes = measure_trial(outcome), project.baseline.insee_codes
    people = {"employees": trial.employees, "independents": trial.independents, "visitors": trial.visitors}
    return {
        "space": space_document(find_trial_account(outcome), insee_codes),
        "cost": _cost_document(outcome),
        "users": {
            "served": interval_document(trial.served),
            "net_new": interval_document(summarise_draws(outcome.net_new_users)),
            **{key: interval_document(interval) for key, interval in people.items()},
            "origin_share_by_commune": {
                one: number_or_null(share) for one, share in zip(insee_codes, trial.origin_share, strict=True)
            },
        },
        "signposts": [
            {
                "months": signpost.months,
                "users": interval_document(signpost.users),
                "close_below_count": number_or_null(signpost.close_below_count),
                "beyond_capacity_share": signpost.beyond_capacity_share,
            }
            for signpost in place_signposts(outcome)
        ],
    }


def site_text(project: Project, request: SitingRequest, tried: str = "") -> str:
    """Write the best plan and the near-optimal ones in French, then the commune that is tried; see `site_document`."""
    position = project.baseline.commune_position(tried) if tried else None
    result = project.site(request)
    before = (
        f"{_write_value(request, result.without_opening.value)} sans rien ouvrir"
        if request.keeps_existing
        else "comme si aucun espace n'existait"
    )
    figures = list_figures(_evaluate_plan(project, request, result.optimal))
    near = write_count(
        result.near_count,
        f"plan à {format_share(NEAR_OPTIMAL_SHARE)} près",
        f"plans à {format_share(NEAR_OPTIMAL_SHARE)} près",
    )
    rows = [
        ("Meilleur plan :", _names(project, result.optimal.sites)),
        ("Ce qu'il donne :", f"{_write_plan(request, result.optimal)} ; {before}"),
        *((f"{label} :", told) for label, told in figures),
        (
            "Presque aussi bons :",
            near + ("" if result.is_complete else ", liste incomplète"),
        ),
        ("Toujours retenues :", _names(project, result.always) or "aucune"),
        ("Souvent retenues :", _names(project, result.often) or "aucune"),
        ("Parfois retenues :", _names(project, result.sometimes) or "aucune"),
    ]
    if result.method == "milp":
        rows.append(("Écart prouvé à l'optimum :", format_share(result.gap, 1)))
    lines = align_columns(rows)
    if position is not None:
        lines += ["", *_tell_trial(project, request, tried, float(result.frequency_share[position]))]
    return "\n".join([*lines, f"Trajets : {say_times(project.territory.roads)}."])


def _tell_trial(project: Project, request: SitingRequest, code: str, frequency_share: float) -> list[str]:
    outcome, names = evaluate_trial(project, code, request.kind, _settle(request)), project.territory.communes.names
    name = names[project.baseline.commune_position(code)]
    rows = [
        *list_figures(outcome),
        *list_facts(names, outcome, measure_trial(outcome)),
        ("Part des bons plans qui l'ouvrent", format_share(frequency_share)),
    ]
    return [tell_trial(name, request.kind, outcome), *align_columns([(f"{label} :", told) for label, told in rows])]


def _write_plan(request: SitingRequest, plan: SitePlan) -> str:
    value = _write_value(request, plan.value)
    if request.objective == "coverage":
        return f"usagers possibles qui viendraient : {value}"
    told = f"{value} de trajet moyen" if request.objective == "mean" else f"{value} pour la commune la plus loin"
    if plan.unreachable_share > 0:
        told += f" ({format_share(plan.unreachable_share, 1)} des usagers hors d'atteinte, non comptés)"
    return told


def _write_value(request: SitingRequest, value: float) -> str:
    return format_estimate(value) if request.objective == "coverage" else format_minutes(value)


def _plan_document(project: Project, plan: SitePlan) -> Json:
    return {
        "sites": _codes(project, plan.sites),
        "value": number_or_null(plan.value),
        "unreachable_share": number_or_null(plan.unreachable_share),
        "population_mean_min": number_or_null(plan.population_mean_min),
        "cost_eur": None if plan.cost_eur is None else number_or_null(plan.cost_eur),
    }


def _codes(project: Project, places: tuple[int, ...]) -> list[Json]:
    return [project.baseline.insee_codes[place] for place in places]


def _names(project: Project, places: tuple[int, ...]) -> str:
    return ", ".join(project.territory.communes.names[place] for place in places)
