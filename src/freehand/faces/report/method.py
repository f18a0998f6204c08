"""How each number was found, in words that the page can carry with it."""

from __future__ import annotations

from freehand.assessment.results import Assessment
from freehand.faces import wording
from freehand.faces.markup import Content, el

NUMBERS = {
    "verdict": """
        Assured: one timetable holds whichever scenario comes and whatever nature does, with no further word. If told
        apart: a timetable for each scenario, but not one for all. Adaptable: holds if each side reacts to what it sees
        and is told. Possible: holds only if nature is kind. Impossible: cannot hold. Exposed: believed assured by each
        party alone, but not so when the plans meet. Undecided: the limit of the search was reached, or what was
        released does not decide it. Each is decided exactly, on temporal networks in whole seconds.""",
    "lesser course": """
        Assured, but by a course that leaves an aim of the contingency unmet.""",
    "short by": """
        The chain is the contradiction with the fewest steps. Its amounts are added up from the warning on; what they
        fall below zero by is what is missing.""",
    "question": """
        The value of one number at which the verdict becomes assured with all else as it is. At that value it is; one
        second beyond it is not.""",
    "free window": """
        Any start inside, by anyone, holds jointly, as long as each keeps its own plan. The smallest share of what could
        be free is made as large as possible, then the next.""",
    "room": """
        The sum of latest minus earliest over a party's starts: alone; with the help it receives and none of its
        burdens; joint, with its shared points held in their windows and every rule kept. It is never added up over
        contingencies.""",
    "price, worth": """
        The room that comes back when one promise, join or rule goes and its benefit stays; and the verdict without
        it.""",
    "rests on": """
        The smallest sets of promises or partners' activities whose withholding lowers the verdict.""",
    "clash": """
        Users that together need more of a means than there is, and that some timetable and some outcome bring together.
        Each order that keeps them apart is priced.""",
}


def method(found: Assessment) -> Content:
    """The last section."""
    times = wording.counted(len(found.networks), "time", "times")
    invented = " Places, parties and numbers are invented; they describe no real plan." if found.illustrative else ""
    words = [el("div", el("dt", word), el("dd", " ".join(text.split()))) for word, text in NUMBERS.items()]
    decided = f"For this page temporal networks were decided or closed {times}. Every contingency is judged alone."
    return [
        el("h2", "How each number was found"),
        el("p", f"{decided}{invented}"),
        el("dl", words, class_="words"),
    ]
