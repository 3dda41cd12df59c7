"""Which communes meet what a person needs, which nearly do, and what they lack."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.settlement_needs import NEEDS_BY_KEY, Evidence, Need, measure_need
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_

MISSED, UNKNOWN, TO_CONFIRM, MET = range(4)
"""How far a commune meets one need: the known says no, nothing is known, the listed says yes, the certain does."""

NO, NEARLY, CONFIRM, FITS = range(4)
"""What a commune is for a person: the answer that the map colours."""

NEAR_SHARE = 0.2
"""A commune nearly fits when it lacks one need only, by this share of the scale of the need or less."""

Limits = tuple[tuple[str, int], ...]
"""Limits asked, by key of need."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What n communes are worth for K needs.

    Attributes
    ----------
    limits : tuple of (key, limit), length K
    season : Season
    evidence : tuple of Evidence, length K
    levels : integer array (n, K)
        ``MISSED``, ``UNKNOWN``, ``TO_CONFIRM`` or ``MET``.
    shortfall_shares : float array (n, K)
        What a missed need lacks, as a share of the scale of that need, at most 1; 0 where not missed.
    is_elsewhere : boolean array (n,)
        True outside the community of communes that was asked; it counts as one more missed need, by
        the whole of its scale.
    verdicts : integer array (n,)
        ``FITS``, ``CONFIRM`` (nothing is missed, something is not certain), ``NEARLY`` or ``NO``.
    ranking : integer array (n,)
        Communes from the best to the farthest: fewest missed needs, then the least total shortfall,
        then fewest unknown, then fewest to confirm, then the fewest minutes to all that was asked,
        then INSEE order.
    """

    limits: Limits
    season: Season
    evidence: tuple[Evidence, ...]
    levels: IntArray
    shortfall_shares: FloatArray
    is_elsewhere: BoolArray
    verdicts: IntArray
    ranking: IntArray

    @property
    def missed_counts(self) -> IntArray:
        """Needs that each commune misses (n,), the community of communes included."""
        missed: IntArray = (self.levels == MISSED).sum(axis=1) + self.is_elsewhere
        return missed

    @property
    def is_blank(self) -> bool:
        """Tell whether needs were asked and none is known anywhere: no commune can then be told from another."""
        return self.levels.size > 0 and bool((self.levels == UNKNOWN).all())


def answer_needs(
    baseline: Baseline, territory: Territory, limits: Limits, season: Season, epci_siren: str = ""
) -> Answer:
    """Say what each commune is worth for someone's needs.

    Parameters
    ----------
    baseline : Baseline
        Of the same territory.
    territory : Territory
    limits : tuple of (key, limit)
        Keys of ``NEEDS_BY_KEY``; without any, every commune fits.
    season : Season
        Of the minutes.
    epci_siren : str
        The community of communes to live in; empty: anywhere.

    Raises
    ------
    InputError
        If a need or the community does not exist.
    """
    needs = [_find_need(key) for key, _ in limits]
    evidence = tuple(measure_need(need.key, baseline, territory, season) for need in needs)
    count = len(territory.insee_codes)
    levels = np.full((count, len(needs)), MET)
    shortfalls = np.zeros((count, len(needs)))
    for k, (need, (_, limit)) in enumerate(zip(needs, limits, strict=True)):
        levels[:, k] = grade_levels(need, evidence[k], limit)
        shortfalls[:, k] = np.where(levels[:, k] == MISSED, share_shortfall(need, evidence[k], limit), 0.0)
    is_elsewhere = _find_elsewhere(territory, epci_siren)
    missed = (levels == MISSED).sum(axis=1) + is_elsewhere
    total = shortfalls.sum(axis=1) + is_elsewhere
    unknown, to_confirm = (levels == UNKNOWN).sum(axis=1), (levels == TO_CONFIRM).sum(axis=1)
    verdicts = np.select(
        [missed == 0, (missed == 1) & (total <= NEAR_SHARE)],
        [np.where(unknown + to_confirm > 0, CONFIRM, FITS), NEARLY],
        NO,
    )
    minutes = _sum_minutes(needs, evidence, levels)
    ranking = np.lexsort((np.arange(count), minutes, to_confirm, unknown, total, missed))
    return Answer(limits, season, evidence, levels, shortfalls, is_elsewhere, verdicts, ranking)


def grade_levels(need: Need, evidence: Evidence, limit: int) -> IntArray:
    """Grade each commune on one need, integer array (n,)."""
    asked = need.read_limit(limit)
    is_sure = _meets(need, evidence.sure, asked)
    is_possible = _meets(need, evidence.possible, asked)
    is_unknown = np.isnan(evidence.possible) | (not need.is_absence_known)
    return np.select([is_sure, is_possible, is_unknown], [MET, TO_CONFIRM, UNKNOWN], MISSED)


def share_shortfall(need: Need, evidence: Evidence, limit: int) -> FloatArray:
    """Measure how far each commune is from a limit, as a share of the scale of the need: 0 to 1, 1 if unreachable."""
    asked = need.read_limit(limit)
    gap = asked - evidence.possible if need.is_floor else evidence.possible - asked
    share: FloatArray = np.clip(np.nan_to_num(gap / need.span, nan=0.0, posinf=1.0), 0.0, 1.0)
    return share


def _meets(need: Need, measure: FloatArray, asked: float) -> BoolArray:
    # A comparison with NaN is False: what is unknown meets nothing.
    met: BoolArray = measure >= asked if need.is_floor else measure <= asked
    return met


def _find_need(key: str) -> Need:
    try:
        return NEEDS_BY_KEY[key]
    except KeyError:
        sentence = N_("Le besoin « {key} » n'existe pas : choisissez parmi {known}.")
        raise InputError(remark(sentence, key=key, known=", ".join(NEEDS_BY_KEY))) from None


def _find_elsewhere(territory: Territory, epci_siren: str) -> BoolArray:
    if not epci_siren:
        return np.zeros(len(territory.insee_codes), dtype=np.bool_)
    sirens = [epci.siren for epci in territory.epcis]
    if epci_siren not in sirens:
        sentence = N_("La communauté de communes « {siren} » n'est pas dans le territoire : choisissez-en une autre.")
        raise InputError(remark(sentence, siren=epci_siren))
    elsewhere: BoolArray = territory.communes.epci_index != sirens.index(epci_siren)
    return elsewhere


def _sum_minutes(needs: list[Need], evidence: tuple[Evidence, ...], levels: IntArray) -> FloatArray:
    total = np.zeros(len(levels))
    for k, (need, found) in enumerate(zip(needs, evidence, strict=True)):
        if need.unit == "min":
            # A need that is met for certain is counted to the place that meets it.
            total += np.where(levels[:, k] == MET, found.sure, found.possible)
    return total
