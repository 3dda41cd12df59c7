from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.report.labels import tell_apart

LABELS = st.lists(st.sampled_from(["Réseau", "Réseau\u00a0(2)", "Réseau\u00a0(3)", "Accueil"]), max_size=8)


def test_the_second_of_a_name_is_numbered() -> None:
    assert tell_apart({"a": "Réseau", "b": "Accueil", "c": "Réseau", "d": "Réseau"}) == {
        "a": "Réseau",
        "b": "Accueil",
        "c": "Réseau\u00a0(2)",
        "d": "Réseau\u00a0(3)",
    }


@given(LABELS)
def test_no_two_labels_are_alike_and_those_that_stand_alone_stay(labels: list[str]) -> None:
    told = tell_apart({str(place): label for place, label in enumerate(labels)})
    assert len(set(told.values())) == len(labels)
    assert list(told) == [str(place) for place in range(len(labels))]
    assert {told[str(labels.index(label))] for label in labels} == set(labels)
