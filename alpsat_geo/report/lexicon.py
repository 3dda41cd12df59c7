"""The lexicon: what each word of the tool means, told where the word stands and on the page of the data."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _, begin_upper, get_language
from alpsat_geo.report.markup import Markup, join_parts, write_facts, write_tag

_BETWEEN_FORMS = " / "


class Term(NamedTuple):
    """A word of the tool.

    Attributes
    ----------
    forms : str
        How it is written, the first form being its entry, with `` / `` between forms.
    meaning : str
        One sentence for a mayor.
    """

    forms: str
    meaning: str


TERMS = (
    Term(
        N_("espace de travail / espaces de travail"),
        N_("Un lieu partagé où l'on vient travailler à distance avec d'autres ; l'outil dit aussi « espace »."),
    ),
    Term(
        N_("espace frugal / espaces frugaux"),
        N_(
            "Trois ou quatre places dans un bâtiment public existant. Un espace standard en a une dizaine, dans un"
            " local aménagé."
        ),
    ),
    Term(
        N_("nouvel espace / nouveaux espaces"),
        N_("Un espace que le scénario créerait et qui n'existe pas encore."),
    ),
    Term(
        N_("usagers réguliers / usager régulier"),
        N_("Les personnes qui viendraient vraiment, compte tenu du trajet et du nombre de places."),
    ),
    Term(
        N_("assez proche / assez proches"),
        N_("À moins de T minutes de voiture d'un espace, T étant le trajet que vous avez choisi."),
    ),
    Term(
        N_("trajet accepté"),
        N_("Le temps de voiture auquel la moitié des personnes viendraient encore ; vous le choisissez."),
    ),
    Term(
        N_("services du quotidien"),
        N_("École, collège, pharmacie, commerce alimentaire, La Poste et France services."),
    ),
    Term(
        N_("réseau routier simplifié"),
        N_(
            "Les routes réduites à des tronçons entre mairies et carrefours ; un écart de moins de cinq minutes ne veut"
            " rien dire."
        ),
    ),
    Term(
        N_("jour de routes coupées / routes coupées"),
        N_("Une journée d'hiver où des routes sensibles sont coupées, en plus des cols fermés."),
    ),
    Term(
        N_("couvre ses frais / couvrent leurs frais / couvrir ses frais / couvrir leurs frais"),
        N_(
            "Les recettes de l'espace paient son coût annuel, aide à l'investissement déduite, dans au moins deux"
            " simulations sur trois."
        ),
    ),
    Term(
        N_("coût public par an / coût public"),
        N_(
            "Ce que l'argent public paie chaque année une fois retirés les abonnements ; une subvention est comptée"
            " comme une dépense."
        ),
    ),
    Term(
        N_("part annuelle"),
        N_("La dépense de départ répartie sur la durée de vie de l'équipement, intérêts compris."),
    ),
    Term(
        N_("simulation / simulations"),
        N_(
            "Un calcul complet où chaque hypothèse prend une valeur au hasard entre son minimum et son maximum ;"
            " l'outil en fait le plus souvent 2 000."
        ),
    ),
    Term(
        N_("valeur du milieu / valeurs du milieu"),
        N_("La moitié des simulations donne plus que ce nombre, l'autre moitié donne moins."),
    ),
    Term(
        N_("fourchette / fourchettes"),
        N_("Les deux nombres entre parenthèses : neuf simulations sur dix tombent entre les deux."),
    ),
    Term(
        N_("hypothèse / hypothèses"),
        N_(
            "Un chiffre supposé dont le calcul a besoin et que vous pouvez changer, par exemple le prix mensuel d'une"
            " place."
        ),
    ),
    Term(
        N_("valeur retenue / valeurs retenues"),
        N_("Le chiffre que l'équipe juge le plus plausible pour une hypothèse."),
    ),
    Term(
        N_("fiabilité"),
        N_(
            "Ce que vaut un chiffre : A étude avec groupe de comparaison, B statistique officielle, C cas semblable, D"
            " supposition de l'équipe."
        ),
    ),
    Term(
        N_("vaut son coût / valent leur coût"),
        N_("Ce qu'il apporte, aux prix que vous acceptez, dépasse ce qu'il coûte, par rapport à ne rien faire."),
    ),
    Term(
        N_("groupe / groupes"),
        N_(
            "L'ensemble des votants qui se présentent au même titre : collectivités, entreprises, chambres consulaires,"
            " lien social."
        ),
    ),
    Term(
        N_("prévision / prévisions"),
        N_("Ce que le calcul annonce pour un scénario, enregistré à une date pour le comparer à ce qui est observé."),
    ),
)


def mark_terms(text: str, told: set[str] | None = None) -> Markup:
    """Write a text in which the first standing of each term tells its meaning on touch, on focus and under a pointer.

    Parameters
    ----------
    text : str
        Plain, in the reader's language; it is escaped.
    told : set of str, optional
        Meanings told already beside this text, which gains its own.
    """
    pattern, meanings = _read_terms(get_language())
    parts: list[str] = []
    told = set() if told is None else told
    end = 0
    for found in pattern.finditer(text):
        meaning = meanings[found[0].lower()]
        if meaning in told:
            continue
        told.add(meaning)
        said = _(meaning)
        mark = write_tag("dfn", found[0], "ag-term", tabindex="0", data_meaning=said, aria_description=said)
        parts += [text[end : found.start()], mark]
        end = found.end()
    return join_parts(*parts, text[end:])


def write_lexicon() -> Markup:
    """Write every term with its meaning, in alphabetical order."""
    entries = sorted((begin_upper(_list_forms(term)[0]), _(term.meaning)) for term in TERMS)
    return write_facts(entries, "ag-lexicon")


def _list_forms(term: Term) -> list[str]:
    return _(term.forms).split(_BETWEEN_FORMS)


@cache
def _read_terms(_language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meanings = {form.lower(): term.meaning for term in TERMS for form in _list_forms(term)}
    longest_first = sorted(meanings, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE), meanings
