from __future__ import annotations

import pytest

from alpsat_geo.domain.findings import SHOWN_AT_MOST
from alpsat_geo.report import language
from alpsat_geo.report.findings import limit_findings


def test_fifty_sentences_are_shown_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"point {rank}." for rank in range(SHOWN_AT_MOST + 1500)]
    assert limit_findings(sentences[:SHOWN_AT_MOST]) == sentences[:SHOWN_AT_MOST]
    assert limit_findings(sentences) == [*sentences[:SHOWN_AT_MOST], "… et 1\u202f500 autres points."]
    monkeypatch.setattr(language, "_find_language", [lambda: "de"])
    assert limit_findings(sentences[: SHOWN_AT_MOST + 1])[-1] == "… und 1 weiterer Punkt."
