"""Networks as hypothesis draws them: whatever a file of one kind or the other may have to hold."""

from __future__ import annotations

from hypothesis import strategies as st

from freehand.temporal.named import Constraint, ContingentLink, Network

LETTERS = st.characters(exclude_categories=["Cs"])
XML_LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
PLAIN = st.text("abcXYZ019_?ωΩ ", min_size=1, max_size=8)


@st.composite
def networks(
    draw: st.DrawFn, letters: st.SearchStrategy[str] = LETTERS, single: bool = False, largest: int = 2**40
) -> Network:
    """A network; ``single``: one constraint at most for two points and a direction, none beside a link or a loop."""
    size = draw(st.integers(1, 8))
    # Names of ends of links are the plainest ones, which every kind of file can hold.
    number = draw(st.integers(0, size - 1))
    ends = draw(st.lists(PLAIN, min_size=number, max_size=number, unique=True))
    others = draw(
        st.lists(
            st.text(letters, min_size=1, max_size=8).filter(lambda name: name not in ends),
            min_size=size - number,
            max_size=size - number,
            unique=True,
        )
    )
    points = [*others, *ends]
    reasons = st.none() | st.text(letters, min_size=1, max_size=12)
    links = []
    for end in range(size - number, size):
        low = draw(st.integers(1, largest - 1))
        high = draw(st.integers(low + 1, largest))
        links.append(ContingentLink(draw(st.integers(0, end - 1)), end, low, high, draw(reasons)))
    point = st.integers(0, size - 1)
    constraints = draw(
        st.lists(st.builds(Constraint, point, point, st.integers(-largest, largest), reasons), max_size=12)
    )
    if single:
        taken = {pair for link in links for pair in ((link.start, link.end), (link.end, link.start))}
        kept = []
        for one in constraints:
            if (one.start, one.end) not in taken and one.start != one.end:
                taken.add((one.start, one.end))
                kept.append(one)
        constraints = kept
    return Network(points, constraints, links)
