"""One French sentence for each way in which a value can be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from alpsat_geo.domain.text import clean_line

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SENTENCE_ERROR = "sentence"

_SENTENCES = {
    "missing": "la valeur manque : ajoutez-la.",
    "extra_forbidden": "ce nom n'est pas attendu ici : retirez-le ou corrigez-le.",
    "float_parsing": "« {input} » n'est pas un nombre : écrivez des chiffres, avec un point décimal et sans espace.",
    "int_parsing": "« {input} » n'est pas un nombre entier : écrivez des chiffres seulement.",
    "int_from_float": "« {input} » n'est pas un nombre entier : écrivez des chiffres seulement.",
    "float_type": "« {input} » n'est pas un nombre.",
    "int_type": "« {input} » n'est pas un nombre entier.",
    "bool_type": "« {input} » n'est ni true ni false.",
    "bool_parsing": "« {input} » n'est ni true ni false.",
    "finite_number": "« {input} » n'est pas un nombre fini.",
    "greater_than": "« {input} » doit être plus grand que {gt}.",
    "greater_than_equal": "« {input} » est plus petit que le minimum permis, {ge}.",
    "less_than": "« {input} » doit être plus petit que {lt}.",
    "less_than_equal": "« {input} » est plus grand que le maximum permis, {le}.",
    "literal_error": "« {input} » n'est pas une valeur permise ; valeurs permises : {expected}.",
    "string_pattern_mismatch": "« {input} » n'a pas la forme attendue ({pattern}).",
    "string_type": "« {input} » n'est pas du texte : mettez la valeur entre guillemets.",
    "string_too_short": "le texte manque : ajoutez-le.",
    "string_too_long": "le texte compte {length} caractères, au plus {max_length} sont permis : coupez-le.",
    "list_type": "« {input} » n'est pas une liste : écrivez chaque élément sur sa ligne, après un tiret.",
    "tuple_type": "« {input} » n'est pas une liste : écrivez chaque élément sur sa ligne, après un tiret.",
    "too_short": "la liste est vide : ajoutez au moins un élément.",
    "dict_type": "« {input} » n'est pas une suite de lignes « nom: valeur ».",
    "model_type": "« {input} » n'est pas une suite de lignes « nom: valeur ».",
    "date_from_datetime_parsing": "« {input} » n'est pas une date : écrivez-la sous la forme 2026-01-31.",
}

BLANK = "la valeur manque, alors qu'elle est obligatoire ici : ajoutez-la."
_LONGEST_INPUT = 80


def refuse(sentence: str) -> PydanticCustomError:
    """Return the error by which a validator refuses a value with a sentence of its own."""
    return PydanticCustomError(SENTENCE_ERROR, "{sentence}", {"sentence": sentence})


def shorten(value: object) -> str:
    """Return a value as text short enough for a sentence, without what nobody sees."""
    try:
        text = "" if value is None else clean_line(str(value)[: 4 * _LONGEST_INPUT])
    except (RecursionError, ValueError):
        # Nested too deep to be written, or a whole number of thousands of digits.
        return "…"
    return text if len(text) <= _LONGEST_INPUT else text[: _LONGEST_INPUT - 1] + "…"


def phrase_error(error: ErrorDetails) -> str:
    """Return the French sentence of one validation error.

    Parameters
    ----------
    error : pydantic_core.ErrorDetails
        As listed by ``ValidationError.errors()``.

    Returns
    -------
    str
        What is wrong, with the value, and what to do; the place is left to the finding.
    """
    if error["type"] == SENTENCE_ERROR:
        return error["msg"]
    if error["input"] in ("", None):
        return BLANK
    context = {key: str(value).replace(" or ", " ou ") for key, value in error.get("ctx", {}).items()}
    for bound in ("gt", "ge", "lt", "le"):
        if bound in context:
            context[bound] = context[bound].removesuffix(".0")
    template = _SENTENCES.get(error["type"], "« {input} » n'est pas accepté ici : corrigez la valeur.")
    found = error["input"]
    length = len(found) if isinstance(found, str) else 0
    return template.format_map({"input": shorten(found), "length": length, **context})
