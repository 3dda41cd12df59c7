from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.accounts import net_petr_cost_by_commune, net_public_cost_by_commune
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import OptionValue
from tests.invented_territory import ACTIONS, choose, plan

VALUES = {
    "frugal_desks_count": 4.0,
    "standard_desks_count": 10.0,
    "frugal_capex_per_desk_eur": 1000.0,
    "frugal_opex_per_desk_eur_year": 100.0,
    "standard_capex_per_desk_eur": 2000.0,
    "standard_opex_per_desk_eur_year": 300.0,
    "space_lifetime_year": 8.0,
    "space_price_month_eur": 90.0,
    "host_paid_share": 0.0,
}


@pytest.fixture(name="settled")
def settle_costs(baseline: Baseline, table: ParameterTable) -> Draws:
    return central_draws(table.settle(VALUES), baseline.spaces)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (4.0, 4000.0, 400.0, 90.0)),
        ({"kind": "frugal", "desks": 3}, (3.0, 3000.0, 300.0, 90.0)),
        ({"kind": "standard"}, (10.0, 20_000.0, 3000.0, 90.0)),
        ({"kind": "standard", "desks": 12, "price_month_eur": 150}, (12.0, 24_000.0, 3600.0, 150.0)),
        ({"price_month_eur": 0}, (4.0, 4000.0, 400.0, 0.0)),
    ],
)
def test_space_takes_its_options_or_its_rows(
    baseline: Baseline, settled: Draws, options: dict[str, OptionValue], expected: tuple[float, float, float, float]
) -> None:
    desks, capex, opex, price = expected
    levers = apply_actions(plan(choose("open_space", "05065", **options)), baseline, settled, ACTIONS)
    space, (line,) = levers.spaces[-1], levers.cost_lines
    assert len(levers.spaces) == len(baseline.spaces) + 1
    assert (space.desks_count[0], space.price_month_eur[0]) == (desks, price)
    assert (space.capex_eur[0], space.opex_eur_per_year[0]) == (capex, opex)
    assert (line.capex_eur[0], line.opex_eur_per_year[0], line.lifetime_year[0]) == (capex, opex, 8.0)
    assert space.is_new
    assert space.is_open.all()
    assert line.commune_index == (space.commune_index,) == (baseline.insee_codes.index("05065"),)


def test_each_commune_gets_its_own_space_cost_and_start(baseline: Baseline, settled: Draws) -> None:
    twice = plan(choose("open_space", "05065", "05023"), choose("open_space", "05023", kind="standard"))
    levers = apply_actions(twice, baseline, settled, ACTIONS)
    new = [space for space in levers.spaces if space.is_new]
    assert [space.key for space in new] == ["open_space:05065:1", "open_space:05023:1", "open_space:05023:2"]
    assert len({space.key for space in levers.spaces}) == len(levers.spaces)
    assert len(levers.cost_lines) == len(levers.starts) == 3


def test_two_spaces_share_the_users_of_their_commune(baseline: Baseline, settled: Draws) -> None:
    one, two = (
        evaluate(plan(choose("open_space", "05065"), *more), baseline, settled, ACTIONS)
        for more in ((), (choose("open_space", "05065"),))
    )
    np.testing.assert_allclose(two.space_users[:, -1], two.space_users[:, -2])
    assert (two.space_users[:, -1] < one.space_users[:, -1]).all()
    np.testing.assert_allclose(two.space_users.sum(axis=1), one.space_users.sum(axis=1), rtol=1e-12)


def test_grant_is_public_money_but_not_the_petr_s(baseline: Baseline, settled: Draws) -> None:
    without, with_grant = (
        evaluate(plan(choose("open_space", "05065", kind="standard", grant_eur=g)), baseline, settled, ACTIONS)
        for g in (0, 5000)
    )
    np.testing.assert_array_equal(net_public_cost_by_commune(without), net_public_cost_by_commune(with_grant))
    assert net_petr_cost_by_commune(with_grant).sum() < net_petr_cost_by_commune(without).sum()


def test_grant_never_exceeds_the_investment(baseline: Baseline, settled: Draws) -> None:
    levers = apply_actions(plan(choose("open_space", "05065", grant_eur=1_000_000)), baseline, settled, ACTIONS)
    assert levers.cost_lines[0].grant_eur[0] == levers.cost_lines[0].capex_eur[0] == 4000.0
    assert levers.spaces[-1].grant_eur[0] == 4000.0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "frugal", "desks": 10}, "frugal compte 3 ou 4 places .reçu : 10."),
        ({"kind": "palace"}, "vaut « palace » : choisissez parmi frugal, standard"),
        ({"price_month_eur": -5}, "« price_month_eur ».*vaut -5 : il faut au moins 0"),
        ({"price_month_eur": float("nan")}, "« price_month_eur ».*vaut nan"),
        ({"price_month_eur": True}, "donnez un nombre"),
        ({"desks": "dix", "kind": "standard"}, "vaut « dix » : donnez un nombre"),
        ({"desks": 0, "kind": "standard"}, "au moins 1"),
        ({"grant_eur": -1}, "au moins 0"),
        ({"couleur": "bleu"}, "n'a pas d'option « couleur » .options admises : kind, desks"),
    ],
)
def test_wrong_option_is_refused(
    baseline: Baseline, central: Draws, options: dict[str, OptionValue], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        apply_actions(plan(choose("open_space", "05065", **options)), baseline, central, ACTIONS)


def test_new_spaces_close_and_hosts_are_paid_as_often_as_drawn(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 4_000, 1)
    outcome = evaluate(plan(choose("open_space", "05065", "05003", kind="frugal")), baseline, draws, ACTIONS)
    first, second = outcome.levers.spaces[-2:]
    # Of the five years: (3 * (1 + .75) / 2 + 2 * (.75 + .6) / 2) / 5 = 0.795 at the retained values.
    assert first.is_open.mean() == pytest.approx(0.795, abs=0.03)
    assert not np.array_equal(first.is_open, second.is_open)
    desks_eur = draws["frugal_desks_count"] * draws["frugal_opex_per_desk_eur_year"]
    host_eur = first.opex_eur_per_year - desks_eur
    assert np.mean(host_eur > 1) == pytest.approx(0.6, abs=0.03)
    np.testing.assert_allclose(host_eur[host_eur > 1], draws["host_cost_eur_year"][host_eur > 1])
    # A closed space serves nobody and runs no more; its investment stays due.
    assert not outcome.space_served_users[~first.is_open, -2].any()
    line = outcome.levers.cost_lines[-2]
    assert not line.opex_eur_per_year[~first.is_open].any()
    assert (line.capex_eur > 0).all()
