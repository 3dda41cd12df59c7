"""Scenario files that nobody should send, made here: what each is, its bytes, and words of the sentence it deserves."""

from __future__ import annotations

from collections.abc import Iterator

Case = tuple[str, bytes, str]

HEAD = "key: essai\nname: Essai\n"
ORDINARY = HEAD + 'actions:\n  - type: open_space\n    places: ["05065"]\n    options: {kind: frugal, desks: 4}\n'
MEGABYTE = 1024 * 1024

# Nine lists of nine references: 9**9 values if anything follows them.
ALIAS_BOMB = (
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
).encode()


def list_cases() -> list[Case]:
    """Return every file; names are unique."""
    found = [
        *list_references(),
        *list_types(),
        *list_shapes(),
        *list_sizes(),
        *list_numbers_and_codes(),
        *list_encodings(),
        *list_writings(),
        *list_fields(),
        *list_models(),
    ]
    assert len({name for name, _content, _word in found}) == len(found)
    return found


def with_places(text: str) -> bytes:
    return f"{HEAD}actions:\n  - type: open_space\n    places: {text}\n".encode()


def with_options(text: str, kind: str = "open_space", places: str = '["05065"]') -> bytes:
    return f"{HEAD}actions:\n  - type: {kind}\n    places: {places}\n    options: {text}\n".encode()


def with_actions(text: str) -> bytes:
    return f"{HEAD}actions: {text}\n".encode()


def list_references() -> Iterator[Case]:
    yield "alias bomb", ALIAS_BOMB, "« &a » renvoie"
    for name, text in {
        "list in itself": "a: &a [*a]\n",
        "map in itself": "&r\na: *r\n",
        "alias of nothing": HEAD + "actions: *nothing\n",
        "anchor alone": HEAD + "actions: &all []\n",
        "anchor on text": "key: &k essai\nname: *k\nactions: []\n",
        "anchor on a name": "&k key: essai\n",
        "alias for a name": HEAD + "? *k\n: x\n",
        "anchor before a list": "&l\n- a\n",
        "maps of maps": "a: &a {x: 1}\nb: &b {x: *a, y: *a}\nc: {x: *b, y: *b}\n",
        "ten thousand anchors": "".join(f"k{n}: &a{n} x\n" for n in range(10_000)),
        "a long text many times": f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 10_000)}]\n",
        "merged anchor": "base: &b {key: essai}\n<<: *b\n",
    }.items():
        yield name, text.encode(), "renvoie"
    yield "merged map", b"<<: {key: essai}\nname: Essai\nactions: []\n", "« << »"
    yield "merged list", b"<<: [{key: essai}, {name: Essai}]\nactions: []\n", "« << »"


def list_types() -> Iterator[Case]:
    for tag in (
        "!!int ''",
        "!!int x",
        "!!float douze",
        "!!bool peut-être",
        "!!null x",
        "!!timestamp foo",
        "!!timestamp 2001-99-99",
        "!!binary aGVsbG8=",
        "!!binary '***'",
        "!!set {a, b}",
        "!!omap [a: 1]",
        "!!pairs [a: 1]",
        "!!str essai",
        "!!map [a]",
        "!!seq {a: 1}",
        "!!merge x",
        "!!value x",
        "!!python/name:os.system ''",
        "!!python/object/apply:os.system ['true']",
        "!!python/tuple [a]",
        "!essai x",
        "! x",
        "!<tag:example> x",
    ):
        yield f"type {tag}", f"key: {tag}\nname: Essai\nactions: []\n".encode(), "impose un type"
    yield "type of the whole", b"!!python/dict\nkey: essai\n", "impose un type"
    yield "type without a handle", b"key: !e!x essai\n", "point d'exclamation"


def list_shapes() -> Iterator[Case]:
    deep = "s'emboîtent"
    yield "990 lists", f"a: {'[' * 990}{']' * 990}\n".encode(), deep
    yield "990 maps", f"a: {'{a: ' * 990}1{'}' * 990}\n".encode(), deep
    yield "open brackets", ("a: " + "[" * 900_000).encode(), deep
    yield "open brackets, a line each", ("a: " + "[\n" * 400_000).encode(), deep
    yield "a stair of names", "".join(f"{' ' * n}a:\n" for n in range(990)).encode(), deep
    yield "a stair of dashes", ("- " * 30_000).encode(), deep
    yield "a stair of question marks", ("? " * 30_000).encode(), "ne peut pas servir de nom"
    yield "deep places", with_places("[" * 300 + "]" * 300), deep
    many = "noms et valeurs"
    yield "300,000 values", f"a: [{'x,' * 300_000}]\n".encode(), many
    yield "60,000 names", "".join(f"k{n}: x\n" for n in range(60_000)).encode(), many
    yield "60,000 empty maps", f"a: [{'{},' * 60_000}]\n".encode(), many
    yield "60,000 actions", with_actions("[" + "{type: a}," * 60_000 + "]"), many
    yield "60,000 places", with_places("[" + '"05065",' * 60_000 + "]"), many
    yield "one name 60,000 times", (HEAD + "a: x\n" * 60_000).encode(), many
    yield "31 actions", with_actions("".join("\n  - type: shared_platform" for _ in range(31))), "au plus 30"
    yield "6,000 actions", with_actions("".join("\n  - type: shared_platform" for _ in range(6000))), "au plus 30"
    yield "9,000 wrong actions", with_actions("".join("\n  - 7" for _ in range(9000))), "au plus 30"
    yield "121 places", with_places("[" + '"05065",' * 121 + "]"), "au plus 120"
    yield "15,000 wrong places", with_places("[" + "x!," * 15_000 + "]"), "au plus 120"
    places = "\n  - type: open_space\n    places: [" + '"05065",' * 100 + "]"
    yield "300 places in all", with_actions(places * 3), "lieux, au plus 120"
    yield "5,000 options", with_options("{" + "".join(f"o{n}: 1," for n in range(5000)) + "}"), "au plus 20"
    yield (
        "5,000 unknown names",
        (HEAD + "actions: []\n" + "".join(f"k{n}: x\n" for n in range(5000))).encode(),
        "autres",
    )


def list_sizes() -> Iterator[Case]:
    heavy = "plus de 1 Mo"
    yield "a byte too many", HEAD.encode() + b"#" * (MEGABYTE + 1 - len(HEAD)), heavy
    yield "five megabytes of text", HEAD.encode() + b"description: " + b"x" * (5 * MEGABYTE), heavy
    yield "three megabytes of nothing", b"\n" * (3 * MEGABYTE), heavy
    yield "three megabytes of zeros", b"\0" * (3 * MEGABYTE), heavy
    long = "caractères, au plus"
    yield "long name", f"key: essai\nname: {'x' * 81}\nactions: []\n".encode(), long
    yield "very long name", f"key: essai\nname: {'x' * 900_000}\nactions: []\n".encode(), long
    yield "long description", f"{HEAD}description: {'x' * 1001}\nactions: []\n".encode(), long
    yield "very long description", f"{HEAD}description: {'é ' * 300_000}\nactions: []\n".encode(), long
    folded = "".join(f"  ligne {n}\n" for n in range(50_000))
    yield "long folded description", f"{HEAD}description: >\n{folded}actions: []\n".encode(), long
    yield "long key", f"key: {'a' * 900_000}\nname: Essai\nactions: []\n".encode(), long
    yield "long type", with_actions(f"[{{type: {'a' * 900_000}}}]"), long
    yield "long place", with_places(f"[{'a' * 900_000}]"), "corrigez-le"
    yield "long text of an option", with_options(f"{{kind: {'a' * 900_000}}}"), long
    yield "long name of an option", with_options(f"{{{'a' * 1000}: 1}}"), long
    yield "long unknown name", (HEAD + f"? {'a' * 900_000}\n: 1\nactions: []\n").encode(), "pas attendu"
    yield "a megabyte of remarks", b"# rien\n" * 140_000, "nom: valeur"


def list_numbers_and_codes() -> Iterator[Case]:
    large = "trop grand"
    yield "five thousand digits", with_options(f"{{desks: {'9' * 5000}}}"), large
    yield "300,000 digits", with_options(f"{{desks: {'9' * 300_000}}}"), large
    yield "300,000 decimals", with_options(f"{{desks: 0.{'9' * 300_000}}}"), large
    yield "a number of thirty digits", with_options(f"{{desks: {'9' * 30}}}"), large
    yield "a number past all others", with_options("{desks: 1.0e+999}"), large
    yield "an order of forty digits", f"{HEAD}order: {'9' * 41}\nactions: []\n".encode(), large
    number = "donnez un nombre"
    for text in (".inf", "-.INF", ".NaN"):
        yield f"desks: {text}", with_options(f"{{desks: {text}}}"), "nombre fini"
    for text in (
        "1_000",
        "0x1F",
        "0b11",
        "12:30",
        "1e400",
        "douze",
        "''",
        "2026-01-31T10:00:00",
    ):
        yield f"desks: {text}", with_options(f"{{desks: {text}}}"), number
    yield "a sexagesimal without end", with_options(f"{{desks: {'1' + ':59' * 60}}}"), number
    yield "a day for a number", with_options("{desks: 2026-01-31}"), "valeur simple"
    zero = "commence par un zéro"
    for code in ("05063", "05065", "05023"):
        yield f"code {code} without quotes", with_places(f"[{code}]"), f"« {code} » {zero}"
    yield "negative octal", with_options("{desks: -07}"), zero
    yield "code without its zero", with_places("[5065]"), "« 05065 »"
    yield "code without its zero, in quotes", with_places("['5065']"), "« 05065 »"
    yield "negative code", with_places("[-5065]"), "code"
    yield "a decimal code", with_places("[5065.5]"), "corrigez-le"
    yield "a SIREN without quotes", with_actions("[{type: welcome_service, places: [240500439]}]"), "« 240500439 »"
    yield "a place that is true", with_places("[true]"), "corrigez-le"
    yield "a place that is nothing", with_places("[null]"), "manque"
    yield "a place that is a day", with_places("[2026-01-31]"), "corrigez-le"
    yield "a place that is a list", with_places("[['05065']]"), "corrigez-le"
    yield "a place that is a map", with_places("[{a: b}]"), "corrigez-le"


def list_encodings() -> Iterator[Case]:
    accented = f"{HEAD}description: été\nactions: []\n"
    utf8 = "UTF-8"
    yield "Windows-1252", accented.encode("cp1252"), utf8
    yield "UTF-16", accented.encode("utf-16"), utf8
    yield "UTF-16, the other way", b"\xfe\xff" + accented.encode("utf-16-be"), utf8
    yield "UTF-16 without a mark", HEAD.encode("utf-16-le"), "U+0000"
    yield "UTF-32", accented.encode("utf-32"), utf8
    yield "half a letter", (HEAD + "description: ").encode() + b"\xc3\n", utf8
    yield "an overlong letter", (HEAD + "description: ").encode() + b"\xc0\xaf\n", utf8
    yield "a surrogate", (HEAD + "description: ").encode() + b"\xed\xa0\x80\n", utf8
    yield "bytes of a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, utf8
    unseen = "caractère invisible"
    for code in (0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x9F, 0xFEFF, 0xFFFE):
        yield f"character {code:04X}", f"{HEAD}description: a{chr(code)}b\nactions: []\n".encode(), unseen
    yield "two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + ORDINARY.encode(), unseen


def list_writings() -> Iterator[Case]:
    yield "nothing", b"", "vide"
    yield "spaces", b" \n \n", "vide"
    for name, text in {
        "a remark": "# rien\n",
        "three dashes": "---\n",
        "a word": "essai\n",
        "a number": "7\n",
        "a list": "- a\n- b\n",
        "a JSON list": "[1, 2, 3]",
    }.items():
        yield name, text.encode(), "nom: valeur"
    broken = "ne se lit pas comme du YAML"
    for name, text in {
        "a tab before": "\tkey: essai\n",
        "a tab below": "actions:\n\t- type: a\n",
        "an open quote": "key: 'essai\nname: Essai\n",
        "an open double quote": 'key: "essai\nname: Essai\n',
        "an open quote before another document": 'key: "essai\n---\nname: Essai\n',
        "an open bracket": "key: [a, b\nname: Essai\n",
        "an open brace": "key: {a: b\nname: Essai\n",
        "a closing bracket": "key: ]\n",
        "a comma too many": "key: [,]\n",
        "two colons": "key: essai: autre\n",
        "a map in a list": "- a\nkey: b\n",
        "a list in a map": "key: b\n- a\n",
        "a stray indent": "key: essai\n  name: Essai\n",
        "a colon that misses": "key: essai\nname\nactions: []\n",
        "text after a quote": "key: 'essai'suite\n",
        "an unknown escape": 'key: "\\q"\n',
        "half an escape": 'key: "\\x4"\n',
        "an escape past Unicode": 'key: "\\UFFFFFFFF"\n',
        "an escaped surrogate": 'key: "\\ud800"\n',
        "an at sign": "key: @essai\n",
        "a backquote": "key: `essai`\n",
        "a percent sign": "key: %essai\n",
        "a star": "key: * essai\n",
        "an ampersand": "key: & essai\n",
        "a version of tomorrow": "%YAML 9.9\n---\nkey: essai\n",
        "two versions": "%YAML 1.1\n%YAML 1.1\n---\nkey: essai\n",
        "text after the end": "key: essai\n...\nname: Essai\n",
        "an indent of nine": "key: |9\n essai\n",
        "an empty name": ": essai\n",
    }.items():
        yield name, text.encode(), broken
    yield "two documents", b"key: essai\n---\nname: Essai\n", "plusieurs documents"
    yield "a thousand documents", b"--- {}\n" * 1000, "plusieurs documents"
    yield "a list for a name", b"? [key]\n: essai\n", "ne peut pas servir de nom"
    yield "a map for a name", b"{key: essai}: autre\n", "ne peut pas servir de nom"
    twice = "paraît deux fois"
    yield "a name twice", b"key: essai\nname: a\nname: b\nactions: []\n", twice
    yield "a name twice, in quotes", b"key: essai\nname: a\n'name': b\nactions: []\n", twice
    yield "an option twice", with_options("{desks: 4, desks: 3}"), twice


def list_fields() -> Iterator[Case]:
    missing = "la valeur manque"
    yield "no key", b"name: Essai\nactions: []\n", missing
    yield "no name", b"key: essai\nactions: []\n", missing
    yield "no actions", HEAD.encode(), missing
    yield "no type", with_actions("[{places: []}]"), missing
    yield "an unknown name", (HEAD + "actions: []\nauteur: moi\n").encode(), "pas attendu"
    yield "a set", b"? key\n? name\n? actions\n", missing
    for text in ("7", "''", "{type: a}", "true", "null"):
        yield f"actions: {text}", with_actions(text), "manque" if text in {"''", "null"} else "liste"
    for text in ("7", "a", "null", "[a]"):
        yield f"action {text}", with_actions(f"[{text}]"), "manque" if text == "null" else "nom: valeur"
    for text in ("Ouvrir", "'ouvrir un espace'", "''", "7", "[a]"):
        yield f"type {text}", with_actions(f"[{{type: {text}}}]"), "colonne actions.0.type :"
    yield "places in one text", with_places('"05065"'), "liste"
    yield "places in a map", with_places("{a: b}"), "liste"
    yield "options in a list", with_options("[a]"), "nom: valeur"
    for text in ("null", "[4]", "{a: 4}"):
        yield f"desks is {text}", with_options(f"{{desks: {text}}}"), "manque" if text == "null" else "valeur simple"
    yield "an option in capitals", with_options("{DESKS: 4}"), "forme attendue"
    for text in ("null", "7", "[a]", "{a: b}", "true"):
        word = "manque" if text == "null" else "texte"
        yield f"name: {text}", f"key: essai\nname: {text}\nactions: []\n".encode(), word
    for text in ("''", "'   '", '"\\u200b\\u202e"', '"\\0\\a"', '"\\n\\t"', '"\\u3164"'):
        yield f"name that nobody sees: {text}", f"key: essai\nname: {text}\nactions: []\n".encode(), "manque"
    for text in ("Essai", "'un essai'", "essai-", "''", "../essai", "7"):
        yield f"key: {text}", f"key: {text}\nname: Essai\nactions: []\n".encode(), "colonne key :"
    yield "a description in a list", (HEAD + "description: [a]\nactions: []\n").encode(), "texte"
    yield "an order in words", (HEAD + "order: premier\nactions: []\n").encode(), "nombre entier"
    yield "an order and a half", (HEAD + "order: 1.5\nactions: []\n").encode(), "nombre entier"
    yield "outside, perhaps", (HEAD + "outside_study: peut-être\nactions: []\n").encode(), "ni true ni false"


def list_models() -> Iterator[Case]:
    yield "an unknown action", with_actions("[{type: teleport}]"), "n'existe pas"
    yield "an action twice", with_actions("[{type: shared_platform}, {type: shared_platform}]"), "deux fois"
    yield "no place", with_actions("[{type: open_space}]"), "demande un lieu"
    yield "a place elsewhere", with_places('["75056"]'), "n'est pas dans le territoire"
    yield "a Corsican place", with_places("[2A004]"), "n'est pas dans le territoire"
    yield "a place twice", with_places('["05065", "05065"]'), "deux fois"
    yield (
        "a place for the territory",
        with_actions('[{type: shared_platform, places: ["05065"]}]'),
        "tout le territoire",
    )
    yield "a commune for a space", with_actions('[{type: extend_space, places: ["05065"]}]'), "n'est pas dans"
    yield "an unknown option", with_options("{piscine: 4}"), "n'a pas d'option"
    yield "an unknown choice", with_options("{kind: palais}"), "choisissez parmi"
    yield "true for a choice", with_options("{kind: true}"), "choisissez parmi"
    yield "too many desks", with_options("{kind: standard, desks: 61}"), "au plus 60"
    yield "a million desks", with_options("{kind: standard, desks: 9007199254740992}"), "au plus 60"
    yield "no desk", with_options("{kind: standard, desks: 0}"), "au moins 1"
    yield "true desks", with_options("{desks: true}"), "donnez un nombre"
