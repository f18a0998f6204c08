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
        self._taken: dict[str, str] = {}
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
        if self._is_free(name):
            return self._take(name)
        if where and self._is_free(longer := f"{name} ({where})") and len(longer) <= LONGEST_NAME:
            return self._take(longer)
        count = 2
        while not self._is_free(numbered := f"{name} ({count})"):
            count += 1
        return self._take(numbered)

    def _is_free(self, name: str) -> bool:
        case, looks = skeletons(name)
        return case not in self._taken and "\0" + looks not in self._taken

    def _take(self, name: str) -> str:
        case, looks = skeletons(name)
        self._taken[case] = self._taken["\0" + looks] = name
        return name
