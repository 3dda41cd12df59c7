"""The catalogues of the languages: brought up to the sentences of the code and of the data, and judged.

A catalogue is written so that its difference with the former one is small: sorted by sentence, without the places where
a sentence stands, wrapped at one width, under the head that it had.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from alpsat_geo.sources.whole_file import write_whole

CATALOGUE = "LC_MESSAGES/alpsat_geo.po"
FRENCH = "fr"
_WIDTH = 110

# A field of a sentence is no word, and a short text may be the same in two languages.
_FIELD = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[ds]")
_LONG_WORD = re.compile(r"[a-zà-ÿß]{3,}")
_WORD = re.compile(r"[a-zà-ÿß]+")
_SAME_WORDS = 3
_FOREIGN_WORDS = 2

# By language: small words that none of the other languages has.
_OWN_WORDS = {
    FRENCH: "les du une est dans pour pas qui que sur avec cette ces sont aux leur elle chaque où",
    "en": "the of and is are to for with this that not by from it which their each its be has have",
    "it": "il lo gli della delle dei degli di che è con sono nel nella dal ogni più si ha",
    "de": "der das und ist nicht mit für eine einen von den dem auf werden sich im zu wird oder",
}


@dataclass(frozen=True, slots=True)
class CatalogueUpdate:
    """What bringing one catalogue up to date changed, and what is left to do by hand.

    Attributes
    ----------
    language : str
        Code of the language.
    added, removed : tuple of str
        Sentences that came and that went.
    missing : tuple of str
        Sentences without a translation, those added included.
    suspicious : tuple of str
        What ``find_suspicious`` says.
    """

    language: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    suspicious: tuple[str, ...]


def extract_sentences(root: Path) -> Catalog:
    """Extract the French sentences of the code and of the data that a screen or a dossier shows.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sentences.pot")
        call = ["pybabel", "--quiet", "extract", "--no-location", "-F", str(root / "locale" / "babel.cfg")]
        CommandLineInterface().run([*call, "-o", str(path), str(root)])  # type: ignore[no-untyped-call]
        return read_po(io.BytesIO(path.read_bytes()))


def read_catalogues(root: Path) -> dict[str, Catalog]:
    """Read the catalogue of each language, by its code."""
    paths = sorted((root / "locale").glob(f"*/{CATALOGUE}"))
    return {path.parts[-3]: read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3]) for path in paths}


def update_catalogues(root: Path) -> list[CatalogueUpdate]:
    """Bring each catalogue up to the sentences of the project, and say what is left to translate.

    A sentence that is gone leaves; a new one enters without a translation, never with that of one that looks alike. A
    catalogue that holds what it should is not written.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project, which holds ``locale/``.
    """
    asked = _by_sentence(extract_sentences(root))
    catalogues = read_catalogues(root)
    changes = {}
    for language, catalogue in catalogues.items():
        held = _by_sentence(catalogue)
        for key in held.keys() - asked.keys():
            catalogue.delete(held[key].id)
        for key in asked.keys() - held.keys():
            catalogue.add(asked[key].id, "", flags=asked[key].flags)
        changes[language] = (sorted(asked.keys() - held.keys()), sorted(held.keys() - asked.keys()))
        _write_catalogue(root / "locale" / language / CATALOGUE, catalogue)
    return [
        CatalogueUpdate(
            language=language,
            added=tuple(key[0] for key in added),
            removed=tuple(key[0] for key in removed),
            missing=tuple(find_missing(catalogues[language])),
            suspicious=tuple(find_suspicious(catalogues, language)),
        )
        for language, (added, removed) in changes.items()
    ]


def find_missing(catalogue: Catalog) -> list[str]:
    """Find the sentences without a whole translation."""
    return [
        _forms(message.id)[0]
        for message in _messages(catalogue)
        if message.fuzzy or len(_forms(message.string)) != len(_forms(message.id)) or not all(_forms(message.string))
    ]


def find_suspicious(catalogues: Mapping[str, Catalog], language: str) -> list[str]:
    """Find the translations of a catalogue that are perhaps none.

    Parameters
    ----------
    catalogues : mapping of str to Catalog
        By language.
    language : str
        The catalogue to judge.

    Returns
    -------
    list of str
        One line a fault: a text of several words left in French; the very text of another catalogue; small words of
        another language and none of its own.
    """
    others = {name: _by_sentence(one) for name, one in catalogues.items() if name != language}
    faults = []
    for key, message in _by_sentence(catalogues[language]).items():
        for form, text in zip(key, _forms(message.string), strict=False):
            if len(_LONG_WORD.findall(_FIELD.sub(" ", text.lower()))) > _SAME_WORDS:
                if form == text:
                    faults.append(f"{form!r} is left in French")
                faults += [
                    f"{form!r} has the text of {name}: {text!r}"
                    for name, held in others.items()
                    if form != text and key in held and text in _forms(held[key].string)
                ]
            own, other, count = _count_small_words(text, language)
            if own == 0 and count >= _FOREIGN_WORDS:
                faults.append(f"{form!r} reads like {other}: {text!r}")
    return faults


def _count_small_words(text: str, language: str) -> tuple[int, str, int]:
    """Count the small words of a language in a text, and those of the other language that has the most."""
    words = _WORD.findall(_FIELD.sub(" ", text.lower()))
    counts = {name: sum(word in own.split() for word in words) for name, own in _OWN_WORDS.items()}
    own = counts.pop(language, 0)
    other = max(counts, key=lambda name: counts[name])
    return own, other, counts[other]


def _write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue under the head of the file that it replaces, whole or not at all."""
    former = path.read_bytes()
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=_WIDTH, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True
    )
    written = former.split(b"\n\n", 1)[0] + b"\n\n" + buffer.getvalue()
    if written != former:
        write_whole(path, written)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _by_sentence(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {_forms(message.id): message for message in _messages(catalogue)}


def _forms(value: object) -> tuple[str, ...]:
    """Return a text as a singular alone, or as a singular and its plurals."""
    return tuple(str(form) for form in value) if isinstance(value, list | tuple) else (str(value),)
