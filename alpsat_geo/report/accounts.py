"""The accounts of a scenario, named once for paper, files and terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alpsat_geo.compute.accounts import (
    SpaceAccount,
    net_petr_cost,
    net_petr_cost_by_commune,
    net_public_cost,
    net_public_cost_by_commune,
    public_eur_per_net_new_user,
    revenue_by_commune,
    spend_by_commune,
    total_capex,
    total_capex_grant,
    total_opex,
    total_opex_grant,
    total_revenue,
)
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a whole scenario.

    Attributes
    ----------
    key, label, unit : str
        ``key`` ends with the unit.
    measure : function of an outcome to float array (D,)
        NaN where the account is without object.
    measure_by_commune : function to float array (D, n), or None
        What is spent for several communes is shared in proportion to their residents.
    """

    key: str
    label: str
    unit: str
    measure: Callable[[Outcome], FloatArray]
    measure_by_commune: Callable[[Outcome], FloatArray] | None = None


@dataclass(frozen=True, slots=True)
class SpaceFigure:
    """One figure (D,) of the account of a space that a scenario opens; see `Account`."""

    key: str
    label: str
    unit: str
    measure: Callable[[SpaceAccount], FloatArray]


CAPEX = Account(
    "capex_eur",
    N_("Investissement, tous financeurs"),
    "€",
    total_capex,
    lambda outcome: spend_by_commune(outcome, lambda line: line.capex_eur),
)
CAPEX_GRANT = Account(
    "capex_grant_eur",
    N_("dont subventions d'investissement"),
    "€",
    total_capex_grant,
    lambda outcome: spend_by_commune(outcome, lambda line: line.grant_eur),
)
OPEX = Account(
    "opex_eur_per_year",
    N_("Fonctionnement, tous financeurs"),
    N_("€/an"),
    total_opex,
    lambda outcome: spend_by_commune(outcome, lambda line: line.opex_eur_per_year),
)
OPEX_GRANT = Account(
    "opex_grant_eur_per_year",
    N_("dont subventions de fonctionnement"),
    N_("€/an"),
    total_opex_grant,
    lambda outcome: spend_by_commune(outcome, lambda line: line.grant_eur_per_year),
)
REVENUE = Account(
    "revenue_eur_per_year",
    N_("Recettes"),
    N_("€/an"),
    total_revenue,
    revenue_by_commune,
)
NET_PUBLIC = Account(
    "net_annual_eur",
    N_("Coût net, tous financeurs publics"),
    N_("€/an"),
    net_public_cost,
    net_public_cost_by_commune,
)
NET_PETR = Account(
    "net_annual_petr_eur",
    N_("Coût net, collectivités du territoire"),
    N_("€/an"),
    net_petr_cost,
    net_petr_cost_by_commune,
)
PER_USER = Account(
    "public_eur_per_net_new_user",
    N_("Argent public par usager gagné et par an"),
    N_("€/an"),
    public_eur_per_net_new_user,
)

ACCOUNTS: tuple[Account, ...] = (CAPEX, CAPEX_GRANT, OPEX, OPEX_GRANT, REVENUE, NET_PUBLIC, NET_PETR, PER_USER)
"""In the order in which they are read; the keys are those of the JSON documents."""

COUNTS: tuple[Account, ...] = (
    Account("net_new_users", N_("Usagers gagnés"), N_("usagers"), lambda outcome: outcome.net_new_users),
    Account(
        "overflow_users",
        N_("Usagers pour qui les places manqueraient"),
        N_("usagers"),
        lambda outcome: outcome.overflow_users,
    ),
    Account(
        "additional_households_count",
        N_("Ménages supplémentaires à cinq ans"),
        N_("ménages"),
        lambda outcome: outcome.additional_households.sum(axis=1),
        lambda outcome: outcome.additional_households,
    ),
    Account(
        "households_without_home_count",
        N_("Ménages qui ne viendraient pas, faute de logement"),
        N_("ménages"),
        lambda outcome: outcome.households_without_home,
    ),
)
"""People and households of a whole scenario, beside its criteria."""

SPACE_FIGURES: tuple[SpaceFigure, ...] = (
    SpaceFigure("served_users", N_("Usagers attendus"), N_("usagers"), lambda space: space.served_users),
    SpaceFigure(
        "break_even_users",
        N_("Usagers nécessaires pour couvrir les frais"),
        N_("usagers"),
        lambda space: space.break_even_users,
    ),
    SpaceFigure("capacity_users", N_("Capacité"), N_("usagers"), lambda space: space.capacity_users),
    SpaceFigure("grant_eur", N_("Subvention d'investissement"), "€", lambda space: space.grant_eur),
    SpaceFigure(
        "annual_cost_eur", N_("Coût par an, subvention déduite"), N_("€/an"), lambda space: space.annual_cost_eur
    ),
    SpaceFigure("revenue_eur_per_year", N_("Recettes par an"), N_("€/an"), lambda space: space.revenue_eur_per_year),
    SpaceFigure("cost_recovery_share", N_("Recettes / coût"), N_("part"), lambda space: space.cost_recovery_share),
)
"""In the order in which they are read; the keys are those of the JSON documents, ``grant_eur`` apart."""

_SHOWN_WHERE_ANY = (CAPEX_GRANT, OPEX_GRANT, REVENUE)


def list_accounts(outcome: Outcome) -> tuple[Account, ...]:
    """List the accounts worth reading: grants and revenue are left out where there is none."""
    return tuple(account for account in ACCOUNTS if account not in _SHOWN_WHERE_ANY or account.measure(outcome).any())
