"""What an officer states of an action, beside what the tool estimates of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

import numpy as np

from alpsat_geo.compute.accounts import estimate_space_revenue
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.financing import take_actions_apart
from alpsat_geo.compute.own_figures import SUBSIDIES_AT_MOST_SHARE, measure_subsidies
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import (
    FIRST_DAY,
    FUNDER_NAME_LENGTH,
    FUNDERS,
    FUNDERS_AT_MOST,
    LAST_DAY,
    NOTHING_STATED,
    Funder,
    OwnFigures,
)
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_share, format_vintage, get_percent_sign, write_exact
from alpsat_geo.report.follow_up.written import read_day
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.questions import Situation

AMOUNT_LABELS = {
    "investment_eur": N_("Investissement, votre devis (€)"),
    "running_eur_per_year": N_("Fonctionnement, hors loyer (€/an)"),
    "rent_eur_per_year": N_("Loyer (€/an)"),
    "receipts_eur_per_year": N_("Recettes (€/an)"),
}
"""Amounts that a person may state, in the order of the form."""

_UNITS = {"investment_eur": "€"}
_RELATED = {"rent_eur_per_year": "running_eur_per_year"}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the tool takes when nothing is stated, by name of the amount; None where it cannot be computed."""

    amounts: dict[str, Interval]

    def find(self, name: str) -> Interval | None:
        """Return the estimate of an amount; a rent is estimated with the running costs."""
        return self.amounts.get(_RELATED.get(name, name))


def estimate_figures(situation: Situation, scenario: Scenario, position: int) -> Estimate:
    """Estimate what may be stated of one action of a scenario.

    Parameters
    ----------
    situation : Situation
        Of the sound actions of the scenario: who comes does not depend on what was stated.
    scenario : Scenario
    position : int
        Of the action.
    """
    project, choice = situation.project, scenario.actions[position]
    alone = Scenario("estimation", "", actions=(dataclasses.replace(choice, figures=NOTHING_STATED),))
    outcome = situation.outcomes[0]
    try:
        levers = apply_actions(alone, project.baseline, outcome.draws, outcome.action_types)
    except InputError:
        return Estimate({})
    lines = levers.cost_lines
    found: dict[str, FloatArray] = {
        "investment_eur": np.sum([line.capex_eur for line in lines], axis=0),
        "running_eur_per_year": np.sum([line.opex_eur_per_year for line in lines], axis=0),
    }
    opened = _find_spaces(situation, choice)
    if opened:
        found["receipts_eur_per_year"] = np.sum([estimate_space_revenue(outcome, j) for j in opened], axis=0)
    else:
        found["receipts_eur_per_year"] = np.sum([line.revenue_eur_per_year for line in lines], axis=0)
    return Estimate({name: summarise_draws(drawn) for name, drawn in found.items()})


def _find_spaces(situation: Situation, choice: ActionChoice) -> range:
    """Return the positions of the spaces that an action of the sound scenario opens; none when it opens none."""
    outcome, (sound,) = situation.outcomes[0], situation.scenarios
    if choice not in sound.actions:
        return range(0)
    return take_actions_apart(outcome)[sound.actions.index(choice)].spaces


def tell_comparisons(choice: ActionChoice, estimate: Estimate) -> tuple[str, ...]:
    """Say, for each amount that was stated, what the tool estimated."""
    figures = choice.figures
    stated = {
        "investment_eur": figures.investment_eur,
        "running_eur_per_year": figures.running_eur_per_year,
        "receipts_eur_per_year": figures.receipts_eur_per_year,
    }
    if stated["running_eur_per_year"] is not None:
        stated["running_eur_per_year"] += figures.rent_eur_per_year or 0.0
    labels = {
        "investment_eur": _("Investissement, estimé : {estimate} ; votre devis : {stated}."),
        "running_eur_per_year": _("Fonctionnement, estimé : {estimate} ; votre chiffre, loyer compris : {stated}."),
        "receipts_eur_per_year": _("Recettes, estimées : {estimate} ; votre chiffre : {stated}."),
    }
    told = []
    for name, amount in stated.items():
        expected = estimate.find(name)
        if amount is not None and expected is not None:
            unit = _(_UNITS.get(name, N_("€/an")))
            told.append(labels[name].format(estimate=write_with_unit(expected, unit), stated=write_euros(amount, unit)))
    if figures.running_eur_per_year is None and figures.rent_eur_per_year:
        told.append(
            _("Le loyer, {rent}, s'ajoute au fonctionnement estimé.").format(
                rent=write_euros(figures.rent_eur_per_year, _("€/an"))
            )
        )
    return tuple(told)


def tell_scope(choice: ActionChoice) -> str:
    """Say what the amounts hold for."""
    count = len(choice.places)
    return choose_plural(
        "Ces montants valent pour l'action entière. Laissez vide ce que vous ne savez pas : l'estimation reste.",
        "Ces montants valent pour l'action entière, ses {count} lieux ensemble, à parts égales. Laissez vide ce que"
        " vous ne savez pas : l'estimation reste.",
        max(count, 1),
    ).format(count=count)


def warn_of_subsidies(figures: OwnFigures, estimate: Estimate) -> str:
    """Warn when the subsidies leave less than a fifth to who builds; empty otherwise."""
    amount = figures.investment_eur
    if amount is None:
        expected = estimate.find("investment_eur")
        amount = expected.value if expected is not None else 0.0
    share = measure_subsidies(figures, amount)
    if share <= SUBSIDIES_AT_MOST_SHARE:
        return ""
    return _(
        "Attention : les subventions paieraient {share} de l'investissement. Une collectivité qui construit en paie en"
        " principe au moins 20 % elle-même (article L. 1111-10 du code général des collectivités territoriales)."
    ).format(share=format_share(share))


def write_euros(amount_eur: float, unit: str) -> str:
    """Write an exact amount, to the cent where it has cents."""
    return f"{write_exact(amount_eur)}\u00a0{unit}"


def read_start(text: str) -> tuple[date | None, str]:
    """Read the date on which an action starts.

    Returns
    -------
    date or None
        None when the text is empty or wrong.
    str
        What is wrong, empty when nothing is.
    """
    written = clean_line(text)
    if not written:
        return None, ""
    day = read_day(written)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        sentence = _("« {value} » n'est pas une date de ce siècle : écrivez-la comme 01/03/2027. Rien n'a été changé.")
        return None, sentence.format(value=written[:FUNDER_NAME_LENGTH])
    return day, ""


def list_stated(figures: OwnFigures) -> dict[str, str]:
    """Write what was stated of an action, by what it is; nothing of what was not."""
    told = {
        _(label): write_exact(getattr(figures, name))
        for name, label in AMOUNT_LABELS.items()
        if getattr(figures, name) is not None
    }
    if figures.start:
        told[_("Début des dépenses")] = format_vintage(figures.start.isoformat())
    if figures.funders:
        told[_("Financeurs")] = _(" ; ").join(write_funder(funder) for funder in figures.funders)
    return told


def write_funder(funder: Funder) -> str:
    """Write who pays what."""
    unit = "€" if funder.pays == "investment" else _("€/an")
    ceiling = None if funder.ceiling_eur is None else write_euros(funder.ceiling_eur, unit)
    if funder.share_percent is None:
        paid = ceiling or ""
    else:
        share = f"{write_exact(funder.share_percent)}{get_percent_sign()}"
        paid = _("{share}, au plus {ceiling}").format(share=share, ceiling=ceiling) if ceiling else share
    of = _("de l'investissement") if funder.pays == "investment" else _("du fonctionnement")
    return _("{name} : {paid} {of}").format(name=_(funder.name), paid=paid, of=of)


def set_amount(figures: OwnFigures, name: str, amount_eur: float | None) -> OwnFigures:
    """State one of the amounts of `AMOUNT_LABELS`, or leave it to the estimate."""
    return dataclasses.replace(figures, **{name: amount_eur})  # type: ignore[arg-type]


def check_amount(label: str, value: float | None, maximum: float) -> str:
    """Say what is wrong with a number of the form; empty when nothing is.

    Parameters
    ----------
    label : str
        Of its field, in the reader's language.
    value : float or None
        None: nothing was stated.
    maximum : float
    """
    if value is None or 0 <= value <= maximum:
        return ""
    sentence = _("« {label} » vaut {value} : donnez un nombre de 0 à {maximum}. Rien n'a été changé.")
    return sentence.format(label=label, value=write_exact(value), maximum=write_exact(maximum))


def add_funder(figures: OwnFigures) -> OwnFigures:
    """Add a funder, under the first usual name that is free.

    Raises
    ------
    InputError
        When there are too many.
    """
    if len(figures.funders) >= FUNDERS_AT_MOST:
        raise InputError(
            _("Une action compte au plus {count} financeurs : retirez-en un.").format(count=FUNDERS_AT_MOST)
        )
    taken = {funder.name for funder in figures.funders}
    name = next((name for name in FUNDERS if name not in taken), f"{_('Financeur')} {len(figures.funders) + 1}")
    return dataclasses.replace(figures, funders=(*figures.funders, Funder(name, 0.0)))


def replace_funder(figures: OwnFigures, rank: int, funder: Funder | None) -> OwnFigures:
    """Put another funder at a rank, or take the one there away."""
    new = () if funder is None else (funder,)
    return dataclasses.replace(figures, funders=(*figures.funders[:rank], *new, *figures.funders[rank + 1 :]))
