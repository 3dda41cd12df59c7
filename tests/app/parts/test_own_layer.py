from __future__ import annotations

from alpsat_geo.app.parts.own_layer import Brought, Shelf


def test_who_brought_theirs_longest_ago_gives_room() -> None:
    shelf = Shelf(100)
    for name in ("un", "deux", "trois"):
        shelf.put(name, Brought(count=1, size_bytes=30))
    assert shelf.find("un") is not None
    shelf.put("quatre", Brought(count=1, size_bytes=40))
    # What was asked for since stays.
    assert [name for name in ("un", "deux", "trois", "quatre") if shelf.find(name)] == ["un", "trois", "quatre"]


def test_what_a_visit_brings_again_is_counted_once_and_one_file_always_has_room() -> None:
    shelf = Shelf(100)
    for _time in range(10):
        shelf.put("un", Brought(size_bytes=60))
        shelf.put("deux", Brought(size_bytes=40))
    assert shelf.find("un")
    assert shelf.find("deux")
    shelf.put("trois", Brought(size_bytes=500))
    assert [name for name in ("un", "deux", "trois") if shelf.find(name)] == ["trois"]
