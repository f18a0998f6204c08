"""Words as an exclusion compares them: what deceives the eye, or a machine, is taken off first.

The question: a word is excluded; is it in this text, however it is dressed up? The rule, for both alike:

1. Letters that nobody sees are taken out: format characters, controls that are no blanks, fillers, selectors. A text
   with blanks of no width is also read with a blank in the place of each.
2. Compatibility forms and letters in frames are resolved (NFKD), and marks on letters of Latin, Greek, Cyrillic, Hebrew
   and Arabic taken off, of whatever script the marks are; what was left apart is put together again (NFKC), and case is
   folded.
3. A word is a longest run of letters, digits and marks; everything else parts words.
4. A word that is not wholly ASCII also counts as its twin: letters of Cyrillic, Greek, Armenian and Cherokee, small
   capitals and letters of phonetics become the Latin letter that they look like. Excluded words have twins too.

Source: Unicode Standard Annex 15, Unicode Technical Standard 39 (its commonest confusables of Latin letters). Cost:
text in ASCII is mapped and split by the interpreter's own loops. Limits: digits for letters (``str1ke``), letters set
apart (``s t r i k e``), a word that begins in one field and ends in another, other spellings, languages and words for
the same thing are not found. A list of words keeps out what was not meant to come, never somebody who means to deceive;
that is what the second person is for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_UNSEEN_BUT_PRINTED: Final = (
    "\ufffc\U0001d159\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    f"{_UNSEEN_BUT_PRINTED}]"
)
_NO_WIDTH: Final = re.compile("[\u200b\ufeff\ufffc]")
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_SIMPLE: Final = re.compile("[0-9A-Za-z\u00aa-\u052f\u0531-\u0587\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u1d00-\u1fff]")
"""Letters that no language writes with marks of another script (rule 2)."""
_TWINS: Final = str.maketrans(
    "авеѕіјкмнорстхуүһԁԛԝѵӏгαβεζηικμνορτυχγωձոսօհցզᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıȷɑɡɩɾɴʀᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᎮᏞᎷᏢᎡᏒᏚᏕᎢᏙᏔᏃ",
    "abesijkmhopctxyyhdqwvlrabezhikuvoptuxywdnuohgqabcdefghijklmnoprstuvwyzijagirnrabcdeghijkhlmprrsstvwz",
)
_FRAMED: Final = {
    first + number: ord("a") + number for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for number in range(26)
}
_SMALL: Final = bytes(code | 32 if 65 <= code <= 90 else code if chr(code).isalnum() else 32 for code in range(128))
_ASCII: Final = _SMALL + bytes([32]) * 128
_CONTROLS: Final = bytes(code for code in (*range(32), 127) if not chr(code).isspace())


def words_of(text: str) -> list[str]:
    """The words of a text, folded, and the twins of those that have one.

    >>> words_of("Air-STRIKE, st\\u00adrike; \\uff53trike")
    ['air', 'strike', 'strike', 'strike']
    """
    if text.isascii():
        return _split(text)
    words = _parted(text)
    if _NO_WIDTH.search(text):
        words += _parted(_NO_WIDTH.sub(" ", text))
    return words + [twin for word in words if not word.isascii() and (twin := _twin(word)) != word]


def ascii_words(text: str) -> list[bytes]:
    """The words of a text that is ASCII, as bytes: for many texts at once.

    >>> ascii_words("Air-STRIKE")
    [b'air', b'strike']
    """
    return text.encode().translate(_ASCII, _CONTROLS).split()


def folded(text: str) -> str:
    """A text as its folded words with single blanks between, twins left out: what two texts are compared by.

    >>> folded("  Stra\\u00dfe\\u2014SPERRE ")
    'strasse sperre'
    """
    return " ".join(_parted(text))


def twinned(line: str) -> str:
    """Folded words with their twins in place of them.

    >>> twinned("air \u0455trike")
    'air strike'
    """
    return line if line.isascii() else " ".join(map(_twin, line.split()))


def readings(text: str) -> list[str]:
    """A text folded, in every way in which it may be read: as it is, by twins, and parted where nobody sees it.

    >>> readings("\u0430ir\u200braid")
    ['\u0430irraid', 'airraid', '\u0430ir raid', 'air raid']
    """
    lines = [folded(text)]
    if not text.isascii() and _NO_WIDTH.search(text):
        lines.append(folded(_NO_WIDTH.sub(" ", text)))
    return [reading for line in lines for reading in dict.fromkeys((line, twinned(line)))]


def is_bare(text: str) -> bool:
    """Whether there is nothing in a text for anybody to see.

    >>> is_bare(" \\u200b\\n"), is_bare("-")
    (True, False)
    """
    return not (text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)).strip()


def unseen_in(text: str) -> str:
    """The first letter of a text that nobody sees; empty if there is none.

    >>> unseen_in("strike"), unseen_in("st\\u200brike")
    ('', '\\u200b')
    """
    found = None if text.isascii() and text.isprintable() else _UNSEEN.search(text)
    return found.group() if found else ""


def _parted(text: str) -> list[str]:
    if text.isascii():
        return _split(text)
    seen = _UNSEEN.sub("", text)
    apart = _MARKS.sub("", unicodedata.normalize("NFKD", seen.translate(_FRAMED)))
    small = unicodedata.normalize("NFKC", _UNSEEN.sub("", apart).casefold())
    return _split(small)


def _split(small: str) -> list[str]:
    if small.isascii():
        return small.encode().translate(_ASCII, _CONTROLS).decode().split()
    kept = [" "]
    for letter in small:
        if letter.isalnum():
            kept.append(letter)
        elif unicodedata.category(letter)[0] != "M":
            kept.append(" ")
        elif not _SIMPLE.match(kept[-1]):
            kept.append(letter)
    return "".join(kept).split()


@lru_cache(maxsize=4096)
def _twin(word: str) -> str:
    """Rule 4; the word itself where it has no other form."""
    return word if word.isascii() else word.translate(_TWINS)
