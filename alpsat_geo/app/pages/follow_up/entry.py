"""Entering what is observed: one value by the form, or many by a file; nothing is ever half written."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.follow_up.archive import (
    correct_observation,
    erase_observation,
    keep_observations,
    read_today,
    say,
)
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.upload import ask_file
from alpsat_geo.domain.errors import AlpSatError, DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.findings import limit_findings, tell_finding
from alpsat_geo.report.follow_up.file import (
    read_observations,
    write_model,
)
from alpsat_geo.report.follow_up.pledge import Followed, Pledge, write_value
from alpsat_geo.report.follow_up.written import check_day, check_source, check_value
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.markup import put_in_card, put_in_notice, write_list, write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.errors import DeniedError
from alpsat_geo.store.indicator import (
    Observation,
    ObservationConflictError,
    ObservedValue,
)

_DAY, _VALUE, _SOURCE, _FILE = "observe_jour", "observe_valeur", "observe_source", "observe_fichier"
_FAULTS, _FINDINGS, _CONFLICT, _UPLOADS = "observe_fautes", "observe_constats", "observe_conflit", "observe_envois"
_READ_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class _Conflict:
    """A value that is kept, and another for the same date that waits for a person's choice."""

    kept: ObservedValue
    submitted: Observation


def show_entry(pledge: Pledge, followed: Followed) -> None:
    """Offer to enter a value of the chosen indicator, or a file of values of any of them."""
    _show_conflict(followed)
    title = write_tag("h2", _("Inscrire une valeur observée"))
    st.html(put_in_card(title, write_tag("p", followed.label, "ag-sites")))
    day, value = st.columns(2, gap="medium")
    day.text_input(_("Date (jour/mois/année)"), key=_DAY, placeholder=_("31/12/2026"), autocomplete="off")
    with value:
        unit = _("pourcentage") if followed.promised.promise.unit == SHARE_UNIT else _(followed.promised.promise.unit)
        st.text_input(_("Valeur ({unit})").format(unit=unit), key=_VALUE, placeholder="17,5", autocomplete="off")
    st.text_input(_("D'où vient le chiffre ?"), key=_SOURCE, placeholder=_("comptage à l'espace"), autocomplete="off")
    faults = state.recall(_FAULTS) or ()
    if faults:
        st.html(put_in_notice("alert", write_list(faults)))
    st.button(_("Inscrire la valeur"), key="inscrire_valeur", type="primary", on_click=_submit, args=(followed,))
    _show_file(pledge)


def _submit(followed: Followed) -> None:
    day, wrong_day = check_day(_read(_DAY), read_today())
    value, wrong_value = check_value(_read(_VALUE), followed)
    faults = [sentence for sentence in (wrong_day, wrong_value, check_source(_read(_SOURCE))) if sentence]
    state.keep(_FAULTS, tuple(faults))
    if faults or day is None or value is None:
        return
    observation = Observation(day, value, _read(_SOURCE))
    try:
        keep_observations([(followed.promised.id, observation)])
    except ObservationConflictError as error:
        state.keep(_CONFLICT, _Conflict(error.current, observation))
        return
    except DeniedError as error:
        # The form is not shown to who may not fill it any more.
        say(tell_error(error))
        return
    except AlpSatError as error:
        state.keep(_FAULTS, (tell_error(error),))
        return
    _clear_form()
    say(_("La valeur du {day} est inscrite.").format(day=format_vintage(day.isoformat())))


def _read(key: str) -> str:
    return clean_line(str(state.read_widget(key) or "")[:_READ_AT_MOST])


def _clear_form() -> None:
    for key in (_DAY, _VALUE, _SOURCE):
        state.set_widget(key, "")
    state.keep(_FAULTS, ())


def _show_conflict(followed: Followed) -> None:
    conflict = state.recall(_CONFLICT)
    if not isinstance(conflict, _Conflict) or conflict.kept.promised_id != followed.promised.id:
        return
    kept, submitted = conflict.kept.observation, conflict.submitted
    sentence = _(
        "Au {day}, {kept} ({kept_source}) est déjà inscrit ; vous donnez {given} ({given_source}). Laquelle est juste ?"
    ).format(
        day=format_vintage(kept.observed_on.isoformat()),
        kept=write_value(followed, kept.value),
        kept_source=kept.source,
        given=write_value(followed, submitted.value),
        given_source=submitted.source,
    )
    st.html(put_in_notice("alert", sentence))
    with st.container(horizontal=True, gap="small"):
        st.button(_("Remplacer par la mienne"), key="remplacer_valeur", on_click=_settle, args=(conflict, True))
        st.button(_("Garder celle qui est inscrite"), key="garder_valeur", on_click=_settle, args=(conflict, False))


@tell_refusal(say)
def _settle(conflict: _Conflict, is_replaced: bool) -> None:  # noqa: FBT001 - what a button passes
    state.keep(_CONFLICT, None)
    if is_replaced:
        correct_observation(conflict.kept, conflict.submitted)
        say(_("La valeur inscrite est corrigée."))
    _clear_form()


@folded(N_("Corriger ou effacer"), "volet_effacer")
def show_erasing(followed: Followed) -> None:
    """Say how an observed value is corrected, and offer to erase one that was a mistake."""
    correct = _("Pour corriger : inscrivez la bonne valeur à la même date, puis choisissez « Remplacer ».")
    st.html(write_tag("p", correct, "ag-note"))
    labels = {
        value.id: join_pair(
            format_vintage(value.observation.observed_on.isoformat()), write_value(followed, value.observation.value)
        )
        for value in followed.observed
    }
    chosen = st.selectbox(
        _("Effacer une valeur inscrite par erreur"),
        list(labels),
        format_func=labels.__getitem__,
        key="effacer_choix",
        index=None,
        placeholder=_("Choisir la valeur"),
        filter_mode=None,
    )
    value = next((one for one in followed.observed if one.id == chosen), None)
    if value is not None:
        st.button(_("Effacer cette valeur"), key="effacer_valeur", on_click=_erase, args=(value,))


@tell_refusal(say)
def _erase(value: ObservedValue) -> None:
    state.forget_widget("effacer_choix")
    erase_observation(value)
    say(_("La valeur est effacée."))


@folded(N_("Importer un tableau (CSV)"), "volet_import")
def _show_file(pledge: Pledge) -> None:
    help_text = _(
        "Une ligne par valeur : indicateur, date, valeur, source ; une part s'écrit en pourcentage. Si une ligne"
        " est fausse, rien n'est inscrit."
    )
    st.html(write_tag("p", help_text, "ag-note"))
    st.download_button(
        _("Télécharger un tableau vide à remplir"),
        write_model(pledge),
        file_name="valeurs-observees.csv",
        mime="text/csv",
        on_click="ignore",
    )
    key = f"{_FILE}_{state.recall(_UPLOADS) or 0}"
    ask_file(_("Fichier des valeurs observées"), key, _take_file, (pledge, key))
    findings = state.recall(_FINDINGS) or ()
    if findings:
        count = choose_plural(
            "Rien n'a été inscrit, {count} point à corriger :",
            "Rien n'a été inscrit, {count} points à corriger :",
            len(findings),
        ).format(count=format_number(len(findings)))
        st.html(put_in_notice("alert", write_tag("p", count), write_list(limit_findings(findings))))


def _take_file(pledge: Pledge, key: str) -> None:
    uploaded = state.read_widget(key)
    state.keep(_FINDINGS, ())
    if uploaded is None:
        return
    try:
        batch = read_observations(pledge, uploaded.name, uploaded.getvalue(), read_today())
        keep_observations(batch)
    except DataError as error:
        state.keep(_FINDINGS, tuple(map(_phrase, error.findings)))
        return
    except AlpSatError as error:
        state.keep(_FINDINGS, (tell_error(error),))
        return
    # Another uploader takes its place: the file that was read must not be read again.
    state.keep(_UPLOADS, int(state.recall(_UPLOADS) or 0) + 1)
    sentence = choose_plural("{count} valeur est inscrite.", "{count} valeurs sont inscrites.", len(batch))
    say(sentence.format(count=format_number(len(batch))))


def _phrase(finding: Finding) -> str:
    """Say what was found wrong, with the value where the sentence does not hold it already."""
    value, sentence = finding.value, tell_finding(finding)
    if not value or value in sentence:
        return sentence
    return _("{finding} Trouvé : « {value} ».").format(finding=sentence, value=value)
