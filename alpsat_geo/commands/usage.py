"""Wrong calls of the command line, said in French."""

from __future__ import annotations

from typer.exceptions import TyperException

_HELP = "tapez « python -m alpsat_geo --help »"


def explain_usage_error(error: TyperException) -> str:
    """Return one French sentence for an error of the command-line library.

    The library says them in English; what is wrong is read from the error's own attributes.
    """
    option = getattr(error, "option_name", None)
    possibilities = getattr(error, "possibilities", None)
    parameter = getattr(error, "param", None)
    kind = type(error).__name__
    if kind == "NoSuchOption" and option:
        near = f" (voulez-vous dire {', '.join(possibilities)} ?)" if possibilities else ""
        return f"L'option « {option} » n'existe pas{near} : {_HELP}."
    if kind == "MissingParameter" and parameter is not None:
        return f"Il manque « {parameter.human_readable_name} » : {_HELP}."
    if parameter is not None:
        return f"La valeur de « {parameter.human_readable_name} » ne convient pas : {_HELP}."
    return f"Cet appel n'est pas compris ({error}) : {_HELP}."
