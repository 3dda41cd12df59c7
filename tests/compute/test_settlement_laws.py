"""What must hold of any needs: relaxing one loses nobody, adding one gains nobody."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline, build_baseline
from alpsat_geo.compute.settlement import CONFIRM, FITS, MISSED, Answer, Limits, answer_needs
from alpsat_geo.compute.settlement_needs import NEEDS, NEEDS_BY_KEY
from alpsat_geo.domain.territory import SEASONS, Season, Territory
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.territory import read_territory

TERRITORY: Territory = read_territory()
BASELINE: Baseline = build_baseline(TERRITORY, read_parameters())


def answer(limits: Limits, season: Season, siren: str = "") -> Answer:
    return answer_needs(BASELINE, TERRITORY, limits, season, siren)


limits_of = {need.key: st.tuples(st.just(need.key), st.integers(need.low, need.high)) for need in NEEDS}
some_limits = st.lists(st.sampled_from(sorted(limits_of)), unique=True, max_size=6).flatmap(
    lambda keys: st.tuples(*(limits_of[key] for key in keys))
)
some_season = st.sampled_from(SEASONS)
some_epci = st.sampled_from(["", *(epci.siren for epci in TERRITORY.epcis)])


def keepers(found: Answer) -> tuple[set[int], set[int]]:
    """Return the communes that fit, and those that are not refused."""
    return set(np.flatnonzero(found.verdicts == FITS)), set(np.flatnonzero(found.verdicts >= CONFIRM))


@given(some_limits, some_season, some_epci, st.data())
def test_relaxing_a_need_never_loses_a_commune(limits: Limits, season: Season, siren: str, data: st.DataObject) -> None:
    relaxed = []
    for key, limit in limits:
        need = NEEDS_BY_KEY[key]
        ends = (need.low, limit) if need.is_floor else (limit, need.high)
        relaxed.append((key, data.draw(st.integers(*ends))))
    free = data.draw(st.sampled_from(["", siren]))
    before, after = keepers(answer(limits, season, siren)), keepers(answer(tuple(relaxed), season, free))
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(some_limits, some_season, some_epci, st.data())
def test_adding_a_need_never_gains_a_commune(limits: Limits, season: Season, siren: str, data: st.DataObject) -> None:
    others = sorted(set(NEEDS_BY_KEY) - {key for key, _ in limits})
    added = data.draw(limits_of[data.draw(st.sampled_from(others))])
    before, after = keepers(answer(limits, season)), keepers(answer((*limits, added), season, siren))
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@given(some_limits, some_season, some_epci)
def test_every_commune_is_ranked_and_the_order_is_that_of_the_rule(limits: Limits, season: Season, siren: str) -> None:
    found = answer(limits, season, siren)
    assert sorted(found.ranking) == list(range(len(TERRITORY.insee_codes)))
    lacking = found.shortfall_shares.sum(axis=1) + found.is_elsewhere
    keys = [(int(found.missed_counts[i]), float(lacking[i])) for i in found.ranking]
    assert keys == sorted(keys)
    assert ((found.shortfall_shares >= 0) & (found.shortfall_shares <= 1)).all()
    assert (found.shortfall_shares[found.levels != MISSED] == 0).all()


@given(some_limits, some_season)
def test_a_longer_list_of_needs_in_another_order_gives_the_same_answer(limits: Limits, season: Season) -> None:
    assert keepers(answer(limits, season)) == keepers(answer(limits[::-1], season))
