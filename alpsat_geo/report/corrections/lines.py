"""One correction as a person writes it, cell by cell: read, or refused with a sentence for each wrong cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from alpsat_geo.domain.correction import (
    AUTHOR_LENGTH,
    DESKS_AT_MOST,
    KINDS,
    NAME_LENGTH,
    PRICE_AT_MOST_EUR,
    TEXT_LENGTH,
    Correction,
)
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.corrections.words import (
    COLUMNS,
    KIND_WORDS,
    OPERATION_WORDS,
    STATUS_WORDS,
    THING_WORDS,
    find_word,
    fold_word,
)
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.follow_up.written import read_day
from alpsat_geo.report.language import _
from alpsat_geo.sources.scenario_code import write_key
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.sources.surface import measure_distance_km

Faults = dict[str, str]
"""By field of a correction: one sentence that says what is wrong and what to do."""

FARTHEST_KM = 25.0
"""A position farther from the town hall of its commune is a mistake."""

_KEY = re.compile(r"(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?[0-9]{1,7}(?:[.,][0-9]{1,10})?")
_CODE_AFTER_NAME = re.compile(r"\(([0-9AB]{5})\)$")
_FIRST_YEAR = 2000
_LENGTHS = {
    "name": NAME_LENGTH,
    "kind": NAME_LENGTH,
    "hours": TEXT_LENGTH,
    "host": TEXT_LENGTH,
    "author": AUTHOR_LENGTH,
    "source": TEXT_LENGTH,
    "note": TEXT_LENGTH,
}
_OF_SPACES_ALONE = ("status", "desks_count", "price_month_eur", "hours", "host")
_REQUIRED = ("author", "date", "source")
_CHANGES = ("name", "kind", "insee_code", "lon_deg", "status", "desks_count", "price_month_eur", "hours", "host")


@dataclass(slots=True)
class Register:
    """What corrections may name: the communes, and the spaces, those that earlier lines add included.

    Attributes
    ----------
    territory : Territory
    spaces : dict of str to str
        Name by key.
    """

    territory: Territory
    spaces: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """List the spaces of the territory."""
        self.spaces = {space.key: space.name for space in self.territory.spaces}

    def find_commune(self, text: str) -> str | None:
        """Return the INSEE code that a text gives: a code, a name, or both as the exported file writes them."""
        match = _CODE_AFTER_NAME.search(text)
        wanted = match[1] if match else text
        names = {fold_word(name): code for code, name in self.list_communes()}
        return wanted if wanted in self.territory.insee_codes else names.get(fold_word(wanted))

    def list_communes(self) -> Iterable[tuple[str, str]]:
        """Iterate over (code, name)."""
        return zip(self.territory.insee_codes, self.territory.communes.names, strict=True)

    def name_commune(self, code: str) -> str:
        """Return ``Guillestre (05065)``."""
        return f"{self.territory.communes.names[self.territory.insee_codes.index(code)]} ({code})"

    def find_space(self, text: str) -> str | None:
        """Return the key of the space that a text names, by its key or its name."""
        folded = fold_word(text)
        return next((key for key, name in self.spaces.items() if text == key or folded == fold_word(name)), None)


def read_cells(cells: Mapping[str, str], register: Register) -> tuple[Correction | None, Faults]:
    """Read one correction.

    Parameters
    ----------
    cells : mapping of field to str
        As typed; an absent field is an empty cell.
    register : Register
        Learns the space that the correction adds.

    Returns
    -------
    Correction or None
        None when some cell is wrong.
    Faults
        Empty when none is.
    """
    texts = {name: clean_line(cells.get(name, "").replace("\u00a0", " ").replace("\u202f", " ")) for name in COLUMNS}
    faults: Faults = {}
    values = _read_values(texts, register, faults)
    if "thing" in faults or "operation" in faults:
        return None, faults
    is_space = values["thing"] == "space"
    if is_space:
        values |= _read_key(values, register, faults)
    elif values["kind"]:
        words = {key: KIND_WORDS[key] for key in KINDS[cast("Any", values["thing"])]}
        values["kind"] = _read_word(texts, "kind", words, faults)
    correction = Correction(**values)
    found = find_faults(correction, register.territory) | faults
    if is_space and "name" in faults:
        # The key is that of the space that the name does not tell.
        found.pop("key", None)
    if faults.keys() & set(_CHANGES):
        # What cannot be read would have changed something.
        found.pop("operation", None)
    faults = {name: found[name] for name in COLUMNS if name in found}
    if faults:
        return None, faults
    if is_space and correction.operation == "add":
        register.spaces[correction.key] = correction.name
    return correction, {}


def write_cells(correction: Correction, register: Register) -> dict[str, str]:
    """Write a correction as `read_cells` reads it, by field."""
    kind = correction.kind if correction.thing == "space" else KIND_WORDS.get(correction.kind, "")
    return {
        "thing": THING_WORDS[correction.thing],
        "operation": OPERATION_WORDS[correction.operation],
        "key": correction.key,
        "name": correction.name,
        "kind": kind,
        "insee_code": register.name_commune(correction.insee_code) if correction.insee_code else "",
        "lon_deg": _write_number(correction.lon_deg),
        "lat_deg": _write_number(correction.lat_deg),
        "status": STATUS_WORDS.get(correction.status, ""),
        "desks_count": _write_number(correction.desks_count),
        "price_month_eur": _write_number(correction.price_month_eur),
        **{name: getattr(correction, name) for name in ("hours", "host", "author", "date", "source", "note")},
    }


def find_faults(correction: Correction, territory: Territory) -> Faults:
    """Find what no correction of this territory may hold, wherever it comes from; whether its thing is there aside."""
    faults: Faults = {}
    for name in _REQUIRED:
        if not getattr(correction, name):
            faults[name] = _("la valeur manque : qui corrige, quand et d'après quoi se disent toujours.")
    if correction.date and not _is_day(correction.date):
        sentence = _("« {value} » n'est pas une date possible : écrivez-la comme 31/12/2026.")
        faults["date"] = sentence.format(value=shorten(correction.date))
    for name, most in _LENGTHS.items():
        if len(getattr(correction, name)) > most:
            sentence = _("le texte compte plus de {count} caractères : coupez-le.")
            faults[name] = sentence.format(count=format_number(most))
    if correction.insee_code and correction.insee_code not in territory.insee_codes:
        faults["insee_code"] = _refuse_commune(correction.insee_code)
    faults |= _check_numbers(correction) | _check_position(correction, territory)
    return faults | (_check_space(correction) if correction.thing == "space" else _check_place(correction))


def tell_absence(correction: Correction, register: Register) -> Faults:
    """Say why a correction finds nothing to correct: what it names is not there, or is there already."""
    shown = name_thing(correction, register)
    if correction.operation == "add":
        return {"name": _("« {name} » est déjà là : modifiez-le, ou donnez un autre nom.").format(name=shown)}
    if correction.thing == "space":
        return {"key": _refuse_space(correction.key, register)}
    return {
        "kind": _("il n'y a pas de « {name} » à retirer : vérifiez la nature, la commune et le nom.").format(name=shown)
    }


def name_thing(correction: Correction, register: Register) -> str:
    """Return what a correction is about, as a person names it."""
    if correction.thing == "space":
        return register.spaces.get(correction.key) or correction.name or correction.key
    parts = [_(KIND_WORDS[correction.kind]), correction.name]
    return " ".join(filter(None, parts)) + f", {register.name_commune(correction.insee_code)}"


def _read_values(texts: Mapping[str, str], register: Register, faults: Faults) -> dict[str, Any]:
    """Read the cells that are more than text."""
    values: dict[str, Any] = dict(texts)
    values["thing"] = _read_word(texts, "thing", THING_WORDS, faults)
    values["operation"] = _read_word(texts, "operation", OPERATION_WORDS, faults)
    values["status"] = _read_word(texts, "status", STATUS_WORDS, faults) if texts["status"] else ""
    for name in ("desks_count", "price_month_eur", "lon_deg", "lat_deg"):
        values[name] = _read_number(texts, name, faults)
    if texts["insee_code"]:
        values["insee_code"] = _read_commune(texts["insee_code"], register, faults)
    if texts["date"]:
        day = read_day(texts["date"])
        if day is None:
            sentence = _("« {value} » n'est pas une date : écrivez-la comme 31/12/2026.")
            faults["date"] = sentence.format(value=shorten(texts["date"]))
        values["date"] = day.isoformat() if day else ""
    return values


def _read_word(texts: Mapping[str, str], name: str, words: Mapping[str, str], faults: Faults) -> str:
    found = find_word(texts[name], words)
    if found is None:
        allowed = ", ".join(words.values())
        if not texts[name]:
            faults[name] = _("la valeur manque ; valeurs permises : {allowed}.").format(allowed=allowed)
        else:
            faults[name] = _refuse_word(texts[name], allowed)
    return found or ""


def _refuse_word(text: str, allowed: str) -> str:
    sentence = _("« {value} » n'est pas une valeur permise ; valeurs permises : {allowed}.")
    return sentence.format(value=shorten(text), allowed=allowed)


def _read_number(texts: Mapping[str, str], name: str, faults: Faults) -> float | None:
    text = texts[name].replace(" ", "").removesuffix("€").replace("\u2212", "-")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        sentence = _("« {value} » n'est pas un nombre : écrivez-le comme 17 ou 17,5.")
        faults[name] = sentence.format(value=shorten(texts[name]))
        return None
    return float(text.replace(",", "."))


def _read_commune(text: str, register: Register, faults: Faults) -> str:
    code = register.find_commune(text)
    if code is None:
        zeroed = f"0{text}"
        if re.fullmatch(r"[0-9]{4}", text) and zeroed in register.territory.insee_codes:
            sentence = _("« {value} » a perdu son zéro : écrivez {code}, ou le nom de la commune.")
            faults["insee_code"] = sentence.format(value=text, code=zeroed)
        else:
            faults["insee_code"] = _refuse_commune(text)
    return code or ""


def _refuse_commune(text: str) -> str:
    sentence = _("« {value} » n'est pas une commune du territoire : écrivez son nom ou son code INSEE.")
    return sentence.format(value=shorten(text))


def _refuse_space(text: str, register: Register) -> str:
    sentence = _("« {value} » n'est pas un espace connu ; espaces connus : {names}.")
    return sentence.format(value=shorten(text), names=", ".join(register.spaces.values()))


def _refuse_key(text: str) -> str:
    sentence = _("« {value} » n'est pas une clé : lettres minuscules, chiffres et tirets, ou laissez la case vide.")
    return sentence.format(value=shorten(text))


def _read_key(values: Mapping[str, Any], register: Register, faults: Faults) -> dict[str, str]:
    """Find the key of a space, or make that of a new one; a name without a key names a space that is there."""
    key, name = values["key"], values["name"]
    if values["operation"] == "add":
        if key and not _KEY.fullmatch(key):
            faults["key"] = _refuse_key(key)
        return {"key": key or write_key(name, register.spaces)}
    found = register.find_space(key or name)
    if found is None:
        column = "key" if key else "name"
        faults[column] = (
            _refuse_space(key or name, register)
            if key or name
            else _("la valeur manque : dites quel espace, par son nom ou sa clé.")
        )
        return {}
    return {"key": found, "name": name if key and name != register.spaces[found] else ""}


def _check_numbers(correction: Correction) -> Faults:
    faults: Faults = {}
    for name, most in (("desks_count", DESKS_AT_MOST), ("price_month_eur", PRICE_AT_MOST_EUR)):
        value = getattr(correction, name)
        if value is None:
            continue
        least = 1 if name == "desks_count" else 0
        is_whole = name != "desks_count" or float(value).is_integer()
        if not (math.isfinite(value) and least <= value <= most and is_whole):
            sentence = (
                _("« {value} » n'est pas possible : écrivez un nombre entier de {low} à {high}.")
                if name == "desks_count"
                else _("« {value} » n'est pas possible : écrivez un nombre de {low} à {high}.")
            )
            faults[name] = sentence.format(value=_write_number(value), low=least, high=format_number(most))
    return faults


def _check_position(correction: Correction, territory: Territory) -> Faults:
    lon_deg, lat_deg = correction.lon_deg, correction.lat_deg
    if lon_deg is None and lat_deg is None:
        return {}
    if lon_deg is None or lat_deg is None:
        missing = "lon_deg" if lon_deg is None else "lat_deg"
        return {missing: _("la position est incomplète : donnez les deux coordonnées, ou aucune.")}
    if correction.insee_code not in territory.insee_codes:
        return {"insee_code": _("la commune manque : une position se donne avec sa commune.")}
    position = territory.insee_codes.index(correction.insee_code)
    hall = (
        float(territory.communes.mairie_lon_deg[position]),
        float(territory.communes.mairie_lat_deg[position]),
    )
    if measure_distance_km(lon_deg, lat_deg, *hall) <= FARTHEST_KM:
        return {}
    if measure_distance_km(lat_deg, lon_deg, *hall) <= FARTHEST_KM:
        return {"lon_deg": _("la longitude et la latitude semblent inversées : échangez-les.")}
    sentence = _("le point {value} est loin de sa commune : vérifiez les coordonnées, en degrés, ou la commune.")
    return {"lon_deg": sentence.format(value=f"{lon_deg:g}, {lat_deg:g}")}


def _check_space(correction: Correction) -> Faults:
    missing = _("la valeur manque : un espace ajouté a un nom, une commune et un statut.")
    required: Sequence[str] = ("name", "insee_code", "status") if correction.operation == "add" else ()
    faults = {name: missing for name in required if not getattr(correction, name)}
    if not _KEY.fullmatch(correction.key):
        faults["key"] = _refuse_key(correction.key)
    if correction.operation == "change" and all(getattr(correction, name) in ("", None) for name in _CHANGES):
        faults["operation"] = _(
            "rien n'est modifié : remplissez ce qui change (statut, places, prix, horaires, hôte…)."
        )
    return faults


def _check_place(correction: Correction) -> Faults:
    faults: Faults = {}
    if correction.operation == "change":
        faults["operation"] = _(
            "un service ou un arrêt s'ajoute ou se retire : retirez l'ancien et ajoutez le nouveau."
        )
    required = ("kind", "insee_code", "name") if correction.operation == "add" else ("kind", "insee_code")
    missing = _("la valeur manque : un service ou un arrêt a une nature, une commune et, s'il est ajouté, un nom.")
    faults |= {name: missing for name in required if not getattr(correction, name)}
    if correction.kind and correction.kind not in KINDS[correction.thing]:
        allowed = ", ".join(KIND_WORDS[key] for key in KINDS[correction.thing])
        faults["kind"] = _refuse_word(correction.kind, allowed)
    only = _("ne vaut que pour un espace : videz la case.")
    return faults | {name: only for name in _OF_SPACES_ALONE if getattr(correction, name) not in ("", None)}


def _is_day(text: str) -> bool:
    day = read_day(text)
    return day is not None and day.isoformat() == text and day.year >= _FIRST_YEAR


def _write_number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")
