"""Which communes make a territory: chosen by EPCI, by department or one by one, in the national sheets."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import drop_accents
from alpsat_geo.sources.national import NationalCommune, NationalSheets

ChoiceKind = Literal["epci", "department", "communes"]
COMMUNES_AT_MOST = 5_000
_NEAR_COUNT = 3
_DISTRICTS = {"75": ("75056", "Paris"), "69": ("69123", "Lyon"), "13": ("13055", "Marseille")}
_DISTRICT_CODE = re.compile(r"751(?:0[1-9]|1\d|20)|6938[1-9]|132(?:0[1-9]|1[0-6])")
_WITHOUT_SHEETS = re.compile(r"97[578]|98\d")


@dataclass(frozen=True, slots=True)
class Perimeter:
    """The communes of a territory, by EPCI.

    Attributes
    ----------
    communes : dict of str to tuple of NationalCommune
        By SIREN number, in the order of the codes.
    warnings : tuple of str
        What was left out, in French.
    """

    communes: dict[str, tuple[NationalCommune, ...]]
    warnings: tuple[str, ...]

    @property
    def insee_codes(self) -> tuple[str, ...]:
        """Codes of all the communes, ascending."""
        return tuple(sorted(one.insee_code for members in self.communes.values() for one in members))


def choose_perimeter(sheets: NationalSheets, kind: ChoiceKind, wanted: Sequence[str]) -> Perimeter:
    """Find the communes of a territory.

    Parameters
    ----------
    sheets : NationalSheets
    kind : str
        What ``wanted`` names: EPCI by SIREN number, departments by code, or communes by INSEE code.
    wanted : sequence of str

    Raises
    ------
    InputError
        If one of them does not exist, with those that resemble it; if they hold no commune of an EPCI, or too many.
    """
    asked = [code.strip().upper() for code in wanted if code.strip()]
    if not asked:
        raise InputError("Il manque de quoi choisir les communes : donnez au moins un code.")
    chosen: dict[str, NationalCommune] = {}
    for code in dict.fromkeys(asked):
        for commune in _FINDERS[kind](sheets, code):
            chosen[commune.insee_code] = commune
    kept, warnings = _leave_out(chosen, may_leave_out=kind != "communes")
    if len(kept) > COMMUNES_AT_MOST:
        raise InputError(
            f"Ce territoire compterait {len(kept)} communes, au plus {COMMUNES_AT_MOST} sont permises : choisissez"
            " moins de départements ou d'EPCI."
        )
    by_epci: dict[str, list[NationalCommune]] = {}
    for code in sorted(kept):
        by_epci.setdefault(kept[code].epci_siren, []).append(kept[code])
    sizes = Counter(commune.epci_siren for commune in sheets.communes.values() if commune.area_km2 is not None)
    parts = [
        f"{sheets.epci_names[siren]}, {len(members)} sur {sizes[siren]}"
        for siren, members in by_epci.items()
        if len(members) < sizes[siren]
    ]
    if parts:
        warnings.append(f"EPCI pris en partie (communes du territoire) : {' ; '.join(parts)}")
    return Perimeter({siren: tuple(members) for siren, members in sorted(by_epci.items())}, tuple(warnings))


def _leave_out(
    chosen: Mapping[str, NationalCommune], *, may_leave_out: bool
) -> tuple[dict[str, NationalCommune], list[str]]:
    """Return the communes that have an EPCI and a boundary, and what is said of the others."""
    undrawn = [one for one in chosen.values() if one.area_km2 is None]
    islands = [one for one in chosen.values() if not one.epci_siren]
    kept = {code: one for code, one in chosen.items() if one not in undrawn and one not in islands}
    if islands and not (may_leave_out and kept):
        raise InputError(
            f"Sans EPCI, une commune ne peut pas faire partie d'un territoire : {_list_names(islands)}. Quatre îles de"
            " France n'ont pas d'intercommunalité ; retirez ce code."
        )
    if undrawn and not (may_leave_out and kept):
        raise InputError(
            f"Les limites ne sont pas embarquées pour : {_list_names(undrawn)}, communes rétablies depuis. Retirez ce"
            " code."
        )
    warnings = []
    if islands:
        warnings.append(f"laissées de côté, faute d'intercommunalité : {_list_names(islands)}")
    if undrawn:
        warnings.append(f"laissées de côté, faute de limites embarquées : {_list_names(undrawn)}")
    return kept, warnings


def _list_names(communes: Sequence[NationalCommune]) -> str:
    return ", ".join(f"{one.name} ({one.insee_code})" for one in communes)


def _find_epci(sheets: NationalSheets, siren: str) -> list[NationalCommune]:
    if siren not in sheets.epci_names:
        near = _name_near(siren, sheets.epci_names)
        raise InputError(f"Aucun EPCI n'a le numéro SIREN « {siren[:40]} » en 2026{near}.")
    return [commune for commune in sheets.communes.values() if commune.epci_siren == siren]


def _find_department(sheets: NationalSheets, code: str) -> list[NationalCommune]:
    names = {one.code: one.name for one in sheets.departments.values()}
    found = [commune for commune in sheets.communes.values() if commune.department == code]
    if found:
        return found
    if code in {"20", "2"}:
        raise InputError("La Corse compte deux départements : donnez 2A (Corse-du-Sud) ou 2B (Haute-Corse).")
    if _WITHOUT_SHEETS.fullmatch(code):
        raise InputError(f"« {code} » : les limites de ces communes ne sont pas embarquées, il n'y a rien à ouvrir.")
    near = f" (voulez-vous dire 0{code}, {names[f'0{code}']} ?)" if f"0{code}" in names else _name_near(code, names)
    raise InputError(
        f"« {code[:40]} » n'est pas le code d'un département{near} : de 01 à 95, 2A, 2B, 971 à 974 ou 976."
    )


def _find_commune(sheets: NationalSheets, code: str) -> list[NationalCommune]:
    if code in sheets.communes:
        return [sheets.communes[code]]
    if _DISTRICT_CODE.fullmatch(code):
        whole, city = _DISTRICTS[code[:2]]
        raise InputError(f"« {code} » est un arrondissement de {city} : donnez le code de la commune, {whole}.")
    if re.fullmatch(r"20\d{3}", code):
        raise InputError(f"« {code} » : les communes de Corse ont un code en 2A ou 2B, comme 2A004 (Ajaccio).")
    if _WITHOUT_SHEETS.match(code) and re.fullmatch(r"\d{5}", code):
        raise InputError(f"« {code} » : les limites de cette commune ne sont pas embarquées, il n'y a rien à ouvrir.")
    names = {one.insee_code: one.name for one in sheets.communes.values()}
    if re.fullmatch(r"\d{4}", code) and f"0{code}" in names:
        raise InputError(f"« {code} » a perdu son zéro : écrivez 0{code} ({names[f'0{code}']}).")
    raise InputError(f"Aucune commune n'a le code INSEE « {code[:40]} » en 2026{_name_near(code, names)}.")


_FINDERS: Mapping[ChoiceKind, Callable[[NationalSheets, str], list[NationalCommune]]] = {
    "epci": _find_epci,
    "department": _find_department,
    "communes": _find_commune,
}


def _name_near(text: str, names: Mapping[str, str]) -> str:
    """Return what resembles a text, by code where it has digits, else by name."""
    if any(letter.isdigit() for letter in text):
        codes = sorted(names, key=lambda code: _count_differences(text, code))[:_NEAR_COUNT]
    else:
        plain = {code: _plain(name) for code, name in names.items()}
        asked = _plain(text)
        codes = sorted((code for code, name in plain.items() if asked in name), key=lambda code: len(plain[code]))
        if not codes:
            near = difflib.get_close_matches(asked, plain.values(), _NEAR_COUNT)
            codes = [code for code, name in plain.items() if name in near]
    if not codes:
        return ""
    return f" ; proches : {', '.join(f'{code} ({names[code]})' for code in codes[:_NEAR_COUNT])}"


def _count_differences(text: str, code: str) -> int:
    """Count the letters that are not the same at the same place."""
    return abs(len(text) - len(code)) + sum(one != other for one, other in zip(text, code, strict=False))


def _plain(name: str) -> str:
    letters = drop_accents(name).lower()
    return re.sub(r"[^a-z]+", " ", letters).strip()
