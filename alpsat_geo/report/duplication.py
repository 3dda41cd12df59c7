"""The part of Données on other territories: whether the method carries over, types of commune, and who resembles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from alpsat_geo.compute.commune_types import AROUND_MIN, DETOUR_MIN, FLOOR_M, HEAD_M, TYPE_NAMES, CommuneType
from alpsat_geo.compute.duplication import Condition, ConditionKey, Standing, check_conditions
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.resemblance import TRAITS, Resemblance
from alpsat_geo.compute.siting.request import OpenedKind
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_table, write_tag
from alpsat_geo.report.siting.trial import evaluate_trial, find_trial_account
from alpsat_geo.sources.national import NationalSheets

_STANDINGS: Mapping[Standing, str] = {"met": N_("oui"), "partly": N_("en partie"), "unmet": N_("non")}
_MOST_TRIED = 120
"""Communes of a territory where a space is tried in each: a reader waits a second for 36."""
_OPENINGS: Mapping[OpenedKind, str] = {
    "frugal": N_("Un espace frugal de plus"),
    "standard": N_("Un espace standard de plus"),
}
_CONDITIONS: Mapping[ConditionKey, str] = {
    "files": N_("Les tables sans lesquelles rien ne se classe"),
    "values": N_("Les communes dont tous les chiffres sont là"),
    "size": N_("Les communes, assez pour partager et pas trop pour tout calculer"),
    "epcis": N_("Les intercommunalités, plusieurs pour que leur écart ait un sens"),
    "roads": N_("Les tronçons de route, mesurés plutôt que schématiques"),
    "winter": N_("Les tronçons fermés en hiver, connus"),
    "altitudes": N_("Les mairies d'altitude connue, pour le type de commune"),
    "spaces": N_("Les espaces de travail de statut certain"),
}


def write_duplication(project: Project, sheets: NationalSheets, found: Resemblance) -> Markup:
    """Write the conditions of duplication, the types of commune and the communes that resemble.

    Parameters
    ----------
    project : Project
    sheets : NationalSheets
        Names the communes that resemble.
    found : Resemblance
        In ``sheets.communes``, in their order.
    """
    return join_parts(
        _write_conditions(check_conditions(project.territory)),
        _write_types(project),
        _write_resembling(project, sheets, found),
    )


def _write_conditions(conditions: Sequence[Condition]) -> Markup:
    rows = [(_(_CONDITIONS[one.key]), _say_measure(one), _(_STANDINGS[one.standing])) for one in conditions]
    headings = [_("Ce qu'il faut"), _("Ici"), _("Rempli ?")]
    return put_in_card(
        write_tag("h2", _("Refaire l'étude ici : ce qu'il faut")),
        write_tag(
            "p",
            _(
                "Calculé sur les données de ce territoire. « En partie » : la méthode marche, avec moins que ce qu'elle"
                " devrait avoir."
            ),
        ),
        write_table(_("Conditions pour refaire l'étude sur ce territoire"), headings, rows),
    )


def _say_measure(condition: Condition) -> str:
    count = format_number(condition.measure)
    if math.isnan(condition.whole):
        return count
    return _("{count} sur {whole}").format(count=count, whole=format_number(condition.whole))


def _write_types(project: Project) -> Markup:
    title = write_tag("h2", _("Fond de vallée, moyenne montagne, haut de vallée"))
    types = project.commune_types
    known = Counter(kind for kind in types if kind is not None)
    if not known:
        reason = _("Aucun type n'est donné ici : il faut l'altitude des mairies et les routes.")
        return put_in_card(title, write_tag("p", reason))
    rule = _(
        "Fond de vallée : la mairie est à moins de {floor} m au-dessus de la plus basse à {around} minutes d'elle. Haut"
        " de vallée : à {head} m ou plus, et en hiver aucun trajet entre deux autres communes ne passe à moins de"
        " {detour} minutes. Moyenne montagne : les autres. Ces seuils sont une supposition de l'outil."
    ).format(
        floor=format_number(FLOOR_M),
        around=format_number(AROUND_MIN),
        head=format_number(HEAD_M),
        detour=format_number(DETOUR_MIN),
    )
    spaces = _(
        "En Italie, l'étude AlpSatellites associe des espaces à chaque type ; nous n'avons pas lu lesquels. Ici, le"
        " modèle essaie un espace de plus, seul, dans chaque commune : ses recettes couvriraient-elles ses frais ?"
    )
    headings = [
        _("Type"),
        _("Communes"),
        _("Habitants"),
        _("Espaces recensés"),
        *(_(heading) for heading in _OPENINGS.values()),
        _("Lesquelles"),
    ]
    return put_in_card(
        title,
        write_tag("p", rule),
        write_tag("p", spaces),
        write_table(_("Communes par type"), headings, [_write_type(project, kind, types) for kind in TYPE_NAMES]),
        write_tag(
            "p",
            _("Sans type, faute d'altitude : {count}.").format(count=format_number(len(types) - known.total())),
            "ag-note",
        ),
    )


def _write_type(project: Project, kind: CommuneType, types: Sequence[CommuneType | None]) -> tuple[str, ...]:
    territory = project.territory
    members = [place for place, own in enumerate(types) if own == kind]
    codes = {territory.insee_codes[place] for place in members}
    people = territory.communes.population_count[members]
    spaces = sum(space.insee_code in codes and space.status != "closed" for space in territory.spaces)
    return (
        _(TYPE_NAMES[kind]),
        format_number(len(members)),
        format_number(float(people.sum())) if np.isfinite(people).all() else _("non publié"),
        format_number(spaces),
        *(_tell_openings(project, members, opened) for opened in _OPENINGS),
        ", ".join(territory.communes.names[place] for place in members),
    )


def _tell_openings(project: Project, members: Sequence[int], kind: OpenedKind) -> str:
    """Tell in how many communes of a type one more space, opened alone, would cover its costs."""
    if project.blanks or not project.baseline.knows_spaces or not members:
        return _("on ne sait pas encore")
    if len(project.territory.insee_codes) > _MOST_TRIED:
        return _("pas essayé : plus de {count} communes").format(count=format_number(_MOST_TRIED))
    codes = [project.territory.insee_codes[place] for place in members]
    accounts = [find_trial_account(evaluate_trial(project, code, kind, Settings())) for code in codes]
    hold = sum(account.verdict == "holds" for account in accounts)
    where = _("ne couvre ses frais nulle part")
    if hold:
        where = choose_plural(
            "couvre ses frais dans {count} commune sur {whole}",
            "couvre ses frais dans {count} communes sur {whole}",
            hold,
        ).format(count=format_number(hold), whole=format_number(len(members)))
    nearest = max(accounts, key=lambda account: account.break_even_probability)
    if not nearest.break_even_probability:
        return where
    return _("{where} ; au mieux : {name}, dans {share} des simulations").format(
        where=where,
        name=project.territory.communes.names[nearest.commune_index],
        share=format_share(nearest.break_even_probability),
    )


def _write_resembling(project: Project, sheets: NationalSheets, found: Resemblance) -> Markup:
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    country = list(sheets.communes.values())
    rows = []
    for code, near, apart in zip(found.insee_codes, found.nearest_index, found.distance, strict=True):
        told = [
            f"{country[index].name} ({country[index].department}), {format_number(float(km), 2)}"
            for index, km in zip(near.tolist(), apart, strict=True)
            if index >= 0
        ]
        rows.append((names[code], " ; ".join(told) or _("population non publiée")))
    note = _(
        "Comparées sur ce que l'on sait de toutes les communes de France : {traits}. Logarithmes centrés et réduits,"
        " distance euclidienne divisée par la racine de leur nombre : 0, pareilles ; 1, un écart type d'écart sur"
        " chaque trait. L'altitude n'y est pas : elle n'est pas connue partout."
    ).format(traits=", ".join(_(name) for name in TRAITS.values()))
    return put_in_card(
        write_tag("h2", _("Les communes de France qui ressemblent à celles d'ici")),
        write_tag("p", note),
        write_table(
            _("Communes qui se ressemblent, la plus proche d'abord"),
            [_("Ici"), _("Ailleurs (département, distance)")],
            rows,
        ),
    )
