"""The criteria: one per file, one line each here."""

from __future__ import annotations

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.criteria.additional_inhabitants import ADDITIONAL_INHABITANTS
from alpsat_geo.criteria.break_even_probability import BREAK_EVEN_PROBABILITY
from alpsat_geo.criteria.co2_avoided import CO2_AVOIDED
from alpsat_geo.criteria.epci_gap import EPCI_GAP
from alpsat_geo.criteria.equity import EQUITY
from alpsat_geo.criteria.months_to_first_effect import MONTHS_TO_FIRST_EFFECT
from alpsat_geo.criteria.net_public_cost import NET_PUBLIC_COST
from alpsat_geo.criteria.regular_users import REGULAR_USERS
from alpsat_geo.criteria.residents_within_reach import RESIDENTS_WITHIN_REACH
from alpsat_geo.criteria.services_within_reach import SERVICES_WITHIN_REACH
from alpsat_geo.criteria.sunk_cost import SUNK_COST

CRITERIA: tuple[Criterion, ...] = (
    RESIDENTS_WITHIN_REACH,
    REGULAR_USERS,
    ADDITIONAL_INHABITANTS,
    EQUITY,
    NET_PUBLIC_COST,
    SERVICES_WITHIN_REACH,
    EPCI_GAP,
    SUNK_COST,
    MONTHS_TO_FIRST_EFFECT,
    BREAK_EVEN_PROBABILITY,
    CO2_AVOIDED,
)

CRITERIA_BY_KEY = {criterion.key: criterion for criterion in CRITERIA}
