"""Every figure of a dossier, one row each: criteria, accounts, counts, spaces, probabilities, and today's communes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.accounts import SpaceAccount, space_accounts
from alpsat_geo.compute.bearers import bear_by_commune, bear_by_epci
from alpsat_geo.compute.benefit import PlaceBenefits, measure_places, summarise_measure
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.compute.net_benefit.worth import CostPerResult, measure_sureness
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.compute.signposts import place_signposts
from alpsat_geo.compute.summary import summarise_columns, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.report.accounts import ACCOUNTS, COUNTS, SPACE_FIGURES
from alpsat_geo.report.caveats import name_unknown
from alpsat_geo.report.corrections.told import describe_correction, order_by_day, tell_origin
from alpsat_geo.report.dossier.columns import PARTS, list_numbers, list_place_numbers, spread
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.indicators import tell_basis
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.vintages import tell_confidence

LEVELS = {
    "territory": N_("tout le territoire"),
    "epci": N_("communauté de communes"),
    "commune": N_("commune"),
    "space": N_("espace de travail"),
}

KINDS = {
    "criterion": N_("critère du scénario"),
    "account": N_("compte du scénario"),
    "count": N_("personnes et ménages du scénario"),
    "space": N_("espace de travail dans le scénario"),
    "probability": N_("part des simulations ; elle n'a pas d'étendue : bas, valeur et haut sont égaux"),
    "expectation": N_("usagers à attendre, quel que soit le scénario"),
    "viability": N_("ce que deviennent les nouveaux espaces du scénario"),
    "price": N_("en euros par an : ce que coûte un résultat, et à partir de quel effort le scénario vaut son coût"),
    "worth": N_("en euros par an, aux efforts choisis : ce que vaut de savoir"),
    "funnel": N_("des habitants aux usagers, aujourd'hui"),
    "profile": N_("profil de la commune, aujourd'hui : une mesure, sans étendue"),
    "correction": N_("correction aux données, dont les chiffres tiennent compte ; sans nombre"),
    "indicator": N_("mesure de la commune, telle que publiée, sans étendue"),
}

_NOTHING = (np.nan,) * len(PARTS)
_NO_COST = CostPerResult(*(math.nan,) * 4)
_NO_SCENARIO = ("", "", 0)
_FUNNEL = (
    ("teleworkable", N_("Actifs dont le métier permet le télétravail")),
    ("teleworkers", N_("Télétravailleurs chaque semaine")),
    ("independents", N_("Indépendants qui peuvent travailler à distance")),
    ("demand_users", N_("Usagers possibles d'un espace assez proche")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row.

    Attributes
    ----------
    scenario : (key, name, whether it is the one proposed)
        Empty texts for what is the same in all scenarios.
    place : (level, code, name)
        ``level`` is a key of ``LEVELS``.
    kind : str
        A key of ``KINDS``.
    key, label, unit, direction, help : str
        ``direction`` is ``max``, ``min`` or empty.
    numbers : tuple of float, in the order of ``PARTS``
        NaN: without object.
    """

    scenario: tuple[str, str, int]
    place: tuple[str, str, str]
    kind: str
    key: str
    label: str
    unit: str
    direction: str = ""
    help: str = ""
    numbers: tuple[float, ...] = _NOTHING

    def at(self, place: tuple[str, str, str], numbers: Sequence[float]) -> Figure:
        """Return the same figure at a place, with its numbers."""
        return dataclasses.replace(self, place=place, numbers=tuple(float(number) for number in numbers))


@dataclass(frozen=True)
class _Places:
    """Where figures stand, by level."""

    territory: tuple[str, str, str]
    epcis: tuple[tuple[str, str, str], ...]
    communes: tuple[tuple[str, str, str], ...]


def list_all_figures(subject: Subject) -> Iterator[Figure]:
    """List every figure: scenario by scenario, then what is the same in all of them."""
    places = _list_places(subject)
    for position in range(len(subject.names)):
        yield from _list_criteria(subject, places, position)
        yield from _list_accounts(subject, places, position)
        yield from _list_viability(subject, places, position)
        yield from _list_spaces(subject, position)
        yield from _list_prices(subject, places, position)
    yield from _list_expectations(subject, places)
    yield from _list_worths(subject, places)
    yield from _list_communes_today(subject, places)
    yield from _list_corrections(subject, places)


def _list_corrections(subject: Subject, places: _Places) -> Iterator[Figure]:
    """Say what the data were corrected by, one row each, without a number: a table goes away without its page."""
    for number, one in enumerate(order_by_day(subject.territory.corrections), start=1):
        what = join_pair(describe_correction(one, subject.territory), tell_origin(one))
        basis = _("enregistrée pour le territoire") if one.is_saved else _("apportée par ce lien, non enregistrée")
        yield Figure(_NO_SCENARIO, places.territory, "correction", f"correction_{number}", f"{what} ({basis})", "")


def _list_places(subject: Subject) -> _Places:
    territory = subject.territory
    return _Places(
        ("territory", territory.key, territory.name),
        tuple(("epci", epci.siren, epci.name) for epci in territory.epcis),
        tuple(
            ("commune", code, name) for code, name in zip(territory.insee_codes, territory.communes.names, strict=True)
        ),
    )


def _tell_scenario(subject: Subject, position: int) -> tuple[str, str, int]:
    scenario = subject.comparison.outcomes[position].scenario
    return (scenario.key, name_scenario(scenario), int(position == subject.position))


def _list_criteria(subject: Subject, places: _Places, position: int) -> Iterator[Figure]:
    for benefit in subject.benefits[position]:
        criterion = benefit.criterion
        figure = Figure(
            _tell_scenario(subject, position),
            places.territory,
            "criterion",
            criterion.key,
            _(criterion.label),
            _(criterion.unit),
            criterion.direction,
            _(criterion.help),
            list_numbers(benefit),
        )
        yield figure
        for where, found in ((places.epcis, benefit.by_epci), (places.communes, benefit.by_commune)):
            if found is not None:
                yield from _spread(figure, where, found)


def _list_accounts(subject: Subject, places: _Places, position: int) -> Iterator[Figure]:
    outcome, central = subject.comparison.outcomes[position], subject.comparison.central_outcomes[position]
    scenario = _tell_scenario(subject, position)
    for kind, accounts in (("account", ACCOUNTS), ("count", COUNTS)):
        for account in accounts:
            figure = Figure(
                scenario,
                places.territory,
                kind,
                account.key,
                _(account.label),
                _(account.unit),
                numbers=list_numbers(summarise_measure(account.measure, outcome, central)),
            )
            yield figure
            spent = account.measure_by_commune
            if spent is not None:
                by_commune, by_epci = bear_by_commune(spent, subject.bearer), bear_by_epci(spent, subject.bearer)
                yield from _spread(figure, places.epcis, measure_places(by_epci, outcome, central))
                yield from _spread(figure, places.communes, measure_places(by_commune, outcome, central))


def _list_viability(subject: Subject, places: _Places, position: int) -> Iterator[Figure]:
    viability = subject.comparison.viabilities[position]
    counts = (
        ("holding_spaces_count", _("Nouveaux espaces qui couvrent leurs frais"), viability.hold_count),
        ("uncertain_spaces_count", _("Nouveaux espaces qui hésitent"), viability.uncertain_count),
        ("losing_spaces_count", _("Nouveaux espaces qui perdent de l'argent"), viability.lose_count),
    )
    scenario = _tell_scenario(subject, position)
    for key, label, count in counts:
        numbers = _repeat(float(count))
        yield Figure(scenario, places.territory, "viability", key, label, _("espaces"), numbers=numbers)
    for signpost in place_signposts(subject.comparison.outcomes[position]):
        users = signpost.users
        label = _("Usagers en dessous desquels fermer, au bout de {months} mois").format(
            months=format_number(signpost.months)
        )
        ends = [end if math.isfinite(end) else math.nan for end in (users.low, users.value, users.high)]
        yield Figure(
            scenario,
            places.communes[signpost.commune_index],
            "viability",
            f"closing_users_{signpost.months}_months",
            label,
            _("usagers"),
            numbers=(*ends, *_NOTHING[3:]),
        )


def _list_spaces(subject: Subject, position: int) -> Iterator[Figure]:
    """List the users of the spaces that exist, then the whole account of those that the scenario opens."""
    outcome, central = subject.comparison.outcomes[position], subject.comparison.central_outcomes[position]
    scenario = _tell_scenario(subject, position)
    served = next(figure for figure in SPACE_FIGURES if figure.key == "served_users")
    for j, space in enumerate(outcome.baseline.spaces):
        place = ("space", space.key, space.name)
        numbers = list_numbers(summarise_measure(_serve_space(j), outcome, central))
        yield Figure(scenario, place, "space", served.key, _(served.label), _(served.unit), numbers=numbers)
    names = subject.territory.communes.names
    for account, at_centre in zip(space_accounts(outcome), space_accounts(central), strict=True):
        place = ("space", account.key, _("Espace à ouvrir : {name}").format(name=names[account.commune_index]))
        yield from _list_account(scenario, place, account, at_centre)


def _serve_space(position: int) -> Callable[[Outcome], FloatArray]:
    def measure(outcome: Outcome) -> FloatArray:
        return outcome.space_served_users[:, position]

    return measure


def _list_account(
    scenario: tuple[str, str, int], place: tuple[str, str, str], account: SpaceAccount, at_centre: SpaceAccount
) -> Iterator[Figure]:
    for figure in SPACE_FIGURES:
        drawn = summarise_draws(figure.measure(account))
        # Doing nothing opens no space: what it would change there is without object.
        numbers = (*spread(drawn, float(figure.measure(at_centre)[0])), *_NOTHING[5:])
        yield Figure(scenario, place, "space", figure.key, _(figure.label), _(figure.unit), numbers=numbers)
    for key, label, share in (
        ("break_even_probability", N_("Chances de couvrir ses frais"), account.break_even_probability),
        (
            "cannot_balance_share",
            N_("Part des simulations où l'espace ne peut pas couvrir ses frais, même plein"),
            account.cannot_balance_share,
        ),
    ):
        yield Figure(scenario, place, "space", key, _(label), _("part"), numbers=_repeat(share))


def _list_prices(subject: Subject, places: _Places, position: int) -> Iterator[Figure]:
    """Tell what one more of each result costs, from what price the scenario is the best, and what it is worth."""
    scenario, whole = _tell_scenario(subject, position), subject.whole
    row, appraisal = whole.position(scenario[0]), whole.appraisal
    equals = subject.list_equals(row)
    for result in whole.problem.results:
        found = appraisal.cost_per_result(row, result.key) or _NO_COST
        entries = appraisal.entry_prices(result.key, whole.prices)
        entered = next((entry.price for entry in entries if entry.programme in equals), math.nan)
        one_more = _(result.price.one_more)
        for key, label, numbers in (
            (
                "cost_per",
                _("Coût par an, pour {one_more}").format(one_more=one_more),
                (found.low, found.value, found.high, found.value, *_NOTHING[4:]),
            ),
            (
                "even_price_per",
                _("Effort à partir duquel il vaut son coût une fois sur deux, pour {one_more}").format(
                    one_more=one_more
                ),
                _repeat(found.median),
            ),
            (
                "entry_price_per",
                _("Effort à partir duquel aucun autre ne fait mieux, pour {one_more}").format(one_more=one_more),
                _repeat(entered),
            ),
        ):
            yield Figure(scenario, places.territory, "price", f"{key}_{result.key}", label, _("€/an"), numbers=numbers)
    if not whole.prices:
        return
    benefits = appraisal.net_benefits(whole.prices)
    sureness = measure_sureness(benefits, row)
    net = (*spread(summarise_draws(benefits[row])), *_NOTHING[5:])
    worth = math.nan if sureness.worth_its_cost is None else sureness.worth_its_cost
    for kind, key, label, unit, numbers in (
        ("price", "net_benefit", _("Ce qu'il vaut, son coût déduit, aux efforts choisis"), _("€/an"), net),
        ("probability", "worth_its_cost_share", _("Vaut son coût, aux efforts choisis"), _("part"), _repeat(worth)),
        (
            "probability",
            "best_of_all_share",
            _("Aucun autre ne fait mieux, aux efforts choisis"),
            _("part"),
            _repeat(sureness.best_of_all),
        ),
    ):
        yield Figure(scenario, places.territory, kind, key, label, unit, numbers=numbers)


def _list_expectations(subject: Subject, places: _Places) -> Iterator[Figure]:
    expected = expect_users(subject.comparison)
    users, spaces = expected.demand_users, expected.spaces_fed
    for key, label, unit, interval, central in (
        (
            "demand_users",
            N_("Usagers possibles d'un espace assez proche"),
            N_("usagers"),
            users,
            expected.demand_central_users,
        ),
        (
            "spaces_fed_count",
            N_("Espaces que ces usagers feraient vivre"),
            N_("espaces"),
            spaces,
            expected.demand_central_users / expected.reference_users,
        ),
    ):
        numbers = (*spread(interval, central), *_NOTHING[5:])
        yield Figure(_NO_SCENARIO, places.territory, "expectation", key, _(label), _(unit), numbers=numbers)


def _list_worths(subject: Subject, places: _Places) -> Iterator[Figure]:
    if not subject.whole.prices:
        return
    for priced in subject.information.by_unknown:
        yield Figure(
            _NO_SCENARIO,
            places.territory,
            "worth",
            f"{priced.unknown.key}_information",
            _("Ce que vaut de savoir : {label}").format(label=name_unknown(priced.unknown)),
            _("€/an"),
            help=_(priced.unknown.settled_by),
            numbers=_repeat(priced.eur_per_year),
        )


def _list_communes_today(subject: Subject, places: _Places) -> Iterator[Figure]:
    baseline, draws = subject.outcome.baseline, subject.outcome.draws
    drawn = compute_funnel(baseline, draws)
    central = compute_funnel(baseline, central_draws(draws.table, baseline.spaces))
    for key, label in _FUNNEL:
        people = getattr(drawn, key)
        low, value, high = summarise_columns(people)
        means = people.mean(axis=0)
        figure = Figure(_NO_SCENARIO, places.territory, "funnel", key, _(label), _("personnes"))
        for i, place in enumerate(places.communes):
            numbers = (low[i], value[i], high[i], means[i], getattr(central, key)[0, i], *_NOTHING[5:])
            yield figure.at(place, numbers)
    for k, dimension in enumerate(DIMENSIONS):
        figure = Figure(
            _NO_SCENARIO,
            places.territory,
            "profile",
            dimension.key,
            _(dimension.measure_label),
            _(dimension.unit),
            help=tell_confidence(dimension, subject.territory),
        )
        for place, measure in zip(places.communes, subject.profile.measures[:, k], strict=True):
            yield figure.at(place, _repeat(float(measure)))
    for measured in subject.territory.indicators:
        indicator = measured.indicator
        figure = Figure(
            _NO_SCENARIO,
            places.territory,
            "indicator",
            indicator.key,
            _(indicator.title),
            _(indicator.unit),
            help=tell_basis(measured),
        )
        for place, value in zip(places.communes, measured.values, strict=True):
            yield figure.at(place, _repeat(float(value)))


def _spread(figure: Figure, where: Sequence[tuple[str, str, str]], found: PlaceBenefits) -> Iterator[Figure]:
    numbers = np.stack(list_place_numbers(found), axis=1)
    for place, row in zip(where, numbers, strict=True):
        yield figure.at(place, row)


def _repeat(number: float) -> tuple[float, ...]:
    """Return the numbers of what has no range: the same from low to high, at the centre too, and no change."""
    return (number,) * 5 + _NOTHING[5:]
