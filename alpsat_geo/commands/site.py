"""The ``site`` command: where to open, if spaces must be opened."""

from __future__ import annotations

from alpsat_geo.commands.documents import Json, number_or_null
from alpsat_geo.commands.numbers import french
from alpsat_geo.commands.session import Session
from alpsat_geo.compute.siting.plan import Objective, SitePlan
from alpsat_geo.compute.siting.request import BOTH_SEASONS, OpenedKind, SitingRequest, find_open_positions, find_sites
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import SEASONS, Season

OBJECTIVES: tuple[Objective, ...] = ("coverage", "mean", "worst")


def parse_seasons(text: str) -> tuple[Season, ...]:
    """Read a season, or ``both`` for the worst of summer and winter.

    Raises
    ------
    InputError
        If it is neither.
    """
    if text == "both":
        return BOTH_SEASONS
    for season in SEASONS:
        if text == season:
            return (season,)
    message = f"La saison « {text} » n'existe pas : choisissez parmi {', '.join(SEASONS)}, both."
    raise InputError(message)


def parse_objective(text: str) -> Objective:
    """Read an objective; refused with the allowed ones."""
    for objective in OBJECTIVES:
        if text == objective:
            return objective
    message = f"L'objectif « {text} » n'existe pas : choisissez parmi {', '.join(OBJECTIVES)}."
    raise InputError(message)


def parse_kind(text: str) -> OpenedKind:
    """Read the kind of space whose cost a place takes."""
    if text == "frugal":
        return "frugal"
    if text == "standard":
        return "standard"
    message = f"Le type d'espace « {text} » n'existe pas : choisissez frugal ou standard."
    raise InputError(message)


def site_document(session: Session, request: SitingRequest) -> dict[str, Json]:
    """Build the JSON document of the command; sites are INSEE codes."""
    result = find_sites(session.baseline, session.table, request)
    return {
        "season": list(request.seasons) if len(request.seasons) > 1 else request.seasons[0],
        "minutes": request.catchment_min,
        "objective": request.objective,
        "is_hard": request.is_hard,
        "optimal": _plan_document(session, result.optimal),
        "near_optimal": [_plan_document(session, plan) for plan in result.near_optimal],
        "near_optimal_count": result.near_count,
        "near_optimal_is_complete": result.is_complete,
        "always": _codes(session, result.always),
        "often": _codes(session, result.often),
        "sometimes": _codes(session, result.sometimes),
        "never": _codes(session, result.never),
        "frequency_share": dict(
            zip(session.baseline.insee_codes, (float(share) for share in result.frequency_share), strict=True)
        ),
        "method": result.method,
        "gap": number_or_null(result.gap),
        "without_opening": number_or_null(result.without_opening.value),
        "existing": _codes(session, find_open_positions(session.baseline, session.table))
        if request.keeps_existing
        else [],
    }


def site_text(session: Session, request: SitingRequest) -> str:
    """Write the best plan and the near-optimal ones in French."""
    result = find_sites(session.baseline, session.table, request)
    unit = "usagers potentiels couverts" if request.objective == "coverage" else "minutes"
    lines = [
        (
            f"Meilleur plan : {_names(session, result.optimal.sites)} ({french(result.optimal.value)} {unit} ;"
            f" {french(result.without_opening.value)} sans rien ouvrir)"
        ),
        f"Plans à 2 % près : {french(float(result.near_count), None)}"
        + ("" if result.is_complete else " trouvés, liste incomplète"),
        f"Toujours retenues : {_names(session, result.always) or 'aucune'}",
        f"Souvent retenues : {_names(session, result.often) or 'aucune'}",
    ]
    if result.method == "milp":
        lines.append(f"Écart prouvé à l'optimum : {french(100 * result.gap)} %")
    lines.append("Temps de trajet estimés sur un squelette routier.")
    return "\n".join(lines)


def _plan_document(session: Session, plan: SitePlan) -> Json:
    return {
        "sites": _codes(session, plan.sites),
        "value": number_or_null(plan.value),
        "unreachable_share": number_or_null(plan.unreachable_share),
        "population_mean_min": number_or_null(plan.population_mean_min),
        "cost_eur": None if plan.cost_eur is None else number_or_null(plan.cost_eur),
    }


def _codes(session: Session, places: tuple[int, ...]) -> list[Json]:
    return [session.baseline.insee_codes[place] for place in places]


def _names(session: Session, places: tuple[int, ...]) -> str:
    return ", ".join(session.territory.communes.names[place] for place in places)
