"""The siting question in words: what a person may ask, and how its answers read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.siting.plan import SitePlan
from alpsat_geo.compute.siting.problem import Objective
from alpsat_geo.compute.siting.request import BOTH_SEASONS, OpenedKind, SitingRequest
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.figures import format_minutes, format_number
from alpsat_geo.report.language import _, choose_plural

BOTH_KEY = "both"
SEASON_LABELS: dict[str, str] = {
    "winter": N_("hiver"),
    "summer": N_("été"),
    BOTH_KEY: N_("la pire des deux"),
    "closure_day": N_("jour de routes coupées"),
}
_LEAST_GAIN_MIN = 0.5
_OPENINGS: Mapping[OpenedKind, tuple[str, str]] = {
    "frugal": (N_("Ouvrir {count} espace frugal"), N_("Ouvrir {count} espaces frugaux")),
    "standard": (N_("Ouvrir {count} espace standard"), N_("Ouvrir {count} espaces standards")),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """What a plan is chosen for: label, one sentence, and the objective of the computation."""

    label: str
    sentence: str
    objective: Objective
    is_hard: bool = False


AIMS: Mapping[str, Aim] = {
    "soft": Aim(
        N_("Le plus d'usagers, en baisse avec le trajet"),
        N_(
            "Plus le trajet est long, moins on vient : la moitié vient encore à {minutes} min. L'autre"
            " réglage compte tout le monde jusqu'à {minutes} min, et plus personne une minute après."
        ),
        "coverage",
    ),
    "hard": Aim(
        N_("Le plus d'usagers, dans la limite de temps"),
        N_(
            "Tous les usagers comptent jusqu'à {minutes} min, plus aucun une minute après. L'autre réglage"
            " les compte de moins en moins avec le trajet, la moitié à {minutes} min."
        ),
        "coverage",
        is_hard=True,
    ),
    "mean": Aim(
        N_("Le trajet moyen le plus court"),
        N_("Le plan qui raccourcit le plus le trajet moyen des usagers possibles vers l'espace le plus proche."),
        "mean",
    ),
    "worst": Aim(
        N_("Rapprocher la commune la plus éloignée"),
        N_("Le plan qui rapproche le plus la commune la plus éloignée d'un espace."),
        "worst",
    ),
}


def read_request(current: AppState) -> SitingRequest:
    """Return what the state of the visit asks."""
    aim = AIMS[current.siting_aim]
    kind: OpenedKind = "frugal" if current.siting_kind == "frugal" else "standard"
    is_by_budget = current.siting_budget_eur > 0
    return SitingRequest(
        count=None if is_by_budget else current.siting_count,
        budget_eur=float(current.siting_budget_eur) if is_by_budget else None,
        seasons=BOTH_SEASONS if current.is_siting_worst_season else (current.season,),
        catchment_min=float(current.catchment_min),
        objective=aim.objective,
        is_hard=aim.is_hard,
        one_per_epci=current.is_siting_by_epci,
        keeps_existing=not current.is_siting_from_scratch,
        kind=kind,
    )


def choose_balance_season(current: AppState) -> Season:
    """Return the season in which the spaces' accounts are made: winter when both count."""
    return "winter" if current.is_siting_worst_season else current.season


def make_scenario(project: Project, request: SitingRequest, plan: SitePlan) -> Scenario:
    """Return the scenario that opens a plan and does nothing else."""
    count = len(plan.sites)
    one, many = _OPENINGS[request.kind]
    places = tuple(project.territory.insee_codes[site] for site in plan.sites)
    return Scenario(
        key=f"ouvrir-{count}-{request.kind}",
        name=choose_plural(one, many, count).format(count=count),
        description=_("Plan retenu par le calcul des lieux : {places}.").format(places=name_sites(project, plan)),
        actions=(ActionChoice("open_space", places, {"kind": request.kind}),),
    )


def name_sites(project: Project, plan: SitePlan) -> str:
    """Return the names of the communes of a plan."""
    return ", ".join(project.territory.communes.names[site] for site in plan.sites)


def format_value(request: SitingRequest, value: float) -> str:
    """Format what a plan gives, with its unit."""
    if request.objective != "coverage":
        return write_value(request, value)
    sentence = choose_plural("{users} usager possible", "{users} usagers possibles", value)
    return sentence.format(users=write_value(request, value))


def write_value(request: SitingRequest, value: float) -> str:
    """Format what a plan gives where the unit is already said."""
    return format_number(value) if request.objective == "coverage" else format_minutes(value)


def format_gain(request: SitingRequest, value: float, before: float) -> str:
    """Format what a plan changes, as a signed number of users or minutes; "nouveau" where nothing was reached."""
    if request.objective == "coverage":
        return "+" + format_number(value - before)
    if math.isinf(before):
        return _("nouveau")
    return "\u2212" + format_minutes(before - value) if before - value >= _LEAST_GAIN_MIN else _("aucun gain")
