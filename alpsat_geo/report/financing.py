"""The financing plan of a scenario as tables: for the screen, the dossier and the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.financing import (
    HORIZON_YEAR,
    PARTS,
    FinancedScenario,
    Payer,
    finance_scenario,
)
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.own_figures import Paid
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Row, Table
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _, choose_plural

_PART_LABELS: dict[Paid, str] = {"investment": N_("Investissement"), "running": N_("Fonctionnement")}
_CENTS_PER_EURO = 100
_GIVERS, _BEARERS = frozenset({"grant", "receipts"}), frozenset({"commune", "epci", "petr"})
_BEARERS_SHOWN = 8
_LABEL_WIDTH, _AMOUNT_WIDTH = 2.6, 1.2


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of a plan: who pays (empty: all of them), and how much each year, in cents."""

    label: str
    cents: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return what it pays over the years."""
        return sum(self.cents)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A part of a plan: what is to pay, and who pays it; the rows sum to ``total``, year by year."""

    title: str
    rows: tuple[PlanRow, ...]
    total: PlanRow


def name_years(financed: FinancedScenario) -> tuple[str, ...]:
    """Name the years of a plan: as the calendar does where an action says when it starts."""
    first = financed.plan.first_year
    if first is None:
        return tuple(_("Année {rank}").format(rank=rank) for rank in range(1, HORIZON_YEAR + 1))
    return tuple(str(first + rank) for rank in range(HORIZON_YEAR))


def list_tables(financed: FinancedScenario, territory: Territory, *, is_whole: bool = False) -> tuple[PlanTable, ...]:
    """List the tables of a plan: the investment, the running costs, then both together.

    Parameters
    ----------
    financed : FinancedScenario
    territory : Territory
        For the names of who bears the rest.
    is_whole : bool
        Each commune that bears the rest has its line; else the smallest are told together.
    """
    found = []
    both: dict[Payer, tuple[int, ...]] = {}
    for part in PARTS:
        by_payer, cost = financed.plan.by_payer(part), financed.plan.total_cost(part)
        if cost:
            for payer, cents in by_payer.items():
                both[payer] = _add(both[payer], cents) if payer in both else cents
            found.append(_make_table(_(_PART_LABELS[part]), by_payer, cost, territory, is_whole=is_whole))
    return (*found, _put_together(found, both, territory)) if len(found) > 1 else tuple(found)


def _put_together(
    tables: Sequence[PlanTable], both: Mapping[Payer, tuple[int, ...]], territory: Territory
) -> PlanTable:
    """Make the table of both parts: whoever bears the rest is told on one line."""
    named = [PlanRow(name_payer(payer, territory), cents) for payer, cents in both.items() if payer.kind == "funder"]
    named += [PlanRow(name_payer(payer, territory), cents) for payer, cents in both.items() if payer.kind in _GIVERS]
    left = [cents for payer, cents in both.items() if payer.kind in _BEARERS]
    rest = [PlanRow(_("Reste à la charge du territoire"), _add(*left))] if left else []
    total = _add(*(table.total.cents for table in tables))
    return PlanTable(_("Ensemble"), (*named, *rest), PlanRow(_("Total à payer"), total))


def write_plan(outcome: Outcome, territory: Territory, bearer: Bearer) -> tuple[Block, ...]:
    """Write the financing plan of a scenario, and how to read it.

    Parameters
    ----------
    outcome : Outcome
        On the draws.
    territory : Territory
    bearer : Bearer
        Who bears what nobody else pays.
    """
    financed = finance_scenario(outcome, bearer)
    tables = list_tables(financed, territory)
    if not tables:
        return (Paragraph(_("Ce scénario n'a rien à payer : il n'y a pas de plan de financement.")),)
    headings = (_("Qui paie (€)"), *name_years(financed), _("Total"))
    widths = (_LABEL_WIDTH, *(_AMOUNT_WIDTH for _year in headings[1:]))
    blocks: list[Block] = [
        Table(table.title, headings, _write_rows(table), (0,), widths, is_small=True) for table in tables
    ]
    return (*blocks, Bullets(tell_reading(financed)))


def tell_reading(financed: FinancedScenario) -> tuple[str, ...]:
    """Say how to read a plan, and what of it is estimated."""
    told = [
        _(
            "Ce qui entre et ce qui sort, sans amortissement ; un investissement et ses aides sont comptés l'année où"
            " l'action commence. Le reste est à la charge de qui porte les coûts : c'est une convention."
        )
    ]
    count = sum(financed.is_estimated)
    if count:
        ranges = {
            _("investissement"): write_with_unit(financed.investment_eur, "€"),
            _("fonctionnement"): write_with_unit(financed.running_eur_per_year, _("€/an")),
        }
        told.append(
            choose_plural(
                "Une action est chiffrée au moins en partie par une estimation, comptée ici à sa valeur du milieu.",
                "{count} actions sont chiffrées au moins en partie par une estimation, comptée ici à sa valeur du"
                " milieu.",
                count,
            ).format(count=count)
            + " "
            + _("Fourchette de l'ensemble : {ranges}.").format(
                ranges=_(" ; ").join(f"{name} {amount}" for name, amount in ranges.items())
            )
        )
    else:
        told.append(_("Tous les montants sont ceux qui ont été saisis."))
    if financed.plan.first_year is not None:
        told.append(
            _(
                "Une action sans date de début commence avec la première année ; l'année où une action commence, le"
                " fonctionnement est compté à partir de ce mois-là."
            )
        )
    return tuple(told)


def name_payer(payer: Payer, territory: Territory) -> str:
    """Name who pays."""
    if payer.kind == "funder":
        return _(payer.key)
    if payer.kind == "grant":
        return _("Subventions prévues par les actions")
    if payer.kind == "receipts":
        return _("Recettes")
    names: Mapping[str, str] = {
        **dict(zip(territory.insee_codes, territory.communes.names, strict=True)),
        **{epci.siren: epci.name for epci in territory.epcis},
    }
    return _("Reste : {name}").format(name=names.get(payer.key, _("tout le territoire")))


def write_euros_of(cents: int, *, has_cents: bool) -> str:
    """Write cents as euros; nothing is 0."""
    return format_number(cents / _CENTS_PER_EURO, 2 if has_cents and cents else 0)


def _make_table(
    title: str,
    by_payer: Mapping[Payer, tuple[int, ...]],
    cost: tuple[int, ...],
    territory: Territory,
    *,
    is_whole: bool,
) -> PlanTable:
    rows = [PlanRow(name_payer(payer, territory), cents) for payer, cents in by_payer.items()]
    bearers = [rank for rank, payer in enumerate(by_payer) if payer.kind in _BEARERS]
    if not is_whole and len(bearers) > _BEARERS_SHOWN:
        # The largest are named; the others are told together, so that the table still adds up.
        kept = sorted(bearers, key=lambda rank: -abs(rows[rank].total))[: _BEARERS_SHOWN - 1]
        left = [rows[rank].cents for rank in bearers if rank not in kept]
        others = choose_plural("Reste : {count} autre commune", "Reste : {count} autres communes", len(left))
        rows = [
            *(row for rank, row in enumerate(rows) if rank not in bearers or rank in kept),
            PlanRow(others.format(count=len(left)), _add(*left)),
        ]
    return PlanTable(title, tuple(rows), PlanRow(_("Total à payer"), cost))


def _write_rows(table: PlanTable) -> tuple[Row, ...]:
    lines = (*table.rows, table.total)
    has_cents = any(cents % _CENTS_PER_EURO for row in lines for cents in row.cents)
    return tuple(
        (row.label, *(write_euros_of(cents, has_cents=has_cents) for cents in (*row.cents, row.total))) for row in lines
    )


def _add(*rows: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))
