"""Random small territories, for the laws of evaluation."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import choose, invent_baseline, invent_space, plan

times = st.one_of(st.floats(0, 70), st.just(math.inf))


@st.composite
def small_baselines(draw: st.DrawFn) -> Baseline:
    """Draw three or four communes, up to three existing spaces, and one person's call to each."""
    count = draw(st.integers(3, 4))
    minutes = np.array([[draw(times) if i != j else 0.0 for j in range(count)] for i in range(count)])
    spaces = [
        invent_space(
            f"s{j}",
            draw(st.integers(0, count - 1)),
            desks=draw(st.integers(1, 15).map(float)),
            settled=draw(st.sampled_from([True, True, False, None])),
            status="open_unverified",
        )
        for j in range(draw(st.integers(0, 3)))
    ]
    employed = [[draw(st.integers(0, 800).map(float)) for _ in range(6)] for _ in range(count)]
    population = [draw(st.integers(1, 4000).map(float)) for _ in range(count)]
    return invent_baseline(
        minutes, spaces=spaces, employed=employed, population=population, epci_index=[0, 1, 0, 1][:count]
    )


opened = st.lists(st.integers(0, 2), min_size=0, max_size=3, unique=True)


def opening(baseline: Baseline, communes: list[int], desks: float = 10.0) -> Scenario:
    """Return a scenario that opens a standard space in some communes."""
    if not communes:
        return DO_NOTHING
    codes = [baseline.insee_codes[i] for i in communes]
    return plan(choose("open_space", *codes, kind="standard", desks=desks))
