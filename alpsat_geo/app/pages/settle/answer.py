"""The answer in words: the communes that fit and why, those that nearly do, and what they lack."""

from __future__ import annotations

from statistics import mode

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.settle.map import COMPROMISES, mark_compromises, name_verdict, say_verdict
from alpsat_geo.app.parts.my_commune import choose_commune, find_commune, show_for_commune, show_today_for_commune
from alpsat_geo.compute.settlement import CONFIRM, FITS, MET, MISSED, NEAR_SHARE, NEARLY, NO, Answer
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.blanks import name_blanks, tell_awaited
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_lower, begin_upper, choose_plural
from alpsat_geo.report.markup import Markup, frame_verdict, write_facts, write_tag
from alpsat_geo.report.roads_in_use import say_placed, say_times
from alpsat_geo.report.settle.facts import LEVEL_LABELS, SEASON_ROADS, Fact, list_facts
from alpsat_geo.report.settle.sheet import write_sheet

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
    st.html(write_headline(project.territory, found))
    _tell_commune(project, found)
    shown = _list_shown(found)
    chosen = project.territory.insee_codes.index(current.commune) if current.commune else None
    if chosen is not None and not (chosen in shown and state.recall(_IN_PLACE) == current.commune):
        # Chosen on the map, by name or by a link: the sheet comes first.
        _show_commune(project, current, found, chosen)
        shown = [position for position in shown if position != chosen]
    for position in shown[:_SHOWN_FIRST]:
        _show_commune(project, current, found, position)
    _show_others(project, current, found, shown[_SHOWN_FIRST:])
    st.html(_write_reading(project.territory, found))


def _tell_commune(project: Project, found: Answer | None) -> None:
    """Say in one sentence whether the chosen commune fits, and what it lacks."""
    commune = find_commune(project)
    if commune is None or found is None:
        show_today_for_commune(project)
        return
    position, name = commune
    lacks = [
        _("{need} : {lack}").format(need=fact.label, lack=fact.lack or fact.text)
        for fact in list_facts(project, found, position)
        if fact.level == MISSED
    ]
    told = _(" ; ").join((begin_lower(say_verdict(found, position)), *lacks))
    show_for_commune(_("{name} : {told}.").format(name=name, told=told))


def select_commune(code: str) -> None:
    """Choose a commune from the map: its sheet comes first."""
    state.keep(_IN_PLACE, "")
    choose_commune(code)


def write_headline(territory: Territory, found: Answer | None) -> Markup:
    """Return the answer in one sentence."""
    if found is None:
        title, detail = (
            _("Vous n'avez encore rien choisi"),
            _("Dites ce qu'il vous faut : les communes se classent aussitôt."),
        )
        return _write_verdict(title, detail)
    if found.is_blank:
        title = _("On ne sait pas encore quelles communes conviennent")
        return _write_verdict(title, " ".join(tell_awaited(territory)))
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
        return _write_verdict(title.format(count=format_number(fits)), detail, is_decided=True)
    if confirm:
        title = choose_plural(
            "{count} commune convient, à confirmer", "{count} communes conviennent, à confirmer", confirm
        )
        return _write_verdict(title.format(count=format_number(confirm)), detail, is_decided=True)
    title = _("Aucune commune n'a tout cela")
    closest = _("Voici celles qui s'en approchent le plus : le moins de besoins non satisfaits, et de peu.")
    return _write_verdict(title, f"{detail}. {closest}" if detail else closest)


def _write_verdict(title: str, detail: str, *, is_decided: bool = False) -> Markup:
    return frame_verdict(title, begin_upper(detail), is_decided=is_decided, role="status")


def _list_shown(found: Answer | None) -> list[int]:
    """List the communes worth a card, the best first; the nearest compromises when there is none."""
    if found is None or found.is_blank:
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
            st.button(label, key=f"fermer_{code}", on_click=choose_commune, args=("",), width="stretch")
        else:
            label = _("Voir la fiche de {name}").format(name=name)
            st.button(label, key=f"ouvrir_{code}", on_click=_open_in_place, args=(code,), width="stretch")


def write_card(project: Project, found: Answer | None, position: int) -> Markup:
    """Return the name of a commune, what it is for these needs, and the fact behind each."""
    territory = project.territory
    epci = territory.epcis[int(territory.communes.epci_index[position])].name
    name, where = write_tag("h2", territory.communes.names[position]), write_tag("p", epci, "ag-note")
    if found is None:
        return write_tag("article", (name, where), "ag-place")
    verdict = int(mark_compromises(found)[position])
    badge = write_tag("span", name_verdict(found, verdict), f"ag-badge ag-badge-{_VERDICT_CSS[verdict]}")
    facts = sorted(list_facts(project, found, position), key=lambda fact: fact.level)
    if found.is_elsewhere[position]:
        facts.insert(0, Fact(_("Communauté de communes"), MISSED, epci, _("une autre que demandée")))
    head, reasons = (
        write_tag("div", (name, badge), "ag-place-head"),
        write_tag("ul", map(_write_fact, facts), "ag-reasons"),
    )
    return write_tag("article", (head, where, reasons), "ag-place")


def _write_fact(fact: Fact) -> Markup:
    said, label, text = _(LEVEL_LABELS[fact.level]), write_tag("b", fact.label), write_tag("span", fact.text)
    parts = (
        (write_tag("span", said, "ag-unseen"), label, " ", text)
        if fact.level == MET
        else (label, " ", write_tag("em", fact.lack or said), text)
    )
    return write_tag("li", parts, f"ag-reason-{_LEVEL_CSS[fact.level]}")


def _write_reading(territory: Territory, found: Answer | None) -> Markup:
    privacy = _(
        "Aucun compte, aucune trace : vos besoins ne sont que dans l'adresse de cette page. Copiez-la pour la partager."
    )
    if found is None or found.is_blank:
        return write_tag("div", (_write_knowledge(territory), write_tag("p", privacy, "ag-note")), "ag-reading")
    sentences = (
        _(
            "Ordre : d'abord le moins de besoins non satisfaits, puis le moins d'écart (chaque écart est mesuré en"
            " part du curseur de son besoin), puis ce qui est le plus sûr, puis le plus court trajet."
        ),
        _("« Presque » : un seul besoin n'est pas satisfait, de {share} de son curseur au plus.").format(
            share=format_share(NEAR_SHARE)
        ),
        _tell_minutes(territory, found),
        privacy,
    )
    return write_tag("div", (write_tag("p", text, "ag-note") for text in sentences), "ag-reading")


def _tell_minutes(territory: Territory, found: Answer) -> str:
    times = say_times(territory.roads)
    if not territory.roads.edge_ids:
        return f"{begin_upper(times)}."
    sentence = _("Minutes en voiture depuis la mairie : {times}, {roads} ; {placed}.")
    return sentence.format(times=times, roads=_(SEASON_ROADS[found.season]), placed=say_placed(territory))


def _write_knowledge(territory: Territory) -> Markup:
    missing = name_blanks(territory)
    years = [place.vintage for place in territory.old_places]
    listed = [space.status_date[:4] for space in territory.spaces if space.status == "open_unverified"]
    old = _("Les médecins et les épiceries ({year}), la plupart des espaces de travail ({listed}).")
    known = _("La fibre, les écoles, les gares, les pharmacies, les supérettes et supermarchés.")
    pairs = (
        (_("Ce qui n'est pas encore récupéré"), missing) if missing else (_("Ce que l'on sait"), known),
        *(
            ((_("Ce qui est ancien, donc à confirmer"), old.format(year=max(years), listed=mode(listed))),)
            if years and listed
            else ()
        ),
        (_("Ce que personne ne publie"), _("Les places libres d'un espace, les commerces qui ferment hors saison.")),
        (_("Ce qui n'a pas été étudié"), _("Le logement à louer et la mobilité sans voiture : hors étude.")),
    )
    return write_facts(pairs, "ag-terms")


def _open_in_place(code: str) -> None:
    state.keep(_IN_PLACE, code)
    choose_commune(code)
