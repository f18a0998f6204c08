"""Names as partners give them: shown, compared, never used as a path, and not able to deceive the eye unseen.

The question: may this text stand as a name, and whose name could it be taken for?

1. A name is one line of 1 to 200 letters without what cannot be seen or turns the direction of reading: controls,
   format characters, fillers, selectors, other blanks than a single one between words. Else it is refused.
2. Two names look alike if they have one skeleton, as they stand or with their case folded first: compatibility forms
   resolved and accents taken off (NFKD); Cyrillic, Greek and Armenian letters replaced by their Latin twins; case
   folded; 0 as o, 1 and l as i; ``rn`` as m, ``vv`` as w; all but letters and digits left out. That is never refused:
   it is said, wherever the name is shown.

A workspace refuses what looks alike, by a shorter table (``formats.letters``): all that it refuses is told here.

Source: Unicode Technical Standard 39 (confusable detection), of whose table only these scripts are kept. Limits:
twins in other scripts are not found, and short names look alike more often than they deceive.
"""

from __future__ import annotations

import unicodedata
from operator import eq
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 200

_UNSEEN: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
"""Printable by Unicode's word, and seen by nobody: fillers, blanks of braille, variation selectors."""

_TWINS: Final = str.maketrans(
    # Cyrillic, Greek, Armenian; capitals first, as a capital and its small letter may resemble different ones.
    "АВЕЅІЈКМНОРСТХУҮԚԜЗаеорсхуіјѕһԁԛԝѵӏкмтгп" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχτω" + "ՕՍՏԼօոսհգզց",
    "ABESIJKMHOPCTXYYQW3aeopcxyijshdqwvlkmtrn" + "ABEZHIKMNOPTYXayikvopuxtw" + "OUSLonuhqqg",
)


def fault_of(name: str) -> str:
    """Why this text cannot stand as a name, as a clause; empty if it can.

    >>> fault_of("Northland"), fault_of("North\\u202eland")
    ('', 'it has U+202E (right-to-left override) in it')
    """
    if not name or len(name) > LONGEST:
        return f"it has {len(name)} letters, and 1 to {LONGEST} are allowed"
    for letter in name:
        if not letter.isprintable() or letter in _UNSEEN:
            return f"it has {spelled(letter)} in it"
    return "" if name == " ".join(name.split()) else "it has blanks around it, or two together"


def spelled(letter: str) -> str:
    """A letter by its number and its Unicode name.

    >>> spelled("\\u043e")
    'U+043E (cyrillic small letter o)'
    """
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, 'a control character').lower()})"


def look_alikes(name: str, known: Iterable[str]) -> list[str]:
    """Those of the known names that this one could be taken for, itself among them if it is known.

    >>> look_alikes("N\\u043erth1and", ["Northland", "Southland"])
    ['Northland']
    """
    mine = skeletons(name)
    return [other for other in known if any(map(eq, skeletons(other), mine))]


def skeletons(name: str) -> tuple[str, str]:
    """Two keys of a name; names that share either look alike. A capital may have another twin than its small letter.

    >>> skeletons("\u0412\u043e\u0442")[1] == skeletons("\u0432\u043e\u0442")[1]  # Cyrillic, with a capital first
    True
    """
    return skeleton(name), skeleton(name.casefold())


def skeleton(name: str) -> str:
    """What is left of a name for the eye in a hurry; two names with one skeleton look alike.

    >>> skeleton("Modern Vv") == skeleton("MODEM-W")
    True
    """
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    small = plain.translate(_TWINS).casefold().replace("0", "o").replace("1", "i").replace("|", "i").replace("ı", "i")
    kept = "".join(letter for letter in small if letter.isalnum())
    return kept.replace("l", "i").replace("rn", "m").replace("vv", "w")
