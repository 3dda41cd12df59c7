from __future__ import annotations

import dataclasses

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.action_type import ActionOption, ActionType, resolve_choice
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.domain.errors import InputError
from tests.invented_territory import ACTIONS, choose

PLATFORM, WELCOME, OPEN, EXTEND = (
    ACTIONS[key] for key in ("shared_platform", "welcome_service", "open_space", "extend_space")
)


def test_whole_territory_means_every_commune(baseline: Baseline, central: Draws) -> None:
    context = resolve_choice(PLATFORM, choose("shared_platform"), baseline, central)
    assert context.place_index == ()
    assert context.commune_index == tuple(range(36))


def test_epci_named_or_not(baseline: Baseline, central: Draws) -> None:
    every = resolve_choice(WELCOME, choose("welcome_service"), baseline, central)
    assert every.place_index == (0, 1, 2)
    assert every.commune_index == tuple(range(36))
    one = resolve_choice(WELCOME, choose("welcome_service", "240500462"), baseline, central)
    codes = {baseline.insee_codes[i] for i in one.commune_index}
    assert codes == {"05006", "05031", "05058", "05101", "05110", "05122", "05151", "05180"}


def test_communes_and_spaces_keep_the_order_in_which_they_are_named(baseline: Baseline, central: Draws) -> None:
    communes = resolve_choice(OPEN, choose("open_space", "05177", "05001"), baseline, central)
    assert [baseline.insee_codes[i] for i in communes.commune_index] == ["05177", "05001"]
    spaces = resolve_choice(EXTEND, choose("extend_space", "luceo", "quai9"), baseline, central)
    assert [baseline.spaces[j].key for j in spaces.place_index] == ["luceo", "quai9"]
    assert [baseline.insee_codes[i] for i in spaces.commune_index] == ["05122", "05023"]


def test_absent_options_take_their_default_or_stay_with_their_parameter(baseline: Baseline, central: Draws) -> None:
    context = resolve_choice(OPEN, choose("open_space", "05023", price_month_eur=80), baseline, central)
    assert dict(context.options) == {"kind": "frugal", "price_month_eur": 80, "grant_eur": 0}
    assert context.number("price_month_eur") == 80.0
    assert context.number("desks") is None


@pytest.mark.parametrize(
    ("action", "places", "sentence"),
    [
        (PLATFORM, ("05023",), "vaut pour tout le territoire : retirez « 05023 »"),
        (WELCOME, ("05023",), "« 05023 », qui n'est pas dans le territoire .attendu : communautés de communes"),
        (OPEN, ("240500462",), "« 240500462 ».*attendu : communes .code INSEE"),
        (OPEN, ("5023",), "« 5023 »"),
        (OPEN, ("05023", "05065", "05023"), "nomme deux fois « 05023 »"),
        (OPEN, (), "demande un lieu : communes"),
        (EXTEND, ("la-passa",), "« la-passa ».*attendu : espaces existants"),
    ],
)
def test_wrong_place_is_refused(
    baseline: Baseline, central: Draws, action: ActionType, places: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        resolve_choice(action, choose(action.key, *places), baseline, central)


@pytest.mark.parametrize("value", [2.5, 1, 9])
def test_bounds_belong_to_the_range(baseline: Baseline, central: Draws, value: float) -> None:
    option = ActionOption("taille", "Taille", "m", minimum=1, maximum=9)
    action = dataclasses.replace(PLATFORM, options=(option,))
    context = resolve_choice(action, choose("shared_platform", taille=value), baseline, central)
    assert context.number("taille") == value


@pytest.mark.parametrize("value", [0.99, 9.01, -1, float("inf"), float("-inf"), float("nan")])
def test_out_of_bounds_is_refused_with_the_bounds_and_the_unit(
    baseline: Baseline, central: Draws, value: float
) -> None:
    option = ActionOption("taille", "Taille", "m", minimum=1, maximum=9)
    action = dataclasses.replace(PLATFORM, options=(option,))
    with pytest.raises(InputError, match=r"« taille ».*il faut au moins 1 au plus 9 m\.$"):
        resolve_choice(action, choose("shared_platform", taille=value), baseline, central)


@pytest.mark.parametrize("bounds", [{"minimum": 1.0}, {"maximum": 9.0}])
def test_not_a_number_is_refused_by_either_bound(baseline: Baseline, central: Draws, bounds: dict[str, float]) -> None:
    action = dataclasses.replace(PLATFORM, options=(ActionOption("taille", "Taille", "m", **bounds),))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="vaut nan : il faut au"):
        resolve_choice(action, choose("shared_platform", taille=float("nan")), baseline, central)


def test_every_sentence_is_one_line(baseline: Baseline, central: Draws) -> None:
    for action in ACTION_TYPES:
        with pytest.raises(InputError) as caught:
            resolve_choice(action, choose(action.key, "nulle-part"), baseline, central)
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith(".")
        assert "nulle-part" in str(caught.value)
