"""A meeting in the address: read back whole, bounded, and one sentence for what is not one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.address.meeting import (
    STEPS_AT_MOST,
    STEPS_LENGTH,
    TITLE_LENGTH,
    Meeting,
    Step,
    decode_steps,
    encode_steps,
    read_meeting,
    write_meeting,
)
from alpsat_geo.sources.packed_text import pack_values

NAMES = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
TITLES = st.text(max_size=TITLE_LENGTH).map(clean_line).map(lambda title: title[:TITLE_LENGTH].strip())
VIEWS = st.dictionaries(NAMES, st.text(st.characters(codec="utf-8"), max_size=20), max_size=4)
STEPS = st.builds(Step, NAMES, TITLES, VIEWS.map(lambda view: tuple(view.items())))
LISTS = st.lists(STEPS, max_size=STEPS_AT_MOST).map(tuple).filter(lambda steps: len(encode_steps(steps)) < STEPS_LENGTH)
CODES = st.from_regex(r"[a-hj-km-np-z2-9]{8}", fullmatch=True)
MEETINGS = st.builds(
    Meeting, st.sampled_from(["", "preparing", "on"]), LISTS, st.integers(0, STEPS_AT_MOST - 1)
) | st.builds(
    Meeting,
    st.just("on"),
    LISTS,
    st.integers(0, STEPS_AT_MOST - 1),
    st.sampled_from(["presenter", "follower", "away"]),
    CODES,
)


@given(MEETINGS)
def test_an_address_brings_a_meeting_back_whole(meeting: Meeting) -> None:
    written = write_meeting(meeting)
    assert read_meeting(written) == (meeting, ())
    assert all(text.isascii() for text in written.values())


@given(st.dictionaries(st.sampled_from(["reunion", "etapes", "etape", "animer", "suivre", "reprendre"]), st.text()))
def test_any_other_address_is_read_without_a_fault(query: dict[str, str]) -> None:
    meeting, notices = read_meeting(query)
    assert len(notices) <= 2
    assert read_meeting(write_meeting(meeting)) == (meeting, ())


def test_a_hostile_list_gets_one_sentence_and_is_not_unfolded() -> None:
    step = ["territoire", "", {}]
    hostile = [
        [],
        [step] * (STEPS_AT_MOST + 1),
        [["../etc", "", {}]],
        [["territoire", "", {"a" * 50: ""}]],
        [["territoire", "", {"saison": 3}]],
        [["territoire", "", {"saison": "x" * 20_000}]],
        [["territoire", "x" * 10_000_000, {}]],
        {"territoire": 1},
        7,
    ]
    for values in hostile:
        text = pack_values(values)
        assert decode_steps(text) is None
        assert read_meeting({"etapes": text})[1] == (
            "Les étapes de réunion du lien ne se lisent pas : les étapes habituelles les remplacent.",
        )
    assert decode_steps(pack_values([step] * STEPS_AT_MOST)) == (Step("territoire"),) * STEPS_AT_MOST


def test_a_title_is_cleaned_and_shortened() -> None:
    found = decode_steps(pack_values([["territoire", "Le\u202e <b>\nQueyras" + "x" * 90, {}]]))
    assert found is not None
    assert found[0].title.startswith("Le <b> Queyrasx")
    assert len(found[0].title) == TITLE_LENGTH


def test_who_follows_sees_what_is_shown_and_former_links_ask_for_large_type() -> None:
    assert read_meeting({"suivre": "ABCDEFGH"})[0] == Meeting("on", role="follower", code="abcdefgh")
    assert read_meeting({"suivre": "abc"}) == (
        Meeting(),
        ("Le code de réunion du lien n'en est pas un : il a huit lettres ou chiffres.",),
    )
    assert read_meeting({"projecteur": "oui"})[0].mode == "on"
