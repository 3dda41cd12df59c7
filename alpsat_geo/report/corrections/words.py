"""The words of corrections: columns of their file, which are the same in every language, and values that may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from alpsat_geo.domain.correction import KINDS
from alpsat_geo.domain.text import N_, drop_accents
from alpsat_geo.report.commune.facts import PLACE_LABELS

COLUMNS: Mapping[str, str] = {
    "thing": "objet",
    "operation": "opération",
    "key": "clé",
    "name": "nom",
    "kind": "nature",
    "insee_code": "commune",
    "lon_deg": "longitude",
    "lat_deg": "latitude",
    "status": "statut",
    "desks_count": "places",
    "price_month_eur": "prix",
    "hours": "horaires",
    "host": "hôte",
    "author": "auteur",
    "date": "date",
    "source": "source",
    "note": "note",
}
"""By field of a correction: its column in a file."""

THING_WORDS: Mapping[str, str] = {"space": N_("espace"), "service": N_("service"), "stop": N_("arrêt")}
OPERATION_WORDS: Mapping[str, str] = {"add": N_("ajouter"), "change": N_("modifier"), "remove": N_("retirer")}
STATUS_WORDS: Mapping[str, str] = {
    "open": N_("ouvert"),
    "closed": N_("fermé"),
    "open_unverified": N_("à vérifier"),
}
KIND_WORDS: Mapping[str, str] = {kind: PLACE_LABELS[kind] for kinds in KINDS.values() for kind in kinds}


def fold_word(text: str) -> str:
    """Return a word without accents, case, hyphens nor double spaces, to compare it with what a person wrote."""
    letters = drop_accents(text.replace("\u2019", "'")).casefold()
    return re.sub(r"[\s'_-]+", " ", letters).strip()


def find_word(text: str, words: Mapping[str, str]) -> str | None:
    """Return the value that a person wrote as its word or its key; None when it is neither."""
    folded = fold_word(text)
    return next((value for value, word in words.items() if folded in {fold_word(word), fold_word(value)}), None)
