"""What the person said of the weights, turned into weights for each draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.mcda.weights import (
    draw_bounded,
    draw_ranked,
    draw_uniform,
    draw_votes,
    fixed_weights,
    normalise_points,
    rank_order_centroid,
)
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_STREAM = 1


@dataclass(frozen=True, slots=True)
class Weighting:
    """Exactly one of the fields is filled; none: weights are free, uniform on the simplex of the objectives.

    Attributes
    ----------
    stated : mapping of criterion key to points, any scale
    ranks : mapping of criterion key to rank, 1 the most important
    bounds : mapping of criterion key to (low, high) shares
    votes : sequence of mappings of criterion key to points, one per participant
    objectives : mapping of objective key to points, any scale
    """

    stated: Mapping[str, float] | None = None
    ranks: Mapping[str, int] | None = None
    bounds: Mapping[str, tuple[float, float]] | None = None
    votes: Sequence[Mapping[str, float]] | None = None
    objectives: Mapping[str, float] | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing was said."""
        return not (self.stated or self.ranks or self.bounds or self.votes or self.objectives)

    def criteria(self, default: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of the weighted criteria, in the order of ``known``.

        Raises
        ------
        InputError
            If a key is unknown, or if several ways of weighting are given at once.
        """
        given = [part for part in (self.stated, self.ranks, self.bounds, self.votes) if part]
        if len(given) + bool(self.objectives) > 1:
            raise InputError(remark(N_("Donnez les poids d'une seule façon : fixés, classés, bornés ou votés.")))
        named: set[str] = set()
        for part in given:
            for mapping in [part] if isinstance(part, Mapping) else part:
                named.update(mapping)
        for key in sorted(named - set(known)):
            sentence = N_("Le critère « {key} » n'existe pas : choisissez parmi {known}.")
            raise InputError(remark(sentence, key=key, known=", ".join(known)))
        chosen = named or set(default)
        return tuple(key for key in known if key in chosen)

    def draw(self, keys: Sequence[str], size: int, seed: int) -> FloatArray:
        """Return weights (size, C) for the criteria ``keys``; a criterion without a word weighs 0.

        Raises
        ------
        InputError
            Weights that are negative, missing or sum to 0; bounds that nothing can meet.
        """
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, _STREAM])))
        if self.stated:
            return fixed_weights([self.stated.get(key, 0.0) for key in keys], size)
        if self.ranks:
            last = max(self.ranks.values()) + 1
            return draw_ranked([self.ranks.get(key, last) for key in keys], size, rng)
        if self.bounds:
            low, high = zip(*(self.bounds.get(key, (0.0, 1.0)) for key in keys), strict=True)
            return draw_bounded(low, high, size, rng)
        if self.votes:
            return draw_votes([[vote.get(key, 0.0) for key in keys] for vote in self.votes], size, rng)
        return draw_uniform(len(keys), size, rng)

    def typical(self, keys: Sequence[str]) -> FloatArray:
        """Return one row (C,) of weights that stands for what was said; equal weights when nothing was."""
        if self.stated:
            return normalise_points([self.stated.get(key, 0.0) for key in keys])
        if self.ranks:
            last = max(self.ranks.values()) + 1
            return rank_order_centroid([self.ranks.get(key, last) for key in keys])
        if self.bounds:
            return normalise_points([sum(self.bounds.get(key, (0.0, 1.0))) for key in keys])
        if self.votes:
            table = normalise_points([[vote.get(key, 0.0) for key in keys] for vote in self.votes])
            return normalise_points(table.mean(axis=0))
        return np.full(len(keys), 1 / len(keys))
