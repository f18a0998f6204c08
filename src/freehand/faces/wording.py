"""Results as sentences that planners read; no rule of the domain, and no layout.

A verdict is always shape + word; a moment is always written the same way; hours come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import overload

from freehand.assessment.asks import Ask
from freehand.assessment.explain import Chain
from freehand.assessment.freedom import Time
from freehand.assessment.knowledge import Contradiction
from freehand.assessment.results import Assessment, AtRung, Believed, Change, Clash, MostTied, Price, PricedOrder
from freehand.assessment.verdict import Verdict
from freehand.assessment.windows import Shown
from freehand.faces.document import item_name
from freehand.plans.points import Point
from freehand.quantities import inner_minutes, show_about, show_duration, show_hours, show_instant
from freehand.terms.scope import Rung

EXPOSED = "exposed"
LESSER = "lesser"
NOT_RELEASED = "not released"
SHAPES = {
    Verdict.ASSURED.word: "●",
    Verdict.TOLD_APART.word: "◐",
    Verdict.ADAPTABLE.word: "◉",
    Verdict.POSSIBLE.word: "○",
    EXPOSED: "◌",
    Verdict.IMPOSSIBLE.word: "✕",
    Verdict.UNDECIDED.word: "?",
    LESSER: "●",
    NOT_RELEASED: "–",
}
BRIEF = {Verdict.TOLD_APART.word: "told apart", NOT_RELEASED: ""}
NOTHING = "–"


def mark(word: str) -> str:
    """A verdict's word with its shape.

    >>> mark("assured"), mark("assured if told apart")
    ('● assured', '◐ assured if told apart')
    """
    return f"{SHAPES[word]} {word}"


def brief_mark(at: AtRung) -> str:
    """How a contingency stands at a rung, short enough for a table."""
    return brief(standing_word(at))


def brief(word: str) -> str:
    """A standing with its shape, short enough for a table."""
    return f"{SHAPES[word]} {BRIEF.get(word, word)}".rstrip()


def standing_word(at: AtRung) -> str:
    """How a contingency stands in fact, in a word; *lesser* is assured by a lesser course."""
    word = at.in_fact or NOT_RELEASED
    return LESSER if word == Verdict.ASSURED.word and at.lesser else word


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["A"]), listed(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "nobody"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "contingency", "contingencies"), counted(5, "contingency", "contingencies")
    ('1 contingency', '5 contingencies')
    """
    return f"{number} {one if number == 1 else many}"


def title(assessment: Assessment) -> str:
    """Whose assessment of what."""
    parts = [
        assessment.compact,
        listed(assessment.parties),
        counted(len(assessment.contingencies), "contingency", "contingencies"),
    ]
    if assessment.illustrative:
        parts.append("illustrative data")
    return " · ".join(parts)


def headline(assessment: Assessment) -> str:
    """The one sentence that matters: what climbing the ladder gains, and who gives up most for it."""
    rows = assessment.tradeoff
    first, last = rows[0], rows[-1]
    count = len(assessment.contingencies)
    if count == 1:
        gain = f"At {last.rung.word}, the one contingency is {'assured' if last.in_fact else 'not assured'} in fact"
    else:
        are = "is" if last.in_fact == 1 else "are"
        gain = f"At {last.rung.word}, {last.in_fact or 'none'} of {count} contingencies {are} assured in fact"
    if len(rows) > 1 and last.in_fact and count > 1:
        gain += f" ({first.in_fact or 'none'} at {first.rung.word})"
    if not last.rung.joint:
        return f"{gain}; nothing ties anybody yet."
    tied = [
        f"{p} keeps {kept(t)} in {t.contingency}" for p, t in last.most_tied.items() if t is not None and t.kept < 1
    ]
    if tied:
        return f"{gain}. Where most tied, {listed(tied)}."
    return f"{gain}; nobody gives up any room for it." if last.in_fact else f"{gain}."


def kept(tied: MostTied | None) -> str:
    """What a party keeps where it keeps least, in hours."""
    return NOTHING if tied is None else part_of(tied.joint, tied.with_help)


def part_of(joint: int, with_help: int) -> str:
    """What is left of a room, in hours; never more than all of it.

    >>> part_of(43200, 950400), part_of(1800, 7200), part_of(1, 60), part_of(8000, 7200)
    ('12 of 264 h', '30 min of 2 h', '1 s of 1 min', '2 of 2 h')
    """
    whole, part = show_about(with_help), show_about(min(joint, with_help))
    both = part.endswith(" h") and whole.endswith(" h")
    return f"{part.removesuffix(' h')} of {whole}" if both else f"{part} of {whole}"


def change_text(change: Change) -> str:
    """What changed from one rung to the next, and why."""
    because = f" ({', '.join(change.because)})" if change.because else ""
    if change.before == change.after:
        return f"{change.contingency}: still {change.after}{because}"
    return f"{change.contingency}: {change.before} → {change.after}{because}"


def courses_text(at: AtRung) -> dict[str, str]:
    """Each party's course, with the way of each need in the best choice, or with what the party believes."""
    if at.choice is None:
        return {party: believed_text(party, b) for party, b in (at.believed or {}).items()}
    lines = {}
    for part in at.choice.combination.parts:
        ways = ", ".join(f"{need}: {way}" for need, way in part.ways)
        lines[part.party] = f"{part.party}: {part.course}" + (f" ({ways})" if ways else "")
    return lines


def believed_text(party: str, believed: Believed | None) -> str:
    """What a party believes of its own best course."""
    if believed is None:
        return f"{party}: {NOT_RELEASED}"
    differs = ", not its joint course" if believed.differs else ""
    return f"{party}: {believed.course} (believed {believed.verdict.word}{differs})"


def room_text(time: Time) -> str:
    """A party's room alone, with help and joint.

    >>> room_text(Time(None, None, None))
    'room none → none → none'
    """
    alone, help_, joint = ("none" if a is None else show_about(a) for a in amounts(time))
    return f"room {alone} → {help_} → {joint}"


def amounts(time: Time) -> tuple[int | None, int | None, int | None]:
    """A party's room alone, with help and joint, in seconds."""
    help_, joint = time.with_help, time.joint
    return time.alone, None if help_ is None else help_.seconds, None if joint is None else joint.seconds


def answer(name: str, at: AtRung) -> str:
    """How a contingency stands, as a sentence."""
    word = standing_word(at)
    told = "" if at.told_apart_by is None else f", by {show_instant(at.told_apart_by)}"
    unmet = f", but leaves unmet: {listed(at.aims_unmet)}" if at.aims_unmet else ""
    if word == LESSER:
        word = "assured"
    by = short_by(at)
    if at.undecided:
        by = f": {at.undecided}{by}"
    return f"{SHAPES[word]} {name} is {word}{told}{unmet}{by}."


def short_by(at: AtRung) -> str:
    """What the first chain is short by, where it is short by a number."""
    short = [c.shortfall for c in at.chains if c.shortfall is not None]
    return f"; short by {show_hours(short[0])}" if short else ""


def unseen_text(at: AtRung) -> str | None:
    """What nobody looks at below *scenarios*."""
    unseen = at.unseen
    if unseen is None or unseen.nothing:
        return None
    counts = [
        counted(len(unseen.joins) + len(unseen.missing), "join", "joins"),
        counted(len(unseen.clashes), "clash", "clashes"),
        counted(len(unseen.surprises), "surprise", "surprises"),
    ]
    return f"nobody looks at {listed(c for c in counts if not c.startswith('0 '))}"


def chain_rows(chain: Chain) -> list[tuple[str, str, str]]:
    """A chain as an account: what each reason adds or takes, the reason, who says so; at the end what is missing."""
    rows = []
    for step in chain.steps:
        amount = "" if not step.seconds else f"{'+' if step.seconds > 0 else '−'}{show_hours(abs(step.seconds))}"
        source = f"({step.reason})" if step.reason and f"({step.reason})" not in step.text else ""
        rows.append((amount, sentence(step.text), source))
    if chain.shortfall is not None:
        rows.append((f"−{show_hours(chain.shortfall)}", f"Short by {show_hours(chain.shortfall)}.", ""))
    return rows


def breaking(chain: Chain) -> str:
    """A chain in one sentence: what it is short by, what comes too early, and what takes longest."""
    if chain.shortfall is None:
        return sentence(chain.steps[0].text)
    gives = [s for s in chain.steps if (s.seconds or 0) > 0]
    takes = sorted((s for s in chain.steps if (s.seconds or 0) < 0), key=lambda s: s.seconds or 0)
    told = "; ".join(s.text.removesuffix(f" ({s.reason})") for s in (*gives[:1], *takes[:1]))
    return f"Short by {show_hours(chain.shortfall)}: {told}."


OUR_WORDS = ("the ", "start of ", "end of ", "delivery of ", "know ", "everything ", "nothing ", "its ", "if told")


def sentence(text: str) -> str:
    """A text with a full stop, and a capital letter where it begins with a word of ours; names keep their letters.

    >>> sentence("the attack may come"), sentence("b's boats sail")
    ('The attack may come.', "b's boats sail.")
    """
    first = text[:1].upper() if text.startswith(OUR_WORDS) else text[:1]
    return first + text[1:] + ("" if text.endswith(".") else ".")


def ask_parts(ask: Ask) -> tuple[str, str]:
    """An ask, and to whom it goes."""
    whom = "a question, since nobody can change it" if ask.owner is None else f"of {ask.owner}"
    rest = "" if ask.enough or not ask.changes else "; other faults remain"
    return sentence(ask.text).removesuffix("."), f"({whom}, rung {ask.rung.word}{rest})"


def question(ask: Ask) -> str:
    """An ask as something to read out on the telephone."""
    text = sentence(ask.text).removesuffix(".")
    if not ask.changes:
        return f"Who can make sure that we {ask.text}?"
    if ask.owner is None:
        return f"Does anybody know this? {text}."
    return f"{ask.owner}, could this be arranged? {text}."


def ask_text(ask: Ask) -> str:
    """An ask with its addressee, in one line."""
    return " ".join((ask.text, ask_parts(ask)[1]))


def price_text(price: Price) -> str:
    """One line of the price list."""
    name = f"{price.kind} {price.element}" if price.kind != price.element else price.element
    if not price.used:
        return f"{name}: not used; relying on it would give {price.worth_text}"
    rooms = [f"{p} {signed(s)}" for p, s in (price.room or {}).items() if s]
    told = [", ".join(rooms) or "no room"] if price.room is not None else []
    if price.worth is not None:
        told.append(f"without it {price.worth_text}")
    return f"{name}: {'; '.join(told)}"


def signed(seconds: int) -> str:
    """A price in hours, with its sign where it is below zero."""
    return f"−{show_about(-seconds)}" if seconds < 0 else show_about(seconds)


def order_text(order: PricedOrder, means: str) -> str:
    """One order of a clash with what it leaves; the means stands in the heading."""
    rooms = ", ".join(f"{p} {show_about(s)}" for p, s in order.room.items() if s is not None)
    chosen = "chosen: " if order.chosen else ""
    text = order.order.removesuffix(f" ({means})")
    return f"{chosen}{text}: {order.verdict.word}" + (f"; room {rooms}" if rooms else "")


def clash_text(clash: Clash) -> str:
    """A clash in one line."""
    users = listed(f"{name} ({amount})" for name, amount in clash.users)
    kind = "no order keeps the verdict" if clash.certain else "an order settles it; the cheapest first"
    return f"{clash.means}, {clash.capacity} in all: {users} may meet; {kind}"


def window_text(window: Shown) -> tuple[str, str, str]:
    """A window as what to do, from when, and until when, in whole minutes inside it where there are any."""
    if window.start is not None and window.start_low is not None and window.start_high is not None:
        what, low, high = window.start, window.start_low, window.start_high
    else:
        what, low, high = window.point, window.low, window.high
    low, high = whole_minutes(low, high)
    if window.after is not None:
        return what, f"{show_duration(low)} after {window.after}", f"{show_duration(high)} after {window.after}"
    return what, show_instant(low), show_instant(high)


@overload
def whole_minutes(low: int, high: int) -> tuple[int, int]: ...
@overload
def whole_minutes(low: int, high: int | None) -> tuple[int, int | None]: ...
def whole_minutes(low: int, high: int | None) -> tuple[int, int | None]:
    """The whole minutes inside a span of seconds, where there are any: nobody acts to the second.

    >>> whole_minutes(1, 150), whole_minutes(61, 62), whole_minutes(90, None)
    ((60, 120), (61, 62), (120, None))
    """
    return (-(-low // 60) * 60, None) if high is None else inner_minutes(low, high)


def lost_text(lost: tuple[Point, int, int] | None) -> str:
    """The start that lost most."""
    if lost is None:
        return NOTHING
    point, before, after = lost
    return f"{point}: {show_about(before)} → {show_about(after)}"


def load_text(sets: Sequence[Sequence[tuple[str, str]]]) -> str:
    """The load-bearing sets in a sentence."""
    return "; ".join(" with ".join(item_name(item) for item in items) for items in sets)


def tellings(at: AtRung) -> list[str]:
    """Who must tell whom what for the plans to hold."""
    return [f"if told: {t.teller} tells {listed(t.told)} when the {t.what} has come" for t in at.if_told]


def by_rung(rungs: Mapping[Rung, AtRung]) -> list[str]:
    """A contingency's standing at each rung, for a table."""
    return [brief_mark(at) for at in rungs.values()]


def tied_cell(tied: MostTied | None) -> str:
    """What a party keeps where it keeps least, over its contingency."""
    return NOTHING if tied is None else f"{kept(tied)}\n{tied.contingency}"


def contradiction_text(found: Contradiction) -> str:
    """Two sources that cannot both be right."""
    sources = listed(f"report '{s}'" if s else f"what {found.reader} knows by itself" for s in found.sources)
    return f"{found.event}, scenario {found.scenario}: {sources} contradict each other; the widest bounds are used"
