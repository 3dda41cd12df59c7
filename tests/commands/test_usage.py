from __future__ import annotations

import pytest
import typer
from typer.exceptions import TyperException

from alpsat_geo.__main__ import app
from alpsat_geo.commands.usage import explain_usage_error

HELP = " : tapez « python -m alpsat_geo --help »."


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        ([], "Il manque une commande"),
        (["devine"], "La commande « devine » n'existe pas"),
        (["evaluate"], "Il manque « scenarios »"),
        (["indicators", "--bogus"], "L'option « --bogus » n'existe pas"),
        (["indicators", "--territoy", "x"], "L'option « --territoy » n'existe pas (voulez-vous dire --territory ?)"),
        (["indicators", "--season"], "Il manque la valeur de « --season »"),
        (["indicators", "--json=3"], "L'option « --json » ne prend pas de valeur"),
        (["indicators", "--draws", "beaucoup"], "La valeur donnée à « --draws » ne convient pas"),
        (["indicators", "--minutes", "vingt"], "La valeur donnée à « --minutes » ne convient pas"),
        (["site", "--count", "1.5"], "La valeur donnée à « --count » ne convient pas"),
        (["check", "encore"], "« encore » est de trop"),
    ],
)
def test_wrong_call_is_said_in_french(call: list[str], sentence: str) -> None:
    with pytest.raises(TyperException) as caught:
        app(call, standalone_mode=False)
    assert explain_usage_error(caught.value) == sentence + HELP


def test_sentence_of_a_future_library_never_shows_its_english() -> None:
    error = typer.BadParameter("Something else entirely")
    error.param = None
    assert explain_usage_error(error) == "Cet appel n'est pas compris" + HELP
