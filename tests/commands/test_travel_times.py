from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.commands.travel_times import travel_times_document, travel_times_text
from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.territory import SEASONS, Season
from alpsat_geo.project import Project


@pytest.mark.parametrize("season", SEASONS)
def test_document_holds_the_tables_with_null_where_unreachable(project: Project, season: Season) -> None:
    document = travel_times_document(project, season)
    times = travel_times(project.territory.roads, season, project.table["terminal_time_min"].value)
    assert {"season", "codes", "minutes", "km", "share_by_basis"} <= set(document)
    assert document["codes"] == list(project.territory.insee_codes)
    for name in ("minutes", "km"):
        found = np.array(document[name], dtype=np.float64)  # null becomes NaN
        expected = np.where(np.isfinite(getattr(times, name)), getattr(times, name), np.nan)
        np.testing.assert_array_equal(found, expected)
    assert document["is_estimated_skeleton"] is True
    assert np.isnan(np.array(document["minutes"], dtype=np.float64)).any() == (season == "closure_day")


def test_shares_by_basis_weigh_each_path_by_its_length(project: Project) -> None:
    document = travel_times_document(project, "winter")
    shares = document["share_by_basis"]
    assert isinstance(shares, dict)
    assert list(shares) == ["measured", "published", "derived", "estimated"]
    assert sum(float(str(share)) for share in shares.values()) == pytest.approx(1.0)
    times = travel_times(project.territory.roads, "winter", 2.0)
    length = measured = 0.0
    for i in range(36):
        for j in range(36):
            if i != j:
                length += times.km[i, j]
                measured += times.km[i, j] * times.share_by_basis["measured"][i, j]
    assert shares["measured"] == pytest.approx(measured / length)


def test_text_says_who_is_cut_off_and_that_times_are_estimated(project: Project) -> None:
    winter, closed = (travel_times_text(project, season) for season in ("winter", "closure_day"))
    assert "estimés sur un réseau routier simplifié" in winter
    assert "hors d'atteinte" not in winter
    line = next(row for row in closed.splitlines() if row.startswith("La Grave"))
    assert "hors d'atteinte" in line
    assert "Briançon" in line.split("hors d'atteinte")[1]
    assert "Villar-d'Arêne" not in line.split("hors d'atteinte")[1]
