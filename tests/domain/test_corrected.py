from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from tests.embedded import open_embedded

OPEN = Correction("space", "change", key="altipolis", status="open", desks_count=35.0, date="2026-11-27")
TERRITORY = open_embedded().territory
COMMUNES = st.sampled_from(TERRITORY.insee_codes)
SPACE_KEYS = st.sampled_from(["altipolis", "quai9", "luceo", "neuf", "autre", "inconnu"])
DAYS = st.sampled_from(["2025-01-01", "2026-06-01", "2026-11-27"])
SPACES = st.builds(
    Correction,
    st.just("space"),
    st.sampled_from(["add", "change", "remove"]),
    key=SPACE_KEYS,
    name=st.just("Un espace"),
    insee_code=st.one_of(st.just("99999"), COMMUNES),
    status=st.sampled_from(["open", "closed", "open_unverified"]),
    desks_count=st.one_of(st.none(), st.integers(1, 50).map(float)),
    date=DAYS,
)
PLACES = st.builds(
    Correction,
    st.just("service"),
    st.sampled_from(["add", "remove"]),
    kind=st.sampled_from(["pharmacy", "food_shop", "inconnu"]),
    name=st.sampled_from(["Chez un tel", "Ailleurs"]),
    insee_code=COMMUNES,
    date=DAYS,
)


@given(st.lists(st.one_of(SPACES, PLACES), max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_corrections_of_different_things_does_not_matter(found: list[Correction], random: object) -> None:
    corrected, left = correct_territory(TERRITORY, found)
    by_target: dict[tuple[str, ...], list[Correction]] = {}
    for one in found:
        by_target.setdefault(one.target, []).append(one)
    groups = list(by_target.values())
    random.shuffle(groups)  # type: ignore[attr-defined]
    again, left_again = correct_territory(TERRITORY, [one for group in groups for one in group])
    assert again == corrected
    assert left_again == left
    assert len(left) + len(corrected.corrections) == len(found)
    assert {space.key for space in corrected.spaces} >= {space.key for space in TERRITORY.spaces}
    assert all(space.insee_code != "99999" for space in corrected.spaces)
    assert corrected.corrections or corrected is TERRITORY


def test_what_is_stated_is_certain_and_the_other_spaces_keep_their_draws(project: Project) -> None:
    added = Correction("space", "add", key="neuf", name="Neuf", insee_code="05003", status="closed", date="2026-11-27")
    corrected = project.correct([OPEN, added])
    before, after = project.draws, corrected.draws
    keys = [space.key for space in project.baseline.spaces]
    assert [space.key for space in corrected.baseline.spaces] == [*keys, "neuf"]
    stated = keys.index("altipolis")
    assert after.space_is_open[:, stated].all()
    assert (after.space_desks_count[:, stated] == 35).all()
    assert not after.space_is_open[:, -1].any()
    for j in range(len(keys)):
        if j != stated:
            assert np.array_equal(after.space_is_open[:, j], before.space_is_open[:, j])
            assert np.array_equal(after.space_desks_count[:, j], before.space_desks_count[:, j])
        assert np.array_equal(after.space_reopening_quantile[:, j], before.space_reopening_quantile[:, j])
    assert all(np.array_equal(after[key], before[key]) for key in project.table)
    today = [one.evaluate_today(Settings()).served_users.mean() for one in (project, corrected)]
    assert today[1] > today[0] + 5


def test_a_space_said_closed_or_removed_serves_nobody_and_may_still_be_named(project: Project) -> None:
    closed = project.correct([Correction("space", "change", key="luceo", status="closed", date="2026-11-27")])
    removed = project.correct([Correction("space", "remove", key="luceo", date="2026-11-27")])
    for one in (closed, removed):
        assert "luceo" not in [space.key for space in one.baseline.possible_spaces]
        named = next(one for one in open_embedded().scenarios if one.key == "entreprises-et-existant")
        place = [space.key for space in one.baseline.spaces].index("luceo")
        assert one.evaluate(named, Settings()).space_served_users[:, place].max() == 0


def test_price_and_hours_move_no_figure(project: Project) -> None:
    shown = project.correct(
        [dataclasses.replace(OPEN, status="", desks_count=None, price_month_eur=120.0, hours="8-19")]
    )
    space = next(space for space in shown.territory.spaces if space.key == "altipolis")
    assert (space.price_month_eur, space.hours, space.status) == (120.0, "8-19", "open_unverified")
    assert shown.baseline.spaces == project.baseline.spaces
    assert shown.identity != project.identity


def test_the_latest_day_wins_field_by_field(territory: Territory) -> None:
    later = Correction("space", "change", key="altipolis", desks_count=28.0, date="2026-12-01")
    earlier = Correction("space", "change", key="altipolis", desks_count=12.0, date="2020-01-01")
    corrected, left = correct_territory(territory, [later, OPEN, earlier])
    space = next(space for space in corrected.spaces if space.key == "altipolis")
    assert (space.desks_count, space.status, space.status_date, left) == (28.0, "open", "2026-11-27", ())


def test_services_and_stops_are_added_and_removed(project: Project) -> None:
    away = Correction("service", "remove", kind="primary_school", insee_code="05003", date="2026-11-27")
    back = dataclasses.replace(away, operation="add", name="École du haut", date="2026-12-01")
    stop = Correction("stop", "add", kind="station", name="Halte", insee_code="05003", date="2026-11-27")
    none_left = project.correct([away])
    kinds = [place.kind for place in none_left.territory.places if place.insee_code == "05003"]
    assert "primary_school" not in kinds
    both = project.correct([back, away, stop])
    assert {place.name for place in both.territory.places} >= {"École du haut", "Halte"}
    position = both.territory.insee_codes.index("05003")
    access = [one.profiles["winter"].measures[position, -1] for one in (project, both)]
    assert access[1] < access[0]
