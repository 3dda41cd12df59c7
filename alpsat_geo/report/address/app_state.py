"""What the address holds: the state of a visit as a frozen record, written as a query and read back whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, get_type_hints

from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.settlement_needs import NEEDS
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.domain.scenario import ACTIONS_AT_MOST
from alpsat_geo.domain.territory import Season
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.report.address.codecs import Bounds, Codec, Keys, MapView, Points, Scales, Words, find_codec
from alpsat_geo.report.language import FRENCH, LOCALES, _
from alpsat_geo.sources import INDICATORS

VERSION = 1
VERSION_KEY = "v"
SCENARIOS_AT_MOST = 4
OWN_AT_MOST = 12
OWN_LENGTH = 6000
"""Letters of the own scenarios that an address carries: more would not pass every server."""

VALUE_LENGTH = 16_000
"""Longest value that is read: more than any link that the pages write."""

Query = Mapping[str, str]
Upgrade = Callable[[Query], Query]

UPGRADES: Mapping[int, Upgrade] = {}
"""By version left: how a query of that version becomes one of the next."""

SEASON_WORDS = {"summer": "ete", "winter": "hiver", "closure_day": "jour-de-fermeture"}
MEASURE_WORDS = {"reach": "portee", "users": "usagers", "inhabitants": "habitants"}
DIMENSION_WORDS = {
    "portee": "portee",
    "connexion": "connexion",
    "emplois": "emplois",
    "lieux": "lieux",
    "services": "services",
    "acces": "acces",
    "habitants": "habitants",
    # What a source brings is named in the address by its key.
    **{indicator.key: indicator.key for indicator in INDICATORS},
}
LANGUAGE_WORDS = {language: language for language in LOCALES}
PANE_WORDS = {"catalogue": "catalogue", "map": "carte", "library": "bibliotheque"}
SITING_AIM_WORDS = {"soft": "douce", "hard": "seuil", "mean": "minutes", "worst": "plus-loin"}
SITING_KIND_WORDS = {"frugal": "frugal", "standard": "standard"}
THEME_WORDS = {"auto": "auto", "light": "clair", "dark": "sombre"}
METHOD_PART_WORDS = {
    "sources": "sources",
    "corrections": "corrections",
    "assumptions": "hypotheses",
    "formulas": "formules",
    "counts": "comptages",
    "elsewhere": "ailleurs",
    "lexicon": "lexique",
    "limits": "limites",
    "accessibility": "accessibilite",
    "privacy": "vie-privee",
    "journal": "journal",
    "legal": "mentions-legales",
}
SITING_COUNT_MAX = 8
SITING_BUDGET_MAX_EUR = 2_000_000
COMPOSING_BUDGET_MAX_EUR = 300_000
COMPOSING_INVESTMENT_MAX_EUR = 5_000_000
COMPOSING_PLACES_AT_MOST = 5
EVEN_PERCENT = 100
"""What a result counts in a commune far from a workspace, until somebody moves it: as elsewhere."""
PAYER_WORDS = {"all": "tous", "petr": "petr"}
BEARER_WORDS = {"host": "commune", "epci": "communaute", "petr": "petr"}
CERTAINTY_WORDS = {"50": "50", "80": "80", "95": "95"}
CANDIDATES_AT_MOST = 16
CANDIDATE_PATTERN = r"[A-Za-z0-9_:.-]{1,120}"
COUNTED_USERS_MAX = 100
COUNTS_AT_MOST, COUNTED_SOURCE_LENGTH = 10, 60
COUNT_PATTERN = (
    r"[a-z0-9-]{1,60}~[0-9]{1,3}~[0-9]{4}-[0-9]{2}-[0-9]{2}~"
    rf"[^,~\x00-\x1f\x7f]{{0,{COUNTED_SOURCE_LENGTH}}}"
)
"""Space, users, day and source of a count."""
NEED_SCALES = {need.key: (need.low, need.high) for need in NEEDS}


def _name(name: str, label: str) -> dict[str, str]:
    return {"name": name, "label": label}


@dataclass(frozen=True, slots=True)
class AppState:
    """All that a person chose; the defaults are what a first visit shows."""

    language: Annotated[str, Words(LANGUAGE_WORDS)] = field(default=FRENCH, metadata=_name("langue", N_("la langue")))
    dimension: Annotated[str, Words(DIMENSION_WORDS)] = field(
        default="portee", metadata=_name("dimension", N_("la dimension"))
    )
    season: Annotated[Season, Words(SEASON_WORDS)] = field(default="winter", metadata=_name("saison", N_("la saison")))
    catchment_min: Annotated[int, Bounds(10, 30)] = field(
        default=20, metadata=_name("minutes", N_("le trajet accepté"))
    )
    commune: Annotated[str, Keys(r"[0-9AB]{5}")] = field(default="", metadata=_name("commune", N_("la commune")))
    scenarios: Annotated[tuple[str, ...], Keys(r"[a-z0-9-]{1,60}", SCENARIOS_AT_MOST)] = field(
        default=(), metadata=_name("scenarios", N_("la liste des scénarios"))
    )
    measure: Annotated[str, Words(MEASURE_WORDS)] = field(default="reach", metadata=_name("mesure", N_("la mesure")))
    is_difference: bool = field(default=False, metadata=_name("ecart", N_("l'écart")))
    prices: Points = field(default=(), metadata=_name("prix", N_("les prix")))
    far_percent: Annotated[int, Bounds(EVEN_PERCENT, 300)] = field(
        default=EVEN_PERCENT, metadata=_name("loin", N_("le facteur pour qui vit loin"))
    )
    view: MapView | None = field(default=None, metadata=_name("vue", N_("la vue de la carte")))
    is_basemap_shown: bool = field(default=False, metadata=_name("fond", N_("le fond de carte")))
    own: Annotated[tuple[str, ...], Keys(r"[A-Za-z0-9_.-]{1,8000}", OWN_AT_MOST)] = field(
        default=(), metadata=_name("perso", N_("vos scénarios"))
    )
    draft: Annotated[str, Keys(r"[a-z0-9-]{1,60}")] = field(
        default="", metadata=_name("scenario", N_("le scénario en construction"))
    )
    step: Annotated[int, Bounds(0, ACTIONS_AT_MOST)] = field(
        default=0, metadata=_name("action", N_("l'action ouverte"))
    )
    pane: Annotated[str, Words(PANE_WORDS)] = field(default="catalogue", metadata=_name("volet", N_("le volet")))
    siting_count: Annotated[int, Bounds(1, SITING_COUNT_MAX)] = field(
        default=3, metadata=_name("espaces", N_("le nombre d'espaces à ouvrir"))
    )
    # 0: the count decides, not a budget.
    siting_budget_eur: Annotated[int, Bounds(0, SITING_BUDGET_MAX_EUR)] = field(
        default=0, metadata=_name("budget", N_("le budget"))
    )
    siting_aim: Annotated[str, Words(SITING_AIM_WORDS)] = field(
        default="soft", metadata=_name("objectif", N_("l'objectif"))
    )
    siting_kind: Annotated[str, Words(SITING_KIND_WORDS)] = field(
        default="frugal", metadata=_name("type", N_("le type d'espace"))
    )
    is_siting_worst_season: bool = field(default=False, metadata=_name("pire", N_("la pire des saisons")))
    is_siting_by_epci: bool = field(default=False, metadata=_name("par-epci", N_("la règle par communauté")))
    is_siting_from_scratch: bool = field(
        default=False, metadata=_name("sans-existant", N_("l'option qui ignore les espaces existants"))
    )
    composing_budget_eur: Annotated[int, Bounds(0, COMPOSING_BUDGET_MAX_EUR)] = field(
        default=60_000, metadata=_name("budget-annuel", N_("le budget par an"))
    )
    composing_payer: Annotated[str, Words(PAYER_WORDS)] = field(default="all", metadata=_name("payeur", N_("qui paie")))
    composing_certainty: Annotated[str, Words(CERTAINTY_WORDS)] = field(
        default="80", metadata=_name("certitude", N_("la certitude"))
    )
    composing_required: Annotated[tuple[str, ...], Keys(CANDIDATE_PATTERN, CANDIDATES_AT_MOST)] = field(
        default=(), metadata=_name("exigees", N_("les actions exigées"))
    )
    composing_refused: Annotated[tuple[str, ...], Keys(CANDIDATE_PATTERN, CANDIDATES_AT_MOST)] = field(
        default=(), metadata=_name("refusees", N_("les actions refusées"))
    )
    cost_bearer: Annotated[Bearer, Words(BEARER_WORDS)] = field(
        default="host", metadata=_name("qui-porte", N_("qui porte les coûts"))
    )
    composing_places: Annotated[tuple[str, ...], Keys(r"[0-9AB]{5}", COMPOSING_PLACES_AT_MOST)] = field(
        default=(), metadata=_name("lieux", N_("les communes où proposer un espace"))
    )
    composing_investment_eur: Annotated[int | None, Bounds(0, COMPOSING_INVESTMENT_MAX_EUR)] = field(
        default=None, metadata=_name("investissement", N_("l'investissement au plus"))
    )
    is_composing_by_epci: bool = field(default=False, metadata=_name("un-par-epci", N_("la règle par communauté")))
    method_part: Annotated[str, Words(METHOD_PART_WORDS)] = field(
        default="sources", metadata=_name("partie", N_("la partie de la page"))
    )
    needs: Annotated[Points, Scales(NEED_SCALES)] = field(
        default=(), metadata=_name("besoins", N_("la liste de vos besoins"))
    )
    epci: Annotated[str, Keys(r"[0-9]{9}")] = field(
        default="", metadata=_name("communaute", N_("la communauté de communes"))
    )
    dossier: Annotated[str, Keys(r"[a-z0-9-]{1,60}")] = field(
        default="", metadata=_name("dossier", N_("le scénario du dossier"))
    )
    is_dossier_short: bool = field(default=False, metadata=_name("deux-pages", N_("le choix des annexes")))
    promise: Annotated[str, Keys(r"[A-Za-z0-9_-]{1,64}")] = field(
        default="", metadata=_name("promesse", N_("la prévision suivie"))
    )
    indicator: Annotated[str, Keys(r"[a-z0-9_]{1,60}")] = field(
        default="", metadata=_name("indicateur", N_("l'indicateur suivi"))
    )
    counted_space: Annotated[str, Keys(r"[a-z0-9-]{1,60}")] = field(
        default="", metadata=_name("comptage", N_("l'espace compté"))
    )
    counted_users: Annotated[int, Bounds(0, COUNTED_USERS_MAX)] = field(
        default=0, metadata=_name("usagers-comptes", N_("le nombre d'usagers comptés"))
    )
    counts: Annotated[tuple[str, ...], Keys(COUNT_PATTERN, COUNTS_AT_MOST)] = field(
        default=(), metadata=_name("comptages", N_("les comptages"))
    )
    assumptions: Assumptions = field(default=(), metadata=_name("hypotheses", N_("la liste des hypothèses")))
    corrections: Annotated[str, Keys(r"[A-Za-z0-9_.-]{1,6000}")] = field(
        default="", metadata=_name("corrections", N_("les corrections aux données"))
    )
    theme: Annotated[str, Words(THEME_WORDS)] = field(default="auto", metadata=_name("theme", N_("le thème")))
    # Empty: the one that the server opens.
    territory: Annotated[str, Keys(r"[a-z0-9-]{1,60}")] = field(
        default="", metadata=_name("territoire", N_("le territoire"))
    )

    @property
    def settings(self) -> Settings:
        """Return the season and T, as the model takes them."""
        return Settings(self.season, float(self.catchment_min))


@dataclass(frozen=True, slots=True)
class _Entry:
    attribute: str
    name: str
    label: str
    default: Any
    codec: Codec


def _list_entries() -> tuple[_Entry, ...]:
    hints = get_type_hints(AppState, include_extras=True)
    return tuple(
        _Entry(item.name, item.metadata["name"], item.metadata["label"], item.default, find_codec(hints[item.name]))
        for item in dataclasses.fields(AppState)
    )


_ENTRIES = _list_entries()


def to_query(state: AppState) -> dict[str, str]:
    """Write a state as query parameters; what equals the default is left out.

    Returns
    -------
    dict of str to str
        With the version of the format.
    """
    query = {VERSION_KEY: str(VERSION)}
    for entry in _ENTRIES:
        value = getattr(state, entry.attribute)
        if value != entry.default:
            query[entry.name] = entry.codec.encode(value)
    return query


def from_query(
    query: Query, upgrades: Mapping[int, Upgrade] = UPGRADES, version: int = VERSION
) -> tuple[AppState, tuple[str, ...]]:
    """Read a state from query parameters; never raises.

    Parameters
    ----------
    query : mapping of str to str
        Names that the state does not know are ignored.
    upgrades : mapping of version to function
        Applied in order to a query of an older version.
    version : int
        Version that the upgrades lead to.

    Returns
    -------
    state : AppState
        A value that is not understood becomes the default.
    notices : tuple of str
        One French sentence for each such value.
    """
    notices: list[str] = []
    found = _upgrade(dict(query), upgrades, version, notices)
    values: dict[str, Any] = {}
    for entry in _ENTRIES:
        text = found.get(entry.name)
        if text is None:
            continue
        value = entry.codec.decode(text) if len(text) <= VALUE_LENGTH else None
        if value is None:
            sentence = _(
                "Le lien donne pour {label} la valeur « {value} », qui n'existe pas : valeur par défaut affichée."
            )
            notices.append(sentence.format(label=_(entry.label), value=clean_line(text[:40])))
        else:
            values[entry.attribute] = value
    return AppState(**values), tuple(notices)


def _upgrade(query: Query, upgrades: Mapping[int, Upgrade], version: int, notices: list[str]) -> Query:
    text = query.get(VERSION_KEY, str(version))
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None  # noqa: PLR2004
    if number is None or number > version:
        notices.append(
            _("Le lien vient d'une autre version (« {value} ») : il est lu au mieux.").format(
                value=clean_line(text[:10])
            )
        )
        return query
    while number < version and number in upgrades:
        query = upgrades[number](query)
        number += 1
    return query
