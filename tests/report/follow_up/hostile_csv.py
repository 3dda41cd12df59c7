"""Files of observed values that nobody should send: what each is, its bytes, and words of the sentence it deserves."""

from __future__ import annotations

from collections.abc import Iterator

Case = tuple[str, bytes, str]

HEAD = "indicateur;date;valeur;source\n"
LINE = "regular_users;15/02/2027;17;comptage\n"
MEGABYTE = 1024 * 1024


def list_cases() -> list[Case]:
    """Return every file; names are unique."""
    found = [
        *list_sizes(),
        *list_encodings(),
        *list_quotes(),
        *list_headers(),
        *list_values(),
        *list_days(),
        *list_others(),
    ]
    assert len({name for name, _content, _word in found}) == len(found)
    return found


def give(
    indicator: str = "regular_users", day: str = "15/02/2027", value: str = "17", source: str = "comptage"
) -> bytes:
    return f"{HEAD}{indicator};{day};{value};{source}\n".encode()


def list_sizes() -> Iterator[Case]:
    heavy, many = "plus de 1 Mo", "plus de 2\u202f000 lignes"
    yield "a byte too many", HEAD.encode() + b";" * (MEGABYTE + 1 - len(HEAD)), heavy
    yield "five megabytes", HEAD.encode() + b"a;b;c;d\n" * (5 * MEGABYTE // 8), heavy
    yield "five megabytes of zeros", b"\0" * (5 * MEGABYTE), heavy
    yield "2,001 lines", (HEAD + LINE * 2001).encode(), many
    yield "28,000 lines", (HEAD + LINE * 28_000).encode(), many
    yield "28,000 wrong lines", (HEAD + "Piscine;hier;beaucoup;comptage de tous\n" * 26_000).encode(), many
    yield "500,000 cut lines", (HEAD + "a\n" * 500_000).encode(), many
    yield "a million blank lines", HEAD.encode() + b"\n" * 1_000_000, "aucune valeur"
    yield "a line of 900,000 cells", (HEAD + ";" * 900_000 + "x\n").encode(), "cases au lieu de 4"
    yield "a header of 900,000 columns", (";" * 900_000 + "\n").encode(), "la colonne « indicateur » manque"
    yield "a header of 100,000 names", (";".join(f"c{n}" for n in range(100_000)) + "\n").encode(), "manque"
    yield "a header of one long name", ("x" * 120_000 + "\n").encode(), "manque"
    yield "a header past all limits", ("x" * 900_000 + "\n").encode(), "trop longue"
    yield "a long cell", give(source="x" * 100_000), "200 caractères"
    yield "a cell past all limits", give(source="x" * 900_000), "trop longue"
    yield "a long value", give(value="9" * 100_000), "n'est pas un nombre"
    yield "a long day", give(day="1" * 100_000), "n'est pas une date"
    yield "a long indicator", give(indicator="x" * 100_000), "n'est pas prévu"
    yield "one megabyte of quotes", (HEAD + '"' * 900_000).encode(), "guillemet"


def list_encodings() -> Iterator[Case]:
    unseen = "invisible"
    text = HEAD + "Usagers réguliers des espaces;15/02/2027;17;été\n"
    yield "UTF-16", text.encode("utf-16"), unseen
    yield "UTF-16, the other way", b"\xfe\xff" + text.encode("utf-16-be"), unseen
    yield "UTF-16 without a mark", text.encode("utf-16-le"), unseen
    yield "UTF-32", text.encode("utf-32"), unseen
    yield "Macintosh", text.encode("mac-roman"), "n'est pas prévu"
    yield "neither UTF-8 nor Windows", (HEAD + LINE).encode() + b"\x81\n", "UTF-8"
    yield "bytes of a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "UTF-8"
    yield "bytes of an archive", b"PK\x03\x04" + b"\x00\x14\x08" * 300, unseen
    for code in (0x00, 0x01, 0x07, 0x0B, 0x0C, 0x1B, 0x7F):
        yield f"character {code:04X}", give(source=f"a{chr(code)}b"), unseen
    yield "a source that nobody sees", give(source="\u200b\u202e\u2066"), "source manque"
    yield "a value that nobody sees", give(value="\u200b1\u200b7x"), "« 17x » n'est pas un nombre"


def list_quotes() -> Iterator[Case]:
    unclosed, several = "n'est pas fermé", "sur plusieurs lignes"
    yield "an open quote", (HEAD + 'regular_users;15/02/2027;17;"comptage\n').encode(), unclosed
    yield "an open quote before others", (HEAD + 'regular_users;15/02/2027;17;"a\n' + LINE * 3).encode(), unclosed
    yield "an open quote in the header", b'indicateur;date;valeur;"source\n' + LINE.encode(), unclosed
    yield "an open quote at the end", (HEAD + LINE + '"').encode(), unclosed
    yield "a lone quote", b'"', unclosed
    swallowed = 'regular_users;15/02/2027;17;"a\nregular_users;16/02/2027;18;b"\n'
    yield "a quote that swallows a line", (HEAD + swallowed).encode(), several
    yield "a quote that swallows many", (HEAD + '"' + LINE * 900 + '";1;2;3\n').encode(), several
    yield "text after a quote", give(source='"comptage" de mars'), "suit un guillemet"
    yield "a quote within quotes", give(source='"le "vrai" comptage"'), "suit un guillemet"


def list_headers() -> Iterator[Case]:
    missing, twice = "manque : la première ligne doit être", "paraît plusieurs fois"
    yield "nothing", b"", "vide"
    yield "spaces", b"  \n\n", "vide"
    yield "a header alone", HEAD.encode(), "aucune valeur"
    yield "no header", LINE.encode(), missing
    yield "a word", b"bonjour", missing
    yield "tabs", HEAD.replace(";", "\t").encode() + LINE.replace(";", "\t").encode(), missing
    yield "a page of the web", b"<!DOCTYPE html><html><body>valeur</body></html>", missing
    yield "JSON", b'[{"indicateur": "regular_users", "valeur": 17}]', missing
    yield "an English header", b"indicator;date;value;source\n" + LINE.encode(), missing
    for column in ("indicateur", "date", "valeur", "source"):
        without = HEAD.replace(f"{column};", "").replace(f";{column}", "")
        yield f"no column {column}", without.encode() + b"a;b;c\n", f"la colonne « {column} » {missing}"
        yield f"two of {column}", f"{column};{HEAD}x;{LINE}".encode(), twice
    yield (
        "two of valeur, in capitals",
        b"indicateur;date;valeur;VALEUR ;source\nregular_users;15/02/2027;17;99;a\n",
        twice,
    )
    yield (
        "two of another column",
        b"indicateur;date;valeur;source;note;note\nregular_users;15/02/2027;17;a;b;c\n",
        twice,
    )
    yield (
        "two of valeur, one unseen",
        "indicateur;date;valeur;val\u200beur;source\nregular_users;15/02/2027;17;9;a\n".encode(),
        twice,
    )


def list_values() -> Iterator[Case]:
    number, plausible = "n'est pas un nombre", "n'est pas plausible"
    for text in (
        "douze",
        "1_000",
        "1e308",
        "1E5",
        "inf",
        "-inf",
        "nan",
        "0x1F",
        "1,2,3",
        "1.2.3",
        "1 2 3",
        "10 00",
        "--1",
        "17 usagers",
        "=1+1",
        "=HYPERLINK(1)",
        "@SUM(A1)",
        "\u0661\u0662",
        "\uff11\uff17",
        "\u00bd",
        "1" * 31,
    ):
        yield f"value {text}", give(value=text), number
    for text in ("-1", "1501", "9" * 30, "-0,1"):
        yield f"users {text}", give(value=text), plausible
    for text in ("-1", "100,5", "1000000"):
        yield f"share {text}", give(indicator="equity", value=text), plausible


def list_days() -> Iterator[Case]:
    for text in (
        "hier",
        "31/13/2026",
        "30/02/2027",
        "2027-02-30",
        "15/02/27",
        "0",
        "44972",
        "15/02/2027 12:00",
    ):
        yield f"day {text}", give(day=text), "n'est pas une date"
    yield "no day", give(day=""), "date manque"
    for text in ("01/01/0001", "0001-01-01", "31/12/1999"):
        yield f"day {text}", give(day=text), "trop ancien"
    for text in ("02/03/2027", "31/12/2099", "9999-12-31"):
        yield f"day {text}", give(day=text), "pas encore arrivé"


def list_others() -> Iterator[Case]:
    yield "an unknown indicator", give(indicator="Piscine"), "n'est pas prévu"
    yield "no indicator", give(indicator=""), "n'est pas prévu"
    yield "no source", give(source=""), "source manque"
    yield "a source of 201 letters", give(source="x" * 201), "200 caractères"
    yield "a cut line", (HEAD + "regular_users;15/02/2027\n").encode(), "2 cases au lieu de 4"
    yield "a line too long", (HEAD + LINE.strip() + ";a;b\n").encode(), "6 cases au lieu de 4"
    yield "the same day twice", (HEAD + LINE + LINE.replace("17", "18", 1)).encode(), "déjà une valeur"
    yield "another value for a day that is kept", give(day="31/01/2027", value="18"), "déjà inscrite"
    yield "1,500 faults", (HEAD + "Piscine;hier;beaucoup;\n" * 1500).encode(), "autres points"
