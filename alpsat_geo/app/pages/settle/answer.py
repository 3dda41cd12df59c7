"""The answer in words: the communes that fit and why, those that nearly do, and what they lack."""

from __future__ import annotations

from html import escape

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.settle.map import COMPROMISES, mark_compromises, name_verdict
from alpsat_geo.app.parts.maps import COMMUNE_WIDGET, show_commune_choice
from alpsat_geo.compute.settlement import CONFIRM, FITS, MET, MISSED, NEAR_SHARE, NEARLY, NO, Answer
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.layers import ESTIMATED_TIMES
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.settle.facts import LEVEL_LABELS, SEASON_ROADS, Fact, list_facts
from alpsat_geo.report.settle.sheet import write_sheet, write_terms

_SHOWN_FIRST = 5
_IN_PLACE = "fiche_en_place"
_VERDICT_CSS = {FITS: "fits", CONFIRM: "confirm", NEARLY: "nearly", NO: "no"}
_LEVEL_CSS = ("missed", "unknown", "confirm", "met")


def show_answer(project: Project, current: AppState, found: Answer | None) -> None:
    """Show the answer, the sheet of the chosen commune, and how to reach any other.

    Parameters
    ----------
    project : Project
    current : AppState
    found : Answer or None
        None when nothing was asked: the page then says how to begin.
    """
    st.html(write_headline(found))
    shown = _list_shown(found)
    chosen = project.territory.insee_codes.index(current.commune) if current.commune else None
    if chosen is not None and not (chosen in shown and state.recall(_IN_PLACE) == current.commune):
        # Chosen on the map, by name or by a link: the sheet comes first.
        _show_commune(project, current, found, chosen)
        shown = [position for position in shown if position != chosen]
    for position in shown[:_SHOWN_FIRST]:
        _show_commune(project, current, found, position)
    _show_others(project, current, found, shown[_SHOWN_FIRST:])
    show_commune_choice(project)
    st.html(_write_reading(found))


def select_commune(code: str) -> None:
    """Choose a commune from the map: its sheet comes first."""
    state.keep(_IN_PLACE, "")
    _choose(code)


def write_headline(found: Answer | None) -> str:
    """Return the answer in one sentence."""
    if found is None:
        title, detail = _("Aucun besoin dit"), _("Dites ce qu'il vous faut : les communes se classent aussitôt.")
        return _write_verdict(title, detail, css="")
    fits, confirm, nearly = (int((found.verdicts == verdict).sum()) for verdict in (FITS, CONFIRM, NEARLY))
    others = []
    if confirm and fits:
        others.append(
            choose_plural(
                "{count} autre conviendrait si ce qui n'est pas sûr se confirme",
                "{count} autres conviendraient si ce qui n'est pas sûr se confirme",
                confirm,
            ).format(count=format_number(confirm))
        )
    if nearly:
        others.append(
            choose_plural("{count} y est presque", "{count} y sont presque", nearly).format(count=format_number(nearly))
        )
    detail = _(" ; ").join(others)
    if fits:
        title = choose_plural("{count} commune convient", "{count} communes conviennent", fits)
        return _write_verdict(title.format(count=format_number(fits)), detail, css=" ag-decided")
    if confirm:
        title = choose_plural(
            "{count} commune convient, à confirmer", "{count} communes conviennent, à confirmer", confirm
        )
        return _write_verdict(title.format(count=format_number(confirm)), detail, css=" ag-decided")
    title = _("Aucune commune n'a tout cela")
    closest = _("Voici les moins éloignées : celles à qui il manque le moins de besoins, puis de peu.")
    return _write_verdict(title, f"{detail}. {closest}" if detail else closest, css="")


def _write_verdict(title: str, detail: str, *, css: str) -> str:
    said = write_tag("span", detail[:1].upper() + detail[1:]) if detail else ""
    return f'<div class="ag-verdict{css}" role="status">{write_tag("strong", title)}{said}</div>'


def _list_shown(found: Answer | None) -> list[int]:
    """List the communes worth a card, the best first; the nearest compromises when there is none."""
    if found is None:
        return []
    worth = [int(i) for i in found.ranking if found.verdicts[i] != NO]
    return worth or [int(i) for i in found.ranking[:COMPROMISES]]


def _show_others(project: Project, current: AppState, found: Answer | None, others: list[int]) -> None:
    if not others:
        return
    label = choose_plural("Voir {count} autre commune", "Voir {count} autres communes", len(others))
    box = st.expander(label.format(count=format_number(len(others))), key="autres_communes", on_change="rerun")
    if box.open:
        with box:
            for position in others:
                _show_commune(project, current, found, position)


def _show_commune(project: Project, current: AppState, found: Answer | None, position: int) -> None:
    code, name = project.territory.insee_codes[position], project.territory.communes.names[position]
    is_open = current.commune == code
    with st.container(border=True, key=f"commune_{code}"):
        st.html(write_card(project, found, position))
        if is_open:
            st.html(write_sheet(project, current, position))
            label = _("Fermer la fiche de {name}").format(name=name)
            st.button(label, key=f"fermer_{code}", on_click=_choose, args=("",), width="stretch")
        else:
            label = _("Voir la fiche de {name}").format(name=name)
            st.button(label, key=f"ouvrir_{code}", on_click=_open_in_place, args=(code,), width="stretch")


def write_card(project: Project, found: Answer | None, position: int) -> str:
    """Return the name of a commune, what it is for these needs, and the fact behind each."""
    territory = project.territory
    epci = territory.epcis[int(territory.communes.epci_index[position])].name
    name = write_tag("h2", territory.communes.names[position])
    if found is None:
        return f'<article class="ag-place">{name}{write_tag("p", epci, "ag-note")}</article>'
    verdict = int(mark_compromises(found)[position])
    badge = f'<span class="ag-badge ag-badge-{_VERDICT_CSS[verdict]}">{escape(name_verdict(found, verdict))}</span>'
    facts = sorted(list_facts(project, found, position), key=lambda fact: fact.level)
    rows = "".join(_write_fact(fact) for fact in facts)
    if found.is_elsewhere[position]:
        rows = _write_fact(Fact(_("Communauté de communes"), MISSED, epci, _("une autre que demandée"))) + rows
    return (
        f'<article class="ag-place"><div class="ag-place-head">{name}{badge}</div>{write_tag("p", epci, "ag-note")}'
        f'<ul class="ag-reasons">{rows}</ul></article>'
    )


def _write_fact(fact: Fact) -> str:
    words = "" if fact.level == MET else write_tag("em", fact.lack or _(LEVEL_LABELS[fact.level]))
    level = write_tag("span", _(LEVEL_LABELS[fact.level]), "ag-unseen") if fact.level == MET else ""
    return (
        f'<li class="ag-reason-{_LEVEL_CSS[fact.level]}">{level}{write_tag("b", fact.label)} {words}'
        f"{write_tag('span', fact.text)}</li>"
    )


def _write_reading(found: Answer | None) -> str:
    privacy = _(
        "Aucun compte, aucune trace : vos besoins ne sont que dans l'adresse de cette page. Copiez-la pour la partager."
    )
    if found is None:
        return f'<div class="ag-reading">{_write_knowledge()}{write_tag("p", privacy, "ag-note")}</div>'
    sentences = (
        _(
            "Ordre : d'abord le moins de besoins manqués, puis le moins d'écart (chaque écart est mesuré en part de la"
            " réglette de son besoin), puis ce qui est le plus sûr, puis le plus court trajet."
        ),
        _("« Presque » : un seul besoin manque, de {share} de sa réglette au plus.").format(
            share=format_share(NEAR_SHARE)
        ),
        _("Minutes en voiture, de mairie à mairie : {times}, {roads}.").format(
            times=_(ESTIMATED_TIMES), roads=_(SEASON_ROADS[found.season])
        ),
        privacy,
    )
    return '<div class="ag-reading">' + "".join(write_tag("p", text, "ag-note") for text in sentences) + "</div>"


def _write_knowledge() -> str:
    pairs = (
        (_("Ce que l'on sait"), _("La fibre, les écoles, les gares, les pharmacies, les supérettes et supermarchés.")),
        (
            _("Ce qui est ancien, donc à confirmer"),
            _("Les médecins et les épiceries (2013), la plupart des espaces de travail (2019)."),
        ),
        (_("Ce que personne ne publie"), _("Les postes libres d'un espace, les commerces qui ferment hors saison.")),
        (_("Ce qui n'a pas été étudié"), _("Le logement à louer et la mobilité sans voiture : hors étude.")),
    )
    return write_terms(pairs)


def _open_in_place(code: str) -> None:
    state.keep(_IN_PLACE, code)
    _choose(code)


def _choose(code: str) -> None:
    state.set_widget(COMMUNE_WIDGET, code)
    state.change_state(commune=code)
