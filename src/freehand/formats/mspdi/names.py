"""Names of a project file as names of a plan: free text, on one line, each once, and none like another.

1. What cannot be seen is taken out, and what is too long is cut.
2. A task without a name is called by its number.
3. Of two that are the same, or that the eye may take for each other, the second says under which summary it stands,
   or bears a number.
"""

from freehand.formats.letters import LONGEST_NAME, as_name, hidden_in, skeletons
from freehand.formats.writing import QUOTES

LONGEST = 120


def cleaned(text: str) -> str:
    """A text as a name: on one line, without what cannot be seen.

    >>> cleaned("  load\\n\\u202e the  trucks ")
    'load the trucks'
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST and "  " not in text and text == text.strip():
        return text  # as most are
    name = as_name(text)
    if hidden_in(name):
        name = as_name("".join(letter for letter in name if hidden_in(letter) is None))
    if len(name) > LONGEST:
        name = name[: LONGEST - 1].rstrip() + "…"
    if all(pair[1] in name for pair in QUOTES):  # no quotes would be left to put it in
        name = as_name(name.replace('"', ""))
    return name


class Names:
    """Names of one namespace, given out one by one. ``shared`` are those of others, which may be used as they are."""

    def __init__(self, shared: tuple[str, ...] = ()) -> None:
        self._taken: set[str] = set()
        self._shared = set(shared)
        for name in shared:
            self._take(name)

    def distinct(self, name: str, where: str = "") -> str:
        """The name itself, or one that is not taken yet.

        >>> names = Names()
        >>> names.distinct("inspect"), names.distinct("Inspect", "north line"), names.distinct("inspect", "north line")
        ('inspect', 'Inspect (north line)', 'inspect (2)')
        """
        if name in self._shared:
            self._shared.remove(name)
            return name
        if self._take(name):
            return name
        if where and len(longer := f"{name} ({where})") <= LONGEST_NAME and self._take(longer):
            return longer
        count = 2
        while not self._take(numbered := f"{name} ({count})"):
            count += 1
        return numbered

    def _take(self, name: str) -> bool:
        """Whether the name is free; it is taken from now on."""
        case, looks = skeletons(name)
        if case in self._taken or "\0" + looks in self._taken:
            return False
        self._taken |= {case, "\0" + looks}
        return True
