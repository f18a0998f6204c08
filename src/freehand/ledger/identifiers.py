"""Identifiers within the record: letters that look the same to everybody, and never a path.

1. The name of a log (its *origin*), of a witness, of an object: 1 to 200 visible ASCII characters, no space, no ``+``
   (the rule of signed notes), no quote and no backslash (so it stands in JSON as it is). So no marks that turn the
   direction of reading, no blanks, no letters of another script that look like these.
2. A kind: a lower-case word, 1 to 64 of ``a-z 0-9 . -``, a letter first.
3. A hash as text: 64 lower-case hexadecimal digits; a salt: 32.

What looks alike within ASCII (``l`` and ``1``) is told apart by whoever shows it: parties are known by their keys.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_NAME: Final = 200
NAME: Final = re.compile(rf"[!#-*,-\[\]-~]{{1,{LONGEST_NAME}}}")
NAME_LETTERS: Final = bytes(code for code in range(128) if NAME.fullmatch(chr(code)))
KIND: Final = re.compile(r"[a-z][a-z0-9.-]{0,63}")
HASH: Final = re.compile(r"[0-9a-f]{64}")
SALT: Final = re.compile(r"[0-9a-f]{32}")


def is_name(text: object) -> bool:
    """Whether this may name a log, a witness or an object.

    >>> is_name("north/0f3a"), is_name("no blanks"), is_name("n\\u043erth"), is_name("")
    (True, False, False, False)
    """
    return type(text) is str and NAME.fullmatch(text) is not None
