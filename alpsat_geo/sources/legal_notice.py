"""What the body that puts the dashboard online says of itself, as French law asks: a file that its host writes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.text import clean_prose
from alpsat_geo.sources.document import parse_document, validate_document
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.table import FILE_SIZE_MAX_BYTES

LEGAL_VARIABLE: Final = "ALPSAT_LEGAL_FILE"

Said = Annotated[str, StringConstraints(max_length=2000), AfterValidator(clean_prose)]


class LegalNotice(Row):
    """What a host says; whatever it leaves out is empty, and said to be missing.

    Attributes
    ----------
    publisher, publisher_address, publisher_phone : str
        The body that puts the dashboard online.
    director : str
        Who answers for what is published.
    host, host_address, host_phone : str
        Who keeps the machine.
    data_protection_officer : str
        How to reach them.
    legal_basis : str
        Of the processing of personal data.
    retention : str
        How long what is saved and the log of the server are kept.
    """

    publisher: Said = ""
    publisher_address: Said = ""
    publisher_phone: Said = ""
    director: Said = ""
    host: Said = ""
    host_address: Said = ""
    host_phone: Said = ""
    data_protection_officer: Said = ""
    legal_basis: Said = ""
    retention: Said = ""


def read_legal_notice() -> LegalNotice:
    """Read the file that the environment names; nothing is said where it names none.

    Raises
    ------
    InputError
        If the file cannot be opened.
    DataError
        With every finding, if it does not say what it should.
    """
    path = os.environ.get(LEGAL_VARIABLE, "").strip()
    if not path:
        return LegalNotice()
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(FILE_SIZE_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{LEGAL_VARIABLE} nomme « {path} », qui ne s'ouvre pas : vérifiez le chemin, et le droit de lire ce "
            "fichier."
        ) from error
    notice, findings = validate_document(parse_document(content, path), LegalNotice)
    if notice is None:
        raise DataError(findings)
    return notice
