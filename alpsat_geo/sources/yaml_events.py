"""Plain values from the events of a safe YAML loader, within bounds that hold before anything is built.

A file of three hundred letters that names its own parts can unfold into gigabytes, and one of brackets can nest deeper
than Python follows. Values are therefore built as the events come, none of which is kept, and what no file of ours
needs is refused by its name: references, types of one's own, several documents.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import yaml

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.sentences import shorten

Location = tuple[str | int, ...]

VALUES_AT_MOST: Final = 20_000
"""Names and values of one file; the largest scenario has fewer, and so has the manifest of a department."""
DEPTH_AT_MOST: Final = 20
NUMBER_LENGTH: Final = 40

# The compiled loader reads the same language ten times faster; some installations lack it.
_SafeLoader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG = "tag:yaml.org,2002:"
_NOT_WRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OCTAL = re.compile(r"[-+]?0[0-9]+")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS = {"true": True, "false": False}

# By what the library says, in English only, of a writing that it does not follow.
_PROBLEMS: Final = (
    (
        "mapping values are not allowed",
        N_("un deux-points de trop, ou un retrait qui ne suit pas la ligne d'avant"),
    ),
    ("cannot start any token", N_("un caractère qui ne peut rien commencer, comme une tabulation, @, ` ou %")),
    ("unexpected end of stream", N_("des guillemets ouverts qui ne sont pas fermés")),
    ("unexpected document indicator", N_("des guillemets ouverts qui ne sont pas fermés")),
    ("',' or ']'", N_("un crochet ouvert qui n'est pas fermé, ou une virgule qui manque")),
    ("',' or '}'", N_("une accolade ouverte qui n'est pas fermée, ou une virgule qui manque")),
    ("expected ':'", N_("un deux-points qui manque après un nom")),
    (
        "expected key",
        N_("un retrait qui ne suit pas celui des lignes d'avant, ou du texte après des guillemets fermés"),
    ),
    ("'-' indicator", N_("une ligne de liste sans son tiret")),
    ("block sequence entries", N_("un tiret à un endroit où une liste ne peut pas commencer")),
    ("escape", N_("une barre oblique inverse suivie d'une lettre qui ne veut rien dire")),
    ("hexdecimal", N_("une barre oblique inverse suivie d'une lettre qui ne veut rien dire")),
    ("Unicode character code", N_("un caractère qui n'existe pas")),
    ("alphabetic or numeric", N_("un & ou un * sans nom, mettez le texte entre guillemets")),
    ("document start", N_("du texte après la fin du document")),
    ("tag", N_("un point d'exclamation qui n'annonce aucun type connu, mettez le texte entre guillemets")),
    ("directive", N_("une ligne qui commence par %, retirez-la")),
    ("nesting depth", N_("des valeurs qui s'emboîtent sur trop de niveaux")),
    ("incompatible YAML", N_("une version de YAML inconnue, retirez la ligne %YAML")),
)
_ANY_PROBLEM = N_("vérifiez les retraits, les guillemets et les deux-points")


class RefusedYamlError(Exception):
    """The file is refused whole, for one reason.

    Attributes
    ----------
    sentence : Remark
        What is wrong and what to do.
    line : int
        From 1.
    value : str
        What was found there.
    """

    def __init__(self, sentence: Remark, line: int, value: str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.line = line
        self.value = value


class YamlReader:
    """Reads one document, once.

    Parameters
    ----------
    text : str
    path : str
        The file, as findings shall name it.

    Attributes
    ----------
    lines : dict
        Line, from 1, by location of the value.
    faults : list of Finding
        What is wrong with single values, which does not stop the reading.
    """

    def __init__(self, text: str, path: str) -> None:
        self.lines: dict[Location, int] = {}
        self.faults: list[Finding] = []
        self._text = text
        self._path = path
        self._count = 0
        self._events: Iterator[yaml.Event] = iter(())
        self._resolver = yaml.resolver.Resolver()

    def read(self) -> object:
        """Return what the document says: mappings by text, lists, text, numbers, true, false, days and None.

        Only the plain decimal writing of a number is one: the others of YAML (``0x1F``, ``1_000``, ``12:30``) stay
        text, and so do yes, no, on and off.

        Raises
        ------
        RefusedYamlError
        """
        strange = _NOT_WRITABLE.search(self._text)
        if strange is not None:
            code = f"U+{ord(strange[0]):04X}"
            raise RefusedYamlError(
                remark(N_("le caractère invisible {code} n'a pas sa place dans ce fichier : retirez-le."), code=code),
                self._text.count("\n", 0, strange.start()) + 1,
                code,
            )
        loader = _SafeLoader(self._text)
        self._events = iter(loader.get_event, None)
        try:
            return self._read_stream()
        except yaml.MarkedYAMLError as error:
            problem = str(error.problem)
            known = next((french for english, french in _PROBLEMS if english in problem), _ANY_PROBLEM)
            sentence = remark(N_("le fichier ne se lit pas comme du YAML : {problem}."), problem=remark(known))
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RefusedYamlError(sentence, line, self._quote(line)) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            # The loader that is not compiled lets out what Python says of an impossible character.
            raise RefusedYamlError(
                remark(N_("le fichier ne se lit pas comme du YAML : {problem}."), problem=remark(_ANY_PROBLEM)),
                1,
                self._quote(1),
            ) from None
        finally:
            loader.dispose()

    def _read_stream(self) -> object:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        data = self._read_value(next(self._events), ())
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise RefusedYamlError(
                remark(N_("le fichier contient plusieurs documents, séparés par « --- » : n'en gardez qu'un.")),
                _line(after),
                "---",
            )
        return data

    def _read_value(self, event: yaml.Event, location: Location) -> object:
        self._admit(event)
        self.lines[location] = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._read_scalar(event, location)
        if len(location) >= DEPTH_AT_MOST:
            raise RefusedYamlError(
                remark(
                    N_("les valeurs s'emboîtent sur plus de {most} niveaux : simplifiez le fichier."),
                    most=DEPTH_AT_MOST,
                ),
                _line(event),
                self._quote(_line(event)),
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_list(location)
        return self._read_mapping(location)

    def _read_list(self, location: Location) -> list[object]:
        values: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._read_value(event, (*location, len(values))))
        return values

    def _read_mapping(self, location: Location) -> dict[str, object]:
        values: dict[str, object] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key, line = self._read_key(event), _line(event)
            if key in values:
                sentence = remark(N_("« {key} » paraît deux fois : n'en gardez qu'une ligne."), key=shorten(key))
                self.faults.append(Finding("error", self._path, sentence, line, shorten(key), shorten(key)))
            values[key] = self._read_value(next(self._events), (*location, key))
            # A value that is missing or stands below is looked for at its name.
            self.lines[*location, key] = line
        return values

    def _read_key(self, event: yaml.Event) -> str:
        self._admit(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise RefusedYamlError(
                remark(N_("une liste ou une suite de valeurs ne peut pas servir de nom : écrivez « nom: valeur ».")),
                _line(event),
                self._quote(_line(event)),
            )
        if event.value == "<<" and event.implicit[0]:
            raise RefusedYamlError(
                remark(N_("« << » recopie une autre partie du fichier : écrivez ses lignes en toutes lettres.")),
                _line(event),
                "<<",
            )
        return str(event.value)

    def _admit(self, event: yaml.Event) -> None:
        """Refuse what refers elsewhere, has a type of its own, or is one value too many."""
        line = _line(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            name = shorten(f"{mark}{anchor}")
            raise RefusedYamlError(
                remark(
                    N_(
                        "« {name} » renvoie d'une partie du fichier à une autre : recopiez la valeur, ou mettez le"
                        " texte entre guillemets."
                    ),
                    name=name,
                ),
                line,
                name,
            )
        if tag is not None:
            name = shorten(str(tag).replace(_TAG, "!!"))
            raise RefusedYamlError(
                remark(N_("« {name} » impose un type : retirez-le, ou mettez le texte entre guillemets."), name=name),
                line,
                name,
            )
        self._count += 1
        if self._count > VALUES_AT_MOST:
            raise RefusedYamlError(
                remark(N_("le fichier compte plus de {most} noms et valeurs : raccourcissez-le."), most=VALUES_AT_MOST),
                line,
                self._quote(line),
            )

    def _read_scalar(self, event: yaml.ScalarEvent, location: Location) -> object:
        text = str(event.value)
        if not event.implicit[0]:
            return text
        resolved = self._resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        match str(resolved).removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return _BOOLEANS.get(text.lower(), text)
            case "timestamp":
                return _read_day(text)
            case "int" | "float":
                return self._read_number(text, event, location)
            case _:
                return text

    def _read_number(self, text: str, event: yaml.Event, location: Location) -> object:
        if _OCTAL.fullmatch(text):
            # YAML reads eight digits there: 05063 would be 2611.
            sentence = remark(
                N_(
                    "« {text} » commence par un zéro : écrivez-le entre guillemets si c'est un code, sans le zéro si"
                    " c'est un nombre."
                ),
                text=shorten(text),
            )
        elif text.lower().endswith((".nan", ".inf")):
            sentence = remark(N_("« {text} » n'est pas un nombre fini : corrigez-le."), text=text)
        elif not (_WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text)):
            return text
        else:
            value = math.inf
            if len(text) <= NUMBER_LENGTH:
                value = int(text) if _WHOLE.fullmatch(text) else float(text)
            if math.isfinite(value):
                return value
            sentence = remark(
                N_("« {text} » est trop grand ou trop long pour un nombre : raccourcissez-le."), text=shorten(text)
            )
        column = ".".join(shorten(part) for part in location)
        self.faults.append(Finding("error", self._path, sentence, _line(event), column, shorten(text)))
        return text

    def _quote(self, line: int) -> str:
        """Return a line of the file, short enough for a sentence."""
        lines = self._text.splitlines()
        return shorten(lines[min(line, len(lines)) - 1].strip()) or "vide"


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _read_day(text: str) -> object:
    """Return a day; a time, or a day that no calendar has, stays text."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else text
    except ValueError:
        return text
