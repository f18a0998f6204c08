"""The only bridge from planners' words to time points: from a course and its ways to the part that it plays.

What becomes what is the page's table: chosen durations become two ties, uncertain ones a link; an anchored start is
counted from its event; a need is met by a promise, by an own way, or by nothing; an assumption is a link from the
warning; notice and consent tie the party's own points.
"""

from __future__ import annotations

from freehand.assessment.book import NEW, OLD, VALUE, Book, Link, Number, Statement
from freehand.assessment.part import Part
from freehand.assessment.setting import NO_WAY, OWN_WAY, THE_TERMS, Placed, Setting, Start, User
from freehand.assessment.ties import rule_ties
from freehand.plans.activity import Activity
from freehand.plans.joint import Agreed, Consent, Notice, TermsRule, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.plans.support import Need, Promise
from freehand.quantities import show_hours
from freehand.terms.scope import Rung


def part_of(
    setting: Setting,
    workspace: Workspace,
    course: Course,
    ways: tuple[tuple[str, str], ...],
    rung: Rung,
    assume: bool,
) -> Part:
    """The part that a course with these ways plays at a rung.

    With ``assume``, joins bind through the party's assumptions.
    """
    part = Part(setting, course.party, course.name, course.meets)
    part.ways = ways
    party, source = course.party, f"{course.party}, {course.name}"
    present = [a for a in course.activities if a.least_rung <= rung]
    for activity in present:
        _add_activity(part, activity, source)
    by_need = dict(ways)
    for need in course.needs:
        _add_need(part, need, by_need[need.name], workspace, source)
    absent = {Point(k, party, a.name) for a in course.activities if a not in present for k in ("start", "end")}
    for rule in course.rules:
        if {rule.later, rule.earlier} & absent:
            continue  # its own constraints lapse below the activity's least rung
        if {p.party for p in (rule.later, rule.earlier)} - {"", party}:
            part.joins.append(rule)
        else:
            part.rule(rule, "own", party, Rung.SCENARIOS, source)
    if assume:
        _assume(part, course, source)
    if rung >= Rung.OPERATIONS:
        for terms_rule in workspace.compact.rules:
            if terms_rule.contingency == setting.contingency.name:
                _add_terms_rule(part, terms_rule)
    return part


def _add_activity(part: Part, activity: Activity, source: str) -> None:
    party, book = part.party, part.book
    start, end = Point("start", party, activity.name), Point("end", party, activity.name)
    part.place(start, event=activity.after)
    part.starts.append(Start(start, book.point(start)))
    if activity.after is not None:
        event = Point("event", "", activity.after)
        text = f"{party}'s {activity.name} starts a chosen time after {activity.after}"
        part.tie(event, start, (), book.statement(Statement("own", party, text, text, source, activity.place)))
    part.take(
        start,
        end,
        activity.duration,
        f"{party}'s {activity.name}",
        source,
        party,
        Rung.SCENARIOS,
        (party,),
        activity.after,
    )
    for hold in activity.holds:
        name = part.setting.holdings.name(party, hold.means)
        private = name not in part.setting.holdings.seen
        part.users.append(
            User(str(start).removeprefix("start of "), name, hold.amount, start, end, 0, party, False, private)
        )


def _add_need(part: Part, need: Need, way: str, workspace: Workspace, source: str) -> None:
    party, book, setting = part.party, part.book, part.setting
    call, delivery = Point("call", party, need.name), Point("delivery", party, need.name)
    if way == NO_WAY:
        part.broken.append(f"{party}'s {part.course} needs {need.name}, and nobody has promised it")
        return
    part.place(call)
    part.starts.append(Start(call, book.point(call)))
    if way == OWN_WAY:
        assert need.own_way is not None
        part.take(
            call,
            delivery,
            need.own_way,
            f"{party}'s own way to {need.name}",
            source,
            party,
            Rung.SCENARIOS,
            (party,),
            since="from the call",
        )
        return
    promise = next(p for p in workspace.promises if p.name == way and p.contingency == setting.contingency.name)
    part.relies_on = (*part.relies_on, promise.name)
    said = f"promise {promise.name} of {promise.giver}"
    part.take(
        call,
        delivery,
        promise.lead,
        f"the {said}",
        said,
        promise.giver,
        Rung.SUPPORT,
        (promise.giver, party),
        since="from the call",
    )
    opening, closing = (show_hours(seconds) for seconds in promise.callable_at)
    window = f"the {said} can be called from {opening} until {closing} after the warning"
    statement = book.statement(Statement("own", promise.giver, window, window, said, promise.place))
    opens = Number(
        promise.giver,
        Rung.SUPPORT,
        f"the {said}: can be called from {NEW} instead of {OLD}",
        "",
        "",
        said,
        promise.callable_at.low,
        0,
        setting.horizon,
        promise.place,
    )
    shuts = Number(
        promise.giver,
        Rung.SUPPORT,
        f"the {said}: can be called until {NEW} instead of {OLD}",
        "",
        "",
        said,
        promise.callable_at.high,
        0,
        setting.horizon,
        promise.place,
    )
    i, j = book.pair(opens, shuts)
    part.tie(WARNING, call, (-i,), statement)
    part.tie(call, WARNING, (j,), statement)
    for caveat in promise.caveats:
        part.rule(caveat, "own", promise.giver, Rung.SUPPORT, said)
    turnaround = turnaround_of(book, promise) if promise.turnaround else 0
    for hold in promise.holds:
        name = setting.holdings.name(promise.giver, hold.means)
        user = f"promise {promise.name}"
        part.users.append(User(user, name, hold.amount, call, delivery, turnaround, promise.giver, True, False))


def turnaround_of(book: Book, promise: Promise) -> int:
    """The index of a promise's turnaround among the numbers."""
    said = f"promise {promise.name} of {promise.giver}"
    ask = f"the {said}: turnaround {NEW} instead of {OLD}"
    step = f"its turnaround takes {VALUE} after delivery"
    return book.number(
        Number(
            promise.giver, Rung.SUPPORT, ask, step, step, said, promise.turnaround, 0, promise.turnaround, promise.place
        )
    )


def _assume(part: Part, course: Course, source: str) -> None:
    """Below *scenarios* a join binds through an assumption on the partner's point, or not at all."""
    book, setting = part.book, part.setting
    assumed = {}
    for assumption in course.assumptions:
        point, span = assumption.point, assumption.span
        low = Number(
            course.party,
            Rung.SCENARIOS,
            f"the assumption on {point}: not before {NEW} instead of {OLD}",
            f"{course.party} assumes {point} as early as {VALUE} after the warning",
            f"{course.party} assumes {point} not before {VALUE} after the warning",
            source,
            span.low,
            0,
            setting.horizon,
            assumption.place,
        )
        high = Number(
            course.party,
            Rung.SCENARIOS,
            f"the assumption on {point}: not after {NEW} instead of {OLD}",
            f"{course.party} assumes {point} at most {VALUE} after the warning",
            f"{course.party} assumes {point} as late as {VALUE} after the warning",
            source,
            span.high,
            0,
            setting.horizon,
            assumption.place,
        )
        link = book.link(Link(0, book.point(point), *book.pair(low, high), ()))
        assumed[point] = link
        part.links.append(link)
        for name in setting.names:
            part.placement[name][point] = Placed(0, (link,))
        part._ends.append(point)
    for rule in part.joins:
        partners = [p for p in (rule.later, rule.earlier) if p.party not in ("", course.party)]
        if all(p in assumed for p in partners):
            part.rule(rule, "own", course.party, Rung.ALONE, source)


def _add_terms_rule(part: Part, rule: TermsRule) -> None:
    """The rules of the terms on this party's own points; those across parties are the combination's."""
    book, setting = part.book, part.setting
    source = f"rule {rule.name} of the terms"
    if isinstance(rule, Notice) and rule.point in part.points:
        text = f"{rule.name}: {show_hours(rule.seconds)} notice before {rule.point}, counted from the warning"
        number = Number(
            THE_TERMS,
            Rung.OPERATIONS,
            f"{rule.name}: {NEW} notice before {rule.point} instead of {OLD}",
            "",
            "",
            source,
            rule.seconds,
            0,
            setting.horizon,
            rule.place,
        )
        said = book.statement(Statement("rule", THE_TERMS, rule.name, text, source, rule.place))
        part.tie(WARNING, rule.point, (-book.number(number),), said, rule=True)
    elif isinstance(rule, Consent) and rule.point in part.points:
        if rule.promise is not None and rule.promise not in part.relies_on:
            return
        asking, consent = Point("asking", part.party, rule.name), Point("consent", part.party, rule.name)
        part.place(asking)
        part.askings.append(Start(asking, book.point(asking)))
        what = f"the consent of {rule.holder}"
        limits = (min(rule.lead.floor, rule.lead.low), setting.horizon, rule.place)
        low = Number(
            rule.holder,
            Rung.OPERATIONS,
            f"{what} ({rule.name}): at least {NEW} instead of {OLD}",
            f"{what} may take as little as {VALUE} from the asking",
            f"{what} takes at least {VALUE} from the asking",
            source,
            rule.lead.low,
            *limits,
        )
        high = Number(
            rule.holder,
            Rung.OPERATIONS,
            f"{what} ({rule.name}): at most {NEW} instead of {OLD}",
            f"{what} takes at most {VALUE} from the asking",
            f"{what} may take {VALUE} from the asking",
            source,
            rule.lead.high,
            *limits,
        )
        link = book.link(
            Link(book.point(asking), book.point(consent), *book.pair(low, high), (part.party, rule.holder))
        )
        part.links.append(link)
        part.place(consent, after=asking, link=link)
        text = f"{rule.point} not before the consent of {rule.holder}"
        said = book.statement(Statement("rule", THE_TERMS, rule.name, text, source, rule.place))
        part.tie(consent, rule.point, (), said, rule=True)
    elif isinstance(rule, Agreed):
        for sentence in rule.rules:
            own = {p for p in (sentence.later, sentence.earlier) if p.party}
            if own <= part.points and {p.party for p in own} == {part.party}:
                for y, x, terms, statement in agreed_ties(book, setting, rule, sentence):
                    part.tie(y, x, terms, statement, rule=True)


def agreed_ties(
    book: Book, setting: Setting, rule: Agreed, sentence: Rule
) -> list[tuple[Point, Point, tuple[int, ...], int]]:
    """The ties of a synchronisation or another agreed sentence."""
    source = f"rule {rule.name} of the terms"
    ties = rule_ties(book, setting, sentence, "rule", THE_TERMS, Rung.OPERATIONS, source)
    said = book.statement(Statement("rule", THE_TERMS, rule.name, sentence.text, source, sentence.place))
    return [(y, x, terms, said) for y, x, terms, _ in ties]
