"""Segments that follow each other, put end to end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from alpsat_geo.domain.arrays import BoolArray, IntArray

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Chains:
    """Every one of s segments, in c chains.

    Attributes
    ----------
    segments : integer array (s,)
        In the order in which the chains are followed, one chain after another.
    is_turned : bool array (s,)
        Whether the chain follows the segment from its second end to its first.
    starts : integer array (c,)
        Where each chain begins in ``segments``.
    """

    segments: IntArray
    is_turned: BoolArray
    starts: IntArray


def join_pairs(keys: IntArray, is_joinable: BoolArray) -> IntArray:
    """Find what each end of a segment is joined to: the only other end of the same key.

    Parameters
    ----------
    keys : integer array (2 s,)
        Ends ``2 i`` and ``2 i + 1`` are those of segment i; ends of one key may be joined.
    is_joinable : bool array (2 s,)

    Returns
    -------
    integer array (2 s,)
        The other end, or -1 where there is none, or more than one.
    """
    joined = np.full(len(keys), -1, dtype=np.int64)
    ends = np.flatnonzero(is_joinable)
    ends = ends[np.argsort(keys[ends], kind="stable")]
    _, first, counts = np.unique(keys[ends], return_index=True, return_counts=True)
    left = first[counts == _PAIR]
    one, other = ends[left], ends[left + 1]
    joined[one], joined[other] = other, one
    return joined


def follow_chains(joined: IntArray) -> Chains:
    """Put segments end to end as their ends are joined; a ring begins anywhere.

    Parameters
    ----------
    joined : integer array (2 s,)
        As `join_pairs` returns it.
    """
    links = joined.tolist()
    count = len(links) // 2
    is_seen = bytearray(count)
    order: list[int] = []
    starts: list[int] = []
    free_ends = np.flatnonzero(joined < 0).tolist()
    for entry in chain(free_ends, range(0, 2 * count, 2)):
        if is_seen[entry // 2]:
            continue
        starts.append(len(order))
        end = entry
        while end >= 0 and not is_seen[end // 2]:
            is_seen[end // 2] = 1
            order.append(end)
            end = links[end ^ 1]
    entries = np.array(order, dtype=np.int64)
    return Chains(entries // 2, entries % 2 == 1, np.array(starts, dtype=np.int64))
