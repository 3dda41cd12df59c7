"""Wrong calls of the command line, said in French."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

_UNKNOWN_COMMAND = re.compile(r"No such command '(.*?)'")
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
    if parameter is not None:
        name = parameter.opts[-1] if parameter.opts else parameter.name
        if kind == "MissingParameter":
            return f"Il manque « {name} » : {_HELP}."
        return f"La valeur donnée à « {name} » ne convient pas : {_HELP}."
    unknown = _UNKNOWN_COMMAND.search(str(error))
    if unknown:
        return f"La commande « {unknown[1]} » n'existe pas : {_HELP}."
    return f"Cet appel n'est pas compris ({error}) : {_HELP}."
