"""Programmes are evaluated beside the pages of others, which they let pass."""

from __future__ import annotations

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.composition.question import Offer, measure_programmes
from tests.embedded import open_embedded
from tests.giving_way import measure_longest_stretch


def test_a_page_may_pass_at_any_moment_of_the_programmes() -> None:
    project = open_embedded()
    assert measure_longest_stretch(lambda: measure_programmes(project, Offer(Settings()))) < 0.08
