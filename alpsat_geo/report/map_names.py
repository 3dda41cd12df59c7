"""Where the names of communes stand on a printed map: none cut, none over a sign or over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alpsat_geo.report.ground import SHEET_WIDTH, Ground, Spot

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in units of the sheet."""

_ROW, _UNDER, _PADDING = 18.0, 4.0, 2.0
_DOT_RADIUS = 4.0


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name that found its place.

    Attributes
    ----------
    spot : Spot
        What it names.
    lines : tuple of str, one or two
    box : Box
    size : float
        Of the signs and letters, 1 on a map of the whole width.
    """

    spot: Spot
    lines: tuple[str, ...]
    box: Box
    size: float

    def list_rows(self) -> Iterator[tuple[str, float, float]]:
        """Yield each line, with the point where its first letter stands."""
        for rank, line in enumerate(self.lines):
            yield line, self.box[0] + _PADDING, self.box[1] + ((1 + rank) * _ROW - _UNDER) * self.size


def place_names(
    ground: Ground, sites: Sequence[Spot], others: Sequence[Spot], size: float, letter_width: float
) -> list[PlacedName]:
    """Place names beside their points, those of ``sites`` first; some may find no place.

    A name that has no place in one line is tried in two, at a hyphen or a space. Where few names are left, all are
    placed again beginning with those: it is kept if every name then finds a place, else the order given has it.

    Parameters
    ----------
    ground : Ground
    sites, others : sequence of Spot
        The most important first.
    size : float
        Of the signs and letters, 1 on a map of the whole width.
    letter_width : float
        In units of the sheet.

    Returns
    -------
    list of PlacedName
        In the order in which they were placed.
    """
    placed, left = _place(ground, (sites, others), size, letter_width)
    # Where most find none, no order helps: a map of hundreds of communes is not placed twice for nothing.
    if 0 < len(left) < len(placed):
        order = [sorted(spots, key=lambda spot: spot not in left) for spots in (sites, others)]
        again, still_left = _place(ground, (order[0], order[1]), size, letter_width)
        return placed if still_left else again
    return placed


def _place(
    ground: Ground, groups: tuple[Sequence[Spot], Sequence[Spot]], size: float, letter_width: float
) -> tuple[list[PlacedName], list[Spot]]:
    """Place what can be placed of each group, in one line then in two; return it, and what is left."""
    taken = [_surround(spot, 12 * size, 11 * size) for spot in (*ground.spots, *groups[0])]
    taken += [_surround(spot, _DOT_RADIUS, _DOT_RADIUS) for spot in ground.town_halls]
    placed: list[PlacedName] = []

    def take(spot: Spot, lines: tuple[str, ...]) -> bool:
        width = letter_width * max(map(len, lines)) + 2 * _PADDING
        for box in _list_boxes(spot, width, size, len(lines)):
            if _is_on_sheet(box, ground) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append(PlacedName(spot, lines, box, size))
                return True
        return False

    left: list[Spot] = []
    for group in groups:
        waiting = [spot for spot in group if not take(spot, (spot.name,))]
        left += [spot for spot in waiting if not take(spot, _split(spot.name))]
    return placed, left


def _split(name: str) -> tuple[str, ...]:
    """Split a name in two lines at the hyphen or the space that leaves them shortest; one that has none stays whole."""
    ends = [place for place, letter in enumerate(name, 1) if letter in "- "]
    if not ends:
        return (name,)
    end = min(ends, key=lambda place: max(place, len(name) - place))
    return (name[:end].rstrip(), name[end:])


def _list_boxes(spot: Spot, width: float, size: float, line_count: int) -> Iterator[Box]:
    """Yield where a name may stand, the best place first: beside its point, further, above, below."""
    half = line_count * _ROW * size / 2
    for gap in (6.0 * size, 15.0 * size, 26.0 * size):
        for left in (spot.x + gap, spot.x - gap - width):
            for rise in (0.0, -half, half):
                yield (left, spot.y + rise - half, left + width, spot.y + rise + half)
        for left in (spot.x - width / 2, spot.x - 0.15 * width, spot.x - 0.85 * width):
            yield (left, spot.y - gap - 2 * half, left + width, spot.y - gap)
            yield (left, spot.y + gap, left + width, spot.y + gap + 2 * half)


def _surround(spot: Spot, side: float, rise: float) -> Box:
    return (spot.x - side, spot.y - rise, spot.x + side, spot.y + rise)


def _is_on_sheet(box: Box, ground: Ground) -> bool:
    return box[0] > 0 and box[1] > 0 and box[2] < SHEET_WIDTH and box[3] < ground.height


def _overlap(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
