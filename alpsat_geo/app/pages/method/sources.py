"""Every source: vintage, licence, age, what its check found; and the whole pack to take away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import streamlit as st

from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.app.core.wiring import load_inventory
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import Age, Origin, OriginPart, measure_age
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.access_errors import list_access_errors, list_headings
from alpsat_geo.report.corrections.told import describe_correction, order_by_day, tell_origin
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.findings import tell_findings
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.markup import Markup, put_in_card, write_facts, write_list, write_table, write_tag
from alpsat_geo.sources.check import FileCheck
from alpsat_geo.sources.inventory import Inventory
from alpsat_geo.sources.pack_archive import archive_pack

OLD_FROM_YEARS = 5
_COUNTED_KINDS = ("pharmacy", "food_shop")


def show_sources(project: Project) -> None:
    """Show what was read, how old it is, and offer it."""
    inventory = load_inventory()
    today = datetime.now(UTC).date()
    st.html(write_summary(inventory))
    st.download_button(
        _("Télécharger toutes les données (ZIP)"),
        make_in_turn(lambda: archive_pack(project.territory.key)),
        file_name=f"alpsat-geo-{project.territory.key}.zip",
        mime="application/zip",
        on_click="ignore",
    )
    st.html(write_tag("p", _("Données, géographie, hypothèses et scénarios, chacun avec son origine."), "ag-note"))
    corrected = list_corrected(project.territory)
    cards = (
        write_source(_(entry.label), entry.files, inventory.findings, today, corrected.get(entry.key, ()))
        for entry in inventory.sources
    )
    st.html(write_tag("div", cards, "ag-sources"))
    st.html(_write_own(inventory))
    if project.territory.access_times:
        st.html(write_access_errors(project))


def write_summary(inventory: Inventory) -> Markup:
    """Return what the check of every file found, in one sentence and a list."""
    files = [*(file for entry in inventory.sources for file in entry.files), *inventory.own]
    right = sum(file.sha256_ok for file in files)
    sentence = _(
        "{right} fichiers sur {count} sont ceux que leur producteur, ou l'équipe, a livrés : l'empreinte de chacun"
        " est recalculée. Un fichier changé ou sans origine est refusé."
    ).format(right=format_number(right), count=format_number(len(files)))
    found = (
        write_list(tell_findings(inventory.findings))
        if inventory.findings
        else write_tag("p", _("Le contrôle de toutes les tables n'a rien trouvé à redire."))
    )
    title = write_tag("h2", _("D'où viennent les données"))
    return put_in_card(title, write_tag("p", sentence), found)


def write_access_errors(project: Project) -> Markup:
    """Return the table of our minutes beside those of INSEE, once somebody has brought them."""
    rows = list_access_errors(project)
    caption = _("Nos minutes moins celles de l'INSEE, de leur carreau de 200 m au service le plus proche")
    note = _(
        "Les nôtres partent de la mairie et comptent le temps de se garer ; celles de l'INSEE partent de chez les"
        " habitants, sur des routes sèches. Chaque commune pèse par ses habitants."
    )
    title = write_tag("h2", _("Ce que valent nos temps de trajet"))
    return put_in_card(title, write_table(caption, list_headings(), rows), write_tag("p", note, "ag-note"))


def list_corrected(territory: Territory) -> dict[str, list[str]]:
    """List the corrections in force by key of the source that they correct."""
    found: dict[str, list[str]] = {}
    for one in order_by_day(territory.corrections):
        key = "spaces" if one.thing == "space" else "facilities" if one.kind in _COUNTED_KINDS else "places"
        found.setdefault(key, []).append(join_pair(describe_correction(one, territory), tell_origin(one)))
    return found


def write_source(
    label: str, files: Sequence[FileCheck], findings: Iterable[Finding], today: date, corrected: Sequence[str] = ()
) -> Markup:
    """Return the card of one source.

    Parameters
    ----------
    label : str
    files : sequence of FileCheck
    findings : iterable of Finding
        Of the whole pack; those of these files are shown.
    today : datetime.date
        For the ages.
    corrected : sequence of str
        Corrections to it that are in force.
    """
    seen: set[str] = set()
    parts = [write_tag("h3", label)]
    for file in files:
        if file.origin is not None and file.origin.title not in seen:
            seen.add(file.origin.title)
            parts.append(_write_origin(file.origin, today))
    paths = {file.path for file in files}
    # How old a source is stands beside its origin, in the language of the page.
    wrong = [finding for finding in findings if finding.source in paths and finding.column != "parts"]
    if wrong:
        parts.append(write_list(tell_findings(wrong)))
    if corrected:
        parts += [write_tag("p", write_tag("b", _("Corrections en vigueur"))), write_list(corrected)]
    return write_tag("article", parts, "ag-source")


def _write_origin(origin: Origin, today: date) -> Markup:
    age = measure_age(origin, today.year)
    if origin.parts:
        how = _("rafraîchi depuis les portails")
    else:
        how = _("téléchargé tel quel") if origin.obtained == "downloaded" else _("recopié d'une publication")
    facts = [
        (_("Producteur"), origin.producer),
        (_("Année des données"), format_vintage(origin.vintage)),
        (_("Âge"), format_age(age)),
        (_("Licence"), _(origin.licence)),
        (_("Comment le fichier a été obtenu"), how),
        (_("Consulté le"), format_vintage(origin.date_accessed)),
    ]
    if origin.parts:
        facts.append((_("Rafraîchi"), _(" ; ").join(tell_refresh(part) for part in origin.parts)))
    # The address is that of the producer, checked when the origin was read; the browser goes there only on a click.
    link = write_tag("a", _(origin.title), href=origin.url_main, rel="noopener noreferrer", target="_blank")
    written = write_tag("p", link) + write_facts(facts)
    if age.newest_year >= OLD_FROM_YEARS:
        written += write_tag("p", _("Ces chiffres ont cinq ans ou plus : vérifiez-les sur place."), "ag-old")
    stale = [part.vintage for part in origin.parts if part.is_stale(today)]
    if stale:
        told = _("Ces sources ont dû publier depuis : {vintages}. La commande « refresh » dirait ce qui a changé.")
        written += write_tag("p", told.format(vintages=_(" ; ").join(stale)), "ag-old")
    return written + write_tag("p", _(origin.note), "ag-note") if origin.note else written


def tell_refresh(part: OriginPart) -> str:
    """Tell what was refreshed, when, and by whom when somebody signed."""
    day = format_vintage(part.refreshed_on)
    if part.refreshed_by:
        told = _("{vintage} : le {day}, par {name}")
        return told.format(vintage=part.vintage, day=day, name=part.refreshed_by)
    return _("{vintage} : le {day}").format(vintage=part.vintage, day=day)


def format_age(age: Age) -> str:
    """Write an age in years; one that the vintage does not tell says what it counts from."""
    if not age.is_of_vintage:
        return _("millésime non daté ; publié ou lu il y a {age}").format(age=_write_years(age.newest_year))
    if age.newest_year == age.oldest_year:
        return _write_years(age.newest_year)
    oldest = choose_plural("{count} an", "{count} ans", age.oldest_year).format(count=age.oldest_year)
    return _("de {newest} à {oldest}").format(newest=age.newest_year, oldest=oldest)


def _write_years(count: int) -> str:
    return choose_plural("{count} an", "{count} ans", count).format(count=count) if count else _("moins d'un an")


def _write_own(inventory: Inventory) -> Markup:
    title = _("Ce que le projet a écrit lui-même")
    titles = write_list(_(file.origin.title) for file in inventory.own if file.origin is not None)
    note = _("Hypothèses, échelles et scénarios sont des choix : lisez-les, discutez-les, changez-les.")
    return put_in_card(write_tag("h2", title), write_tag("p", note), titles)
