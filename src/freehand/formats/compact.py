"""The compact as a value: its parties, everybody's means, and the rules of its terms."""

from freehand.errors import shown
from freehand.formats import shapes
from freehand.formats.declared import Declared
from freehand.formats.durations import lead_of
from freehand.formats.letters import skeletons
from freehand.formats.points import Scope
from freehand.formats.reading import Key, Part
from freehand.formats.rules import SentenceFault, read_point, read_rules
from freehand.plans.joint import Agreed, Compact, Consent, Means, Notice, Party, TermsRule
from freehand.plans.points import Point
from freehand.quantities import QuantityFault, read_duration


def build_compact(part: Part, owned: list[Part], declared: Declared) -> Compact:
    """The compact of its document, with the means of every party from theirs."""
    people = part.get(shapes.PARTIES) or []
    if part.has(shapes.PARTIES) and len(people) < 2:
        part.fault(
            shapes.PARTIES,
            "fewer than two parties stand here",
            "a compact is a relationship between two parties or more.",
            "Add a party, as a name with a word on who it is.",
        )
    parties = tuple(Party(line.name, line.text, part.reader.place(line.line, "parties")) for line in people)
    for means in owned:
        check_party(means, shapes.MEANS_OF, declared)
    stocks = sorted(declared.stocks.items(), key=lambda item: (_rank(item[0][0], declared), item[0][1]))
    return Compact(
        part.get(shapes.COMPACT) or "",
        parties,
        tuple(Means(name, stock.capacity, owner, stock.area) for (owner, name), stock in stocks),
        build_rules([part], declared),
        part.get(shapes.ILLUSTRATIVE) is True,
        part.place(shapes.COMPACT),
    )


def check_party(part: Part, key: Key[str], declared: Declared) -> bool:
    """Whether the party named under a key is one of the compact; a fault is kept if not."""
    name = part.get(key)
    if name is None or not declared.parties:
        return False
    if name not in declared.parties:
        part.unknown(key, "party", name, list(declared.parties))
        return False
    return True


def check_contingency(part: Part, key: Key[str], declared: Declared) -> bool:
    """Whether the contingency named under a key is declared; a fault is kept if not."""
    name = part.get(key)
    if name is None:
        return False
    if name not in declared.situations:
        part.unknown(key, "contingency", name, sorted(declared.situations))
        return False
    return True


def _rank(owner: str, declared: Declared) -> int:
    return declared.parties.index(owner) + 1 if owner in declared.parties else 0


def build_rules(parts: list[Part], declared: Declared) -> tuple[TermsRule, ...]:
    """The rules of the terms that stand under ``rules`` in some documents, by name."""
    built = []
    for rule in (rule for part in parts for rule in part.get(shapes.RULES) or []):
        if check_contingency(rule, shapes.RULE_CONTINGENCY, declared):
            scope = declared.scope("", rule.get(shapes.RULE_CONTINGENCY) or "")
            if rule.shape is shapes.NOTICE_RULE:
                made = _notice(rule, scope)
            elif rule.shape is shapes.CONSENT_RULE:
                made = _consent(rule, scope, declared)
            else:
                made = _agreed(rule, scope)
            built += [made] if made else []
    return tuple(sorted(built, key=lambda rule: rule.name))


def _point(rule: Part, key: Key[str], text: str, scope: Scope) -> Point | None:
    try:
        return read_point(text, scope)
    except SentenceFault as fault:
        rule.fault(key, fault.what, fault.why, fault.next)
        return None


def _notice(rule: Part, scope: Scope) -> TermsRule | None:
    """``10 h before start of A's embark``."""
    text = rule.get(shapes.NOTICE)
    if text is None:
        return None
    time, before, point_text = text.partition(" before ")
    if not before:
        rule.fault(
            shapes.NOTICE,
            f"'{shown(text)}' does not say before what",
            "notice is given so long before a point.",
            f'Write, say, "{shapes.NOTICE.example}".',
        )
        return None
    try:
        seconds = read_duration(time)
    except QuantityFault as fault:
        rule.fault(shapes.NOTICE, fault.what, fault.why, fault.next)
        return None
    point = _point(rule, shapes.NOTICE, point_text.strip(), scope)
    return Notice(rule.name, scope.contingency, point, seconds, rule.place(shapes.NOTICE)) if point else None


def _consent(rule: Part, scope: Scope, declared: Declared) -> TermsRule | None:
    holder, text = rule.get(shapes.CONSENT_OF), rule.get(shapes.BEFORE)
    lead = lead_of(rule, shapes.CONSENT_LEAD)
    promise = rule.get(shapes.ONLY_WITH)
    point = _point(rule, shapes.BEFORE, text, scope) if text else None
    if holder:
        _refuse_twin(rule, holder, declared)
    if promise is not None and promise not in declared.promises:
        rule.unknown(shapes.ONLY_WITH, "promise", promise, sorted(declared.promises))
    elif promise is not None and declared.promises[promise][0] != scope.contingency:
        rule.fault(
            shapes.ONLY_WITH,
            f"the promise '{shown(promise)}' is for another contingency",
            f"this rule is for {shown(scope.contingency)}, the promise for {shown(declared.promises[promise][0])}.",
            "Name a promise for the same contingency.",
        )
    if holder is None or point is None or lead is None:
        return None
    return Consent(rule.name, scope.contingency, holder, point, lead, promise, rule.place(shapes.CONSENT_OF))


def _refuse_twin(rule: Part, holder: str, declared: Declared) -> None:
    for party in declared.parties:
        if party != holder and set(skeletons(party)) & set(skeletons(holder)):
            rule.fault(
                shapes.CONSENT_OF,
                f"the consent holder '{shown(holder)}' looks like the party '{shown(party)}'",
                "they differ only in case or in letters that look alike.",
                "If the party is meant, spell it the same; if not, use another name.",
            )


def _agreed(rule: Part, scope: Scope) -> TermsRule | None:
    key = shapes.WITHIN if rule.shape is shapes.WITHIN_RULE else shapes.SENTENCE
    text = rule.get(key)
    if text is None:
        return None
    try:
        rules = read_rules(text, rule.get(shapes.WHY) or rule.name, rule.place(key), scope)
    except SentenceFault as fault:
        rule.fault(key, fault.what, fault.why, fault.next)
        return None
    near = all(other.at_least is None and not other.order for other in rules) and len(rules) == 2
    if key is shapes.WITHIN and not near:
        rule.fault(
            key,
            f"'{shown(text)}' does not say how near two points are",
            "a synchronisation is about two points near each other.",
            f'Write, say, "{shapes.WITHIN.example}"; put other sentences under rule.',
        )
        return None
    return Agreed(rule.name, scope.contingency, "synchronise" if near else "order", rules, rule.place(key))
