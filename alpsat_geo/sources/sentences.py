"""One sentence for each way in which a value can be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from alpsat_geo.domain.remark import Remark, Value, remark
from alpsat_geo.domain.text import N_, clean_line

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SENTENCE_ERROR = "sentence"

_SENTENCES = {
    "missing": N_("la valeur manque : ajoutez-la."),
    "extra_forbidden": N_("ce nom n'est pas attendu ici : retirez-le ou corrigez-le."),
    "float_parsing": N_(
        "« {input} » n'est pas un nombre : écrivez des chiffres, avec un point décimal et sans espace."
    ),
    "int_parsing": N_("« {input} » n'est pas un nombre entier : écrivez des chiffres seulement."),
    "int_from_float": N_("« {input} » n'est pas un nombre entier : écrivez des chiffres seulement."),
    "float_type": N_("« {input} » n'est pas un nombre."),
    "int_type": N_("« {input} » n'est pas un nombre entier."),
    "bool_type": N_("« {input} » n'est ni true ni false."),
    "bool_parsing": N_("« {input} » n'est ni true ni false."),
    "finite_number": N_("« {input} » n'est pas un nombre fini."),
    "greater_than": N_("« {input} » doit être plus grand que {gt}."),
    "greater_than_equal": N_("« {input} » est plus petit que le minimum permis, {ge}."),
    "less_than": N_("« {input} » doit être plus petit que {lt}."),
    "less_than_equal": N_("« {input} » est plus grand que le maximum permis, {le}."),
    "literal_error": N_("« {input} » n'est pas une valeur permise ; valeurs permises : {expected}."),
    "string_pattern_mismatch": N_("« {input} » n'a pas la forme attendue ({pattern})."),
    "string_type": N_("« {input} » n'est pas du texte : mettez la valeur entre guillemets."),
    "string_too_short": N_("le texte manque : ajoutez-le."),
    "string_too_long": N_("le texte compte {length} caractères, au plus {max_length} sont permis : coupez-le."),
    "list_type": N_("« {input} » n'est pas une liste : écrivez chaque élément sur sa ligne, après un tiret."),
    "tuple_type": N_("« {input} » n'est pas une liste : écrivez chaque élément sur sa ligne, après un tiret."),
    "too_short": N_("la liste est vide : ajoutez au moins un élément."),
    "dict_type": N_("« {input} » n'est pas une suite de lignes « nom: valeur »."),
    "model_type": N_("« {input} » n'est pas une suite de lignes « nom: valeur »."),
    "date_from_datetime_parsing": N_("« {input} » n'est pas une date : écrivez-la sous la forme 2026-01-31."),
}

_ANY_ERROR = N_("« {input} » n'est pas accepté ici : corrigez la valeur.")
BLANK = remark(N_("la valeur manque, alors qu'elle est obligatoire ici : ajoutez-la."))
_LONGEST_INPUT = 80


def refuse(said: Remark) -> PydanticCustomError:
    """Return the error by which a validator refuses a value with a sentence of its own."""
    return PydanticCustomError(SENTENCE_ERROR, "{said}", {"said": said})


def shorten(value: object) -> str:
    """Return a value as text short enough for a sentence, without what nobody sees."""
    try:
        text = "" if value is None else clean_line(str(value)[: 4 * _LONGEST_INPUT])
    except (RecursionError, ValueError):
        # Nested too deep to be written, or a whole number of thousands of digits.
        return "…"
    return text if len(text) <= _LONGEST_INPUT else text[: _LONGEST_INPUT - 1] + "…"


def phrase_error(error: ErrorDetails) -> Remark:
    """Return the sentence of one validation error.

    Parameters
    ----------
    error : pydantic_core.ErrorDetails
        As listed by ``ValidationError.errors()``.

    Returns
    -------
    Remark
        What is wrong, with the value, and what to do; the place is left to the finding.
    """
    context = error.get("ctx", {})
    if error["type"] == SENTENCE_ERROR:
        said: Remark = context["said"]
        return said
    if error["input"] in ("", None):
        return BLANK
    values: dict[str, Value] = {key: str(value) for key, value in context.items()}
    for bound in ("gt", "ge", "lt", "le"):
        if bound in values:
            values[bound] = str(values[bound]).removesuffix(".0")
    if "expected" in values:
        values["expected"] = _list_expected(str(values["expected"]))
    found = error["input"]
    values["input"] = shorten(found)
    values["length"] = len(found) if isinstance(found, str) else 0
    return remark(_SENTENCES.get(error["type"], _ANY_ERROR), **values)


def _list_expected(told: str) -> Value:
    """Return the allowed values as the library lists them, in English: ``'a', 'b' or 'c'``."""
    others, separator, last = told.rpartition(" or ")
    return remark(N_("{others} ou {last}"), others=others, last=last) if separator else told
