"""Letters as they reach us: what is refused in any text, what a name is, and which names deceive the eye.

1. Text is UTF-8. What cannot be seen, or turns the direction of reading, is refused wherever it stands.
2. A name is one line in any script, in NFC, with single blanks inside and none around.
3. Two names of one namespace that differ only in case or in letters that look alike are refused, both named.

Source for 2: Unicode Standard Annex 15. For 3: Unicode Technical Standard 39, of whose table of confusables only the
Cyrillic and Greek letters with a Latin twin, digits, and compatibility forms are kept here. Limits: twins inside one
script (``rn`` and ``m``), other scripts, and accents are not found.
"""

import unicodedata

LONGEST_NAME = 200
_MOST_COMPARED = 100

# C0 and C1 controls but for tab and newline, carriage returns by themselves, marks that no one sees, and marks that
# turn the direction of reading; line separators, which editors count differently; half pairs and non-characters.
_REFUSED = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_BLANK_LETTERS = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_SHOW_NOTHING = str.maketrans("", "", "\n\t")

_LATIN_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТХУҮԚԜЗаеорсхуіјѕһԁԛԝѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχ0O1I|ı",
    "ABESlJKMHoPCTXYYQW3aeopcxyijshdqwvlABEZHlKMNoPTYXayikvopuxoolllı",
)
_ASCII_TWINS = bytes.maketrans(b"0O1I|", b"oolll")


def hidden_in(text: str) -> tuple[int, str] | None:
    """Where the first letter stands that is refused in any text, and the letter; None where there is none.

    >>> hidden_in("abc"), hidden_in("a\\u202ebc")
    (None, (1, '\\u202e'))
    """
    if text.translate(_SHOW_NOTHING).isprintable() and (
        text.isascii() or not any(letter in text for letter in _BLANK_LETTERS)
    ):
        return None
    import re  # compiled only where something odd stands

    found = re.search(f"[{_REFUSED}]|\r(?!\n)", text)
    return (found.start(), found.group()) if found else None


def named(letter: str) -> str:
    """A letter by its number and its Unicode name.

    >>> named("\\u202e")
    'U+202E (right-to-left override)'
    """
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, 'a control character').lower()})"


def as_name(text: str) -> str:
    """The text in NFC, with single blanks inside and none around.

    >>> as_name("  relief \\t airlift ")
    'relief airlift'
    """
    plain = " ".join(text.split())
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def skeletons(name: str) -> tuple[str, str]:
    """Two keys; names that share either differ only in case, or only in letters that look alike.

    >>> skeletons("Alert")[0] == skeletons("alert")[0]
    True
    >>> skeletons("Port")[1] == skeletons("\\u0420ort")[1]  # a Cyrillic letter first
    True
    """
    if name.isascii():
        return name.casefold(), name.encode().translate(_ASCII_TWINS).decode().casefold()
    wide = unicodedata.normalize("NFKC", name)
    return wide.casefold(), wide.translate(_LATIN_TWINS).casefold()


def nearest(name: str, known: list[str]) -> str:
    """The known name that is most like this one, or an empty text where none is.

    >>> nearest("stock shelter", ["open shelters", "stock shelters"])
    'stock shelters'
    """
    import difflib  # only a fault needs it

    if len(known) > _MOST_COMPARED:
        alike = (other for other in known if abs(len(other) - len(name)) < 3 and other[:1] == name[:1])
        known = [other for other, _ in zip(alike, range(_MOST_COMPARED), strict=False)]
    close = difflib.get_close_matches(name.casefold(), [other.casefold() for other in known], 1, 0.7)
    return next(other for other in known if other.casefold() == close[0]) if close else ""
