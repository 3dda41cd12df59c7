"""A welcome service by communauté de communes: accompany newcomers, let them try settling."""

from __future__ import annotations

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import NEWCOMER_INTENSITY, RETENTION_GAIN, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "welcome_service"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    places = context.place_index
    # One programme line for each communauté de communes that is served.
    opex = len(places) * draws["welcome_programme_line_eur_year"]
    line = context.price(_KEY, opex_eur_per_year=opex, commune_index=context.commune_index)
    start = Start(_KEY, draws["months_to_start_welcome_service"], context.commune_index)
    welcomed = levers.with_cost(line, start).move(NEWCOMER_INTENSITY, draws["welcome_intensity"], places)
    return welcomed.move(RETENTION_GAIN, draws["welcome_retention_gain_share"], places)


WELCOME_SERVICE = ActionType(
    key=_KEY,
    label=N_("Accueil et accompagnement"),
    summary=N_(
        "Une personne ressource accompagne les nouveaux arrivants (logement, emploi du conjoint, école, vie locale)"
        " et propose de « tester l'installation » quelques semaines."
    ),
    axis="c",
    owner=N_("Communautés de communes, avec les associations d'accueil"),
    placement="epci",
    evidence_grade="C",
    source=N_("Soho Solo Gers et Pays de Murat (territoires comparables)"),
    parameters=(
        "welcome_programme_line_eur_year",
        "welcome_intensity",
        "welcome_retention_gain_share",
        "newcomer_solos_per_1000_inhabitants_year",
        "newcomer_effect_decay_per_year",
        "newcomer_butfor_share",
        "newcomer_retention_5y_share",
        "newcomer_people_per_solo",
        "mobilisable_vacant_home_share",
    ),
    months_parameters=("months_to_start_welcome_service",),
    dependencies=(
        N_("Des logements à proposer : le nombre de logements vacants mobilisables plafonne les arrivées."),
        N_("Un emploi durable, car l'effet s'affaiblit avec les années."),
    ),
    duplication_conditions=(
        N_("Un réseau local d'habitants et d'entreprises prêt à accueillir."),
        N_("Un budget annuel de programme ; le coût complet de l'emploi peut être plus élevé."),
    ),
    apply=_apply,
)
