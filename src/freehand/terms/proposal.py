"""Terms as a value: what a compact allows, as it is proposed, read, compared and accepted.

1. Terms say how far the parties they name plan together (*scope*), what is kept out whatever else holds (*exclusions*),
   what a party wants on the record (*reservations*), which rules of notice, consent and order bind from *operations* on
   (*rules*), and when each may be counted on (*availability*).
2. They are plain JSON values in a record. Reading tells every fault at once, with the field. A field that is not known
   here is kept out and named (``unknown``): whoever wrote it may have a newer program.
3. A reservation changes no condition of the gate; it is said, and stands.
4. An exclusion is met by an item of one of its kinds, with one of its tags, or with one of its words in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from freehand.errors import Fault, InputError, Place, shown
from freehand.terms.folding import folded, unseen_in
from freehand.terms.scope import RUNG_BY_WORD, Rung

Value: TypeAlias = "bool | int | str | list[Value] | dict[str, Value] | None"

MOST: Final = 1000
"""Parties, clauses of one sort, and words of one clause."""
LONGEST_NAME: Final = 200
LONGEST_WORDS: Final = 10_000
LONGEST_RULES: Final = 200_000
MOST_FAULTS: Final = 1000


class Exclusion(NamedTuple):
    """What is kept out: items of these kinds, with these tags, or with these words in any of their texts."""

    name: str
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    why: str = ""


class Reservation(NamedTuple):
    """What a party wants on the record: nothing here limits it in this."""

    name: str
    party: str
    words: str


class Clause(NamedTuple):
    """A clause in words alone."""

    name: str
    words: str


class Terms(NamedTuple):
    """What a compact allows among the parties named. ``rules`` is the JSON text of the map ``rules`` of a compact's
    document, opaque here and empty for none; ``unknown`` names fields that were there and are not known here."""

    scope: Rung
    parties: tuple[str, ...]
    exclusions: tuple[Exclusion, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    rules: str = ""
    availability: tuple[Clause, ...] = ()
    unknown: tuple[str, ...] = ()


def read_terms(value: object, document: str = "") -> Terms:
    """Terms from a JSON value; ``document`` is what faults are placed in.

    Raises:
        InputError: with every fault, its field named.

    >>> read_terms({"scope": "support", "parties": ["B", "A"]}).parties
    ('A', 'B')
    >>> read_terms({"scope": "suport", "parties": ["A"]})
    Traceback (most recent call last):
    freehand.errors.InputError: scope: 'suport' is no rung
      why:  the rungs are: alone, intelligence, scenarios, support, operations.
      next: Name one of them.
    <BLANKLINE>
    parties: these terms name one party
      why:  terms stand between two parties or more.
      next: Name everybody whom they are to bind.
    """
    reading = _Reading(document)
    fields = reading.fields(value, "", ("scope", "parties"), _MAY)
    scope = reading.rung(fields.get("scope"))
    parties = reading.names(fields.get("parties"), "parties") if "parties" in fields else ()
    if "parties" in fields and not reading.faults_at("parties") and len(parties) < 2:
        many = "one party" if parties else "nobody"
        reading.fault("parties", f"these terms name {many}", *_TWO)
    exclusions = tuple(reading.each(fields.get("exclusions"), "exclusions", reading.exclusion))
    reservations = tuple(reading.each(fields.get("reservations"), "reservations", reading.reservation))
    rules = reading.text(fields.get("rules", ""), "rules", LONGEST_RULES, empty=True)
    availability = tuple(reading.each(fields.get("availability"), "availability", reading.clause))
    for one in reservations:
        if one.party and parties and one.party not in parties:
            field = f"reservations / {shown(one.name)} / party"
            known = f"these terms name: {', '.join(map(shown, parties))}."
            reading.fault(field, f"'{shown(one.party)}' is no party to these terms", known, "Name one of them.")
    reading.stop()
    unknown = tuple(sorted(reading.unknown))
    return Terms(scope, tuple(sorted(parties)), exclusions, reservations, rules, availability, unknown)


def read_reservations(value: object, party: str, document: str = "") -> tuple[Reservation, ...]:
    """The reservations that a party makes with its acceptance, from a list of JSON values ``{"name", "words"}``.

    Raises:
        InputError: with every fault.

    >>> read_reservations([{"name": "own defence", "words": "nothing here limits it"}], "A")[0].party
    'A'
    """
    reading = _Reading(document)
    found = [one._replace(party=party) for one in reading.each(value, "reservations", reading.reservation_of_own)]
    reading.stop()
    return tuple(found)


def as_value(terms: Terms) -> dict[str, Value]:
    """Terms as a JSON value, which ``read_terms`` reads back; what is empty is left out.

    >>> as_value(Terms(Rung.SUPPORT, ("A", "B"), (Exclusion("strikes", tags=("strike",)),)))["exclusions"]
    [{'name': 'strikes', 'tags': ['strike']}]
    """
    value: dict[str, Value] = {"scope": terms.scope.word, "parties": list(terms.parties)}
    if terms.exclusions:
        value["exclusions"] = [_filled(one) for one in terms.exclusions]
    if terms.reservations:
        value["reservations"] = [_filled(one) for one in terms.reservations]
    if terms.rules:
        value["rules"] = terms.rules
    if terms.availability:
        value["availability"] = [_filled(one) for one in terms.availability]
    return value


def differences(old: Terms, new: Terms) -> list[str]:
    """What changes from some terms to others, a sentence for each change; none where they say the same.

    >>> differences(Terms(Rung.SUPPORT, ("A", "B")), Terms(Rung.SCENARIOS, ("A", "B"), (Exclusion("strikes"),)))
    ['The scope goes down from support to scenarios.', "The exclusion 'strikes' is added."]
    """
    said = []
    if old.scope != new.scope:
        way = "up" if new.scope > old.scope else "down"
        said.append(f"The scope goes {way} from {old.scope.word} to {new.scope.word}.")
    said += [f"'{shown(one)}' is named now." for one in new.parties if one not in old.parties]
    said += [f"'{shown(one)}' is no longer named." for one in old.parties if one not in new.parties]
    said += _changed("exclusion", old.exclusions, new.exclusions)
    said += _changed("reservation", old.reservations, new.reservations)
    said += _rules_changed(old.rules, new.rules)
    return said + _changed("clause on availability", old.availability, new.availability)


_MAY: Final = ("exclusions", "reservations", "rules", "availability")
_TWO: Final = ("terms stand between two parties or more.", "Name everybody whom they are to bind.")


def _filled(clause: Exclusion | Reservation | Clause) -> dict[str, Value]:
    return {name: list(one) if isinstance(one, tuple) else one for name, one in clause._asdict().items() if one}


def _changed(sort: str, old: Sequence[Any], new: Sequence[Any]) -> list[str]:
    was, now = {one.name: one for one in old}, {one.name: one for one in new}
    said = [f"The {sort} '{shown(name)}' is added." for name in now if name not in was]
    said += [f"The {sort} '{shown(name)}' is dropped." for name in was if name not in now]
    for name, one in now.items():
        if name in was:
            what = f"The {sort} '{shown(name)}':"
            said += [
                f"{what} {field} {_was_and_is(getattr(was[name], field), getattr(one, field), many=field[-1] == 's')}."
                for field in one._fields
                if getattr(one, field) != getattr(was[name], field)
            ]
    return said


def _rules_changed(old: str, new: str) -> list[str]:
    """Rule by rule, where both can be read here."""
    if old == new:
        return []
    try:
        return _rule_by_rule(_map(old), _map(new)) or ["The rules are written otherwise."]
    except (ValueError, RecursionError):
        return ["The rules are others."]


def _rule_by_rule(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    said = [f"The rule '{shown(name)}' is added: {_put(rule)}." for name, rule in now.items() if name not in was]
    said += [
        f"The rule '{shown(name)}' is dropped; it was {_put(rule)}." for name, rule in was.items() if name not in now
    ]
    return said + [
        f"The rule '{shown(name)}' {_was_and_is(was[name], rule)}."
        for name, rule in now.items()
        if name in was and was[name] != rule
    ]


def _map(rules: str) -> dict[str, Any]:
    found = json.loads(rules) if rules else {}
    if not isinstance(found, dict):
        raise ValueError("no map")
    return found


def _was_and_is(old: Any, new: Any, *, many: bool = False) -> str:
    was, is_ = ("were", "are") if many else ("was", "is")
    return f"{was} {_put(old)} and {is_} {_put(new)}"


def _put(value: Any) -> str:
    if not value:
        return "nothing"
    if isinstance(value, (tuple, list)) and all(isinstance(one, str) for one in value):
        return ", ".join(f"'{shown(one)}'" for one in value)
    return f"'{shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}'"


class _Reading:
    """Terms being read: faults and unknown fields gather here."""

    def __init__(self, document: str) -> None:
        self.document, self._faults, self.unknown = document, list[Fault](), set[str]()

    def fault(self, field: str, what: str, why: str, next_: str) -> None:
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(what, Place(self.document, 0, field), why, next_))

    def faults_at(self, field: str) -> bool:
        return any(fault.place and fault.place.field.startswith(field) for fault in self._faults)

    def stop(self) -> None:
        if self._faults:
            raise InputError(self._faults)

    def fields(self, value: object, field: str, must: Iterable[str], may: Iterable[str]) -> dict[str, Any]:
        """The known fields of an object; those missing are told, those unknown are named."""
        if not isinstance(value, dict):
            self.fault(field, "fields should stand here", f"this is {_sort(value)}.", "Write an object.")
            return {}
        known = {*must, *may}
        self.unknown.update(f"{field} / {shown(str(name))}".removeprefix(" / ") for name in value if name not in known)
        for name in must:
            if name not in value:
                self.fault(_under(field, name), "this is missing", f"'{name}' has to be said.", "Say it.")
        return {name: one for name, one in value.items() if name in known}

    def rung(self, value: object) -> Rung:
        if value is None:
            return Rung.ALONE  # told as missing
        if not isinstance(value, str) or value not in RUNG_BY_WORD:
            what = f"'{shown(value)}' is no rung" if isinstance(value, str) else "no rung stands here"
            self.fault("scope", what, f"the rungs are: {', '.join(RUNG_BY_WORD)}.", "Name one of them.")
            return Rung.ALONE
        return RUNG_BY_WORD[value]

    def text(self, value: object, field: str, longest: int, *, empty: bool = False) -> str:
        if not isinstance(value, str):
            self.fault(field, "text should stand here", f"this is {_sort(value)}.", "Write it in quotes.")
            return ""
        if len(value) > longest or (not value.strip() and not empty):
            why = f"it has {len(value)} letters, and 1 to {longest} are allowed."
            self.fault(
                field, "this text is too long" if value.strip() else "nothing is written here", why, "Change it."
            )
            return ""
        if unseen_in(value):
            why = f"U+{ord(unseen_in(value)):04X} stands in it, which nobody sees."
            self.fault(field, f"'{shown(value)}' can deceive", why, "Take the letter out.")
            return ""
        return value

    def name(self, value: object, field: str) -> str:
        """A name: one line, single blanks within and none around."""
        text = self.text(value, field, LONGEST_NAME)
        if text and (not text.isprintable() or text != " ".join(text.split())):
            why = "a name is one line, with single blanks inside and none around."
            self.fault(field, f"'{shown(text)}' cannot stand as a name", why, "Write it so.")
            return ""
        return text

    def names(self, value: object, field: str) -> tuple[str, ...]:
        """A list of names, each once."""
        found = list(self.each(value, field, self.name))
        for at, one in enumerate(found):
            if one and one in found[:at]:
                self.fault(field, f"'{shown(one)}' stands here twice", "once is enough.", "Take one out.")
        return tuple(one for one in found if one)

    def each(self, value: object, field: str, read: Any) -> Iterable[Any]:
        """The parts of a list, read one by one; clauses have names of their own."""
        if value is None:
            return
        if not isinstance(value, list) or len(value) > MOST:
            why = f"this is {_sort(value)}." if not isinstance(value, list) else f"at most {MOST} are taken."
            self.fault(
                field,
                "a list should stand here" if not isinstance(value, list) else "there are too many",
                why,
                "Write a list." if not isinstance(value, list) else "Leave some out.",
            )
            return
        seen = set()
        for number, one in enumerate(value, 1):
            name = one.get("name") if isinstance(one, dict) else None
            here = f"{field} / {shown(name) if isinstance(name, str) and name else number}"
            if isinstance(name, str) and name in seen:
                self.fault(
                    here, f"'{shown(name)}' stands here twice", "clauses are known by their names.", "Rename one."
                )
            elif isinstance(name, str):
                seen.add(name)
            yield read(one, here)

    def exclusion(self, value: object, field: str) -> Exclusion:
        fields = self.fields(value, field, ("name",), ("kinds", "tags", "words", "why"))
        lists = {name: self.names(fields.get(name), f"{field} / {name}") for name in ("kinds", "tags", "words")}
        for word in lists["words"] + lists["tags"]:
            if not folded(word):
                why = "it has no letter or digit, so nothing could be compared with it."
                self.fault(f"{field} / words", f"'{shown(word)}' is no word", why, "Write a word.")
        if isinstance(value, dict) and not any(fields.get(name) for name in lists):
            why = "an exclusion names kinds, tags or words."
            self.fault(field, "this excludes nothing", why, "Name at least one of them.")
        why = self.text(fields.get("why", ""), f"{field} / why", LONGEST_WORDS, empty=True)
        return Exclusion(self._name(fields, field), **lists, why=why)

    def reservation(self, value: object, field: str) -> Reservation:
        fields = self.fields(value, field, ("name", "party", "words"), ())
        party = self.name(fields["party"], f"{field} / party") if "party" in fields else ""
        return Reservation(self._name(fields, field), party, self._words(fields, field))

    def reservation_of_own(self, value: object, field: str) -> Reservation:
        fields = self.fields(value, field, ("name", "words"), ("party",))
        return Reservation(self._name(fields, field), "", self._words(fields, field))

    def clause(self, value: object, field: str) -> Clause:
        fields = self.fields(value, field, ("name", "words"), ())
        return Clause(self._name(fields, field), self._words(fields, field))

    def _name(self, fields: dict[str, Any], field: str) -> str:
        return self.name(fields["name"], f"{field} / name") if "name" in fields else ""

    def _words(self, fields: dict[str, Any], field: str) -> str:
        return self.text(fields["words"], f"{field} / words", LONGEST_WORDS) if "words" in fields else ""


def _under(field: str, name: str) -> str:
    return f"{field} / {name}" if field else name


def _sort(value: object) -> str:
    sorts = {dict: "fields", list: "a list", str: "text", bool: "yes or no", type(None): "nothing"}
    return sorts.get(type(value), "a number")
