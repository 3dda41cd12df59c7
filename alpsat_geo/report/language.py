"""Sentences in the reader's language: French is the source, other languages are gettext catalogues."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from alpsat_geo import HOME
from alpsat_geo.domain.context_value import set_within
from alpsat_geo.report.punctuation import bind_punctuation

DOMAIN = "alpsat_geo"
FRENCH = "fr"
LOCALES = {FRENCH: "fr_FR", "en": "en_GB", "it": "it_IT", "de": "de_DE"}
"""By language: the locale that writes its numbers and dates."""

LANGUAGE_NAMES = {"fr": "Français", "en": "English", "it": "Italiano", "de": "Deutsch"}
"""By language: how it calls itself."""

LOCALE_FOLDER = HOME / "locale"


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A language with all that is chosen with it: its locale, and how its catalogue gives a sentence."""

    language: str
    locale: str
    gettext: Callable[[str], str]


# A terminal is read by programs too: there, no space is bound.
_TERMINAL = Speech(FRENCH, LOCALES[FRENCH], str)
_SPEECH: ContextVar[Speech | None] = ContextVar("speech", default=None)
_find_language: list[Callable[[], str | None]] = [lambda: None]


def set_language_finder(find: Callable[[], str | None]) -> None:
    """Say who knows the reader's language: one server speaks to many readers at once.

    Parameters
    ----------
    find : function returning a key of ``LOCALES``, or None where nobody reads a screen
        Called at each sentence until `set_language` or `speak` says it; without it, all is French with plain spaces.
    """
    _find_language[0] = find


def set_language(language: str) -> None:
    """Speak one language in what is left of this thread: a run asks once who reads it, not at each sentence.

    Parameters
    ----------
    language : str
        A key of ``LOCALES``.
    """
    _SPEECH.set(_choose_speech(language))


def speak(language: str) -> AbstractContextManager[None]:
    """Speak one language to whoever asks within: work done outside of a visit keeps its reader's.

    Parameters
    ----------
    language : str
        A key of ``LOCALES``.
    """
    return set_within(_SPEECH, _choose_speech(language))


def get_speech() -> Speech:
    """Return the reader's language with its locale and its catalogue."""
    spoken = _SPEECH.get()
    if spoken is None:
        language = _find_language[0]()
        spoken = _TERMINAL if language is None else _choose_speech(language)
    return spoken


def get_language() -> str:
    """Return the reader's language, a key of ``LOCALES``."""
    return (_SPEECH.get() or get_speech()).language


def get_locale() -> str:
    """Return the locale that writes the reader's numbers and dates."""
    return (_SPEECH.get() or get_speech()).locale


@cache
def read_catalogue(language: str) -> gettext.NullTranslations:
    """Read the catalogue of a language; French, or a language without one, gives the sentences as they are.

    Catalogues are kept as text and compiled in memory, so that no compiled file can be older than its text.
    """
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(path.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _choose_speech(language: str) -> Speech:
    bind = partial(bind_punctuation, language=language)
    if language == FRENCH:  # its sentences stand in the code: no catalogue is opened for them
        return Speech(language, LOCALES[language], bind)
    translate = read_catalogue(language).gettext
    return Speech(language, LOCALES[language], lambda sentence: bind(translate(sentence)))


def _(sentence: str) -> str:
    """Translate a French sentence into the reader's language."""
    speech = _SPEECH.get() or get_speech()
    # An empty sentence is the catalogue's own header.
    return speech.gettext(sentence) if sentence else sentence


def begin_lower(text: str) -> str:
    """Write a label within a sentence; a German noun keeps its capital."""
    return text if get_language() == "de" else text[:1].lower() + text[1:]


def begin_upper(text: str) -> str:
    """Write a label at the beginning of a sentence; the rest keeps its capitals."""
    return text[:1].upper() + text[1:]


def join_pair(label: str, value: str) -> str:
    """Write a label and what it is, as the reader's language sets its colon."""
    return _("{label} : {value}").format(label=label, value=value)


def quote(name: str) -> str:
    """Write a name within the quotation marks of the reader's language."""
    return _("« {name} »").format(name=name)


def join_names(names: Sequence[str]) -> str:
    """Enumerate names, the last after « et »."""
    return _(" et ").join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def choose_plural(singular: str, plural: str, count: float) -> str:
    """Choose between two French sentences, in the reader's language.

    Parameters
    ----------
    singular, plural : str
        Sentences with the same fields.
    count : float
        In French the singular holds below 2, zero included; elsewhere the catalogue's rule decides.
    """
    speech = get_speech()
    if speech.language != FRENCH:
        # A count that is not whole is several in each of these languages.
        whole = round(abs(count)) if float(count).is_integer() else 2
        return bind_punctuation(read_catalogue(speech.language).ngettext(singular, plural, whole), speech.language)
    return speech.gettext(singular if abs(count) < 2 else plural)  # noqa: PLR2004 - the French rule
