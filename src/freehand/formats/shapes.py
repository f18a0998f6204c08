"""The shapes of a workspace's documents: every field, its form, its meaning, and a specimen.

What a document is comes from its fields, never from its path. The reader's checks, the JSON Schema and the reference
page are all made from these tables.
"""

from freehand.formats.forms import (
    AFTER_WARNING,
    ASSUMED,
    COUNTS,
    DURATION,
    HOLDS,
    NAME,
    NAMES,
    PEOPLE,
    RUNG,
    SCENARIOS,
    SENTENCES,
    SPAN,
    STARTS,
    WORDS,
    YES_NO,
    one_shape_of,
    parts,
    parts_or,
)
from freehand.formats.reading import Key, Shape

_WHO_DECIDES = 'who decides how long it takes has to be said. | Write "we choose: {}" or "nature takes: {}".'
_WHO_DECIDES_OWN = (
    "who decides how long the own way takes has to be said. "
    '| Write "own way, nature takes: {}" or "own way, we choose: {}".'
)
_LEAD = 'how long a partner\'s support or consent takes is never ours to choose. | Write "nature takes: {}".'
ONLY_PROMISE = "only a promise"

# --- durations -------------------------------------------------------------------------------------------------------

WE_CHOOSE = Key("we choose", SPAN, "how long it takes, where the party picks the length inside the span", "1 to 2 h")
NATURE_TAKES = Key("nature takes", SPAN, "how long it takes, where nature picks the length inside the span", "4 to 8 h")
LEAD = Key("nature takes", SPAN, "how long it takes from the call to the delivery", "6 to 12 h", required=True)
CONSENT_LEAD = Key("nature takes", SPAN, "how long it takes from asking to consent", "1 to 4 h", required=True)
NEVER_UNDER = Key("never under", DURATION, "the least its owner could ever bring it to; no ask goes below", "3 h")

# --- the compact -----------------------------------------------------------------------------------------------------

RULE_CONTINGENCY = Key("contingency", NAME, "the contingency it is for", "evacuation", required=True)
NOTICE = Key("notice", WORDS, "how long before which point notice is given", "10 h before start of A's embark")
CONSENT_OF = Key("consent of", NAME, "who must agree: a party, or a third", "port captain")
BEFORE = Key("before", WORDS, "the point that needs consent", "start of A's embark", required=True)
ONLY_WITH = Key("only with promise", NAME, "the promise without which it does not bind", "fuel convoy")
WITHIN = Key(
    "within",
    WORDS,
    "two points and how far apart they may be",
    "start of A's a and start of B's b within 2 h of each other",
)
SENTENCE = Key("rule", WORDS, "any rule sentence", "start of B's b not before start of A's a")
WHY = Key("why", WORDS, "its reason", "one after the other")

NOTICE_RULE = Shape("a notice rule", "Notice before a point, counted from the warning.", (NOTICE, RULE_CONTINGENCY))
CONSENT_RULE = Shape(
    "a consent rule",
    "Consent of a holder before a point.",
    (CONSENT_OF, RULE_CONTINGENCY, BEFORE, CONSENT_LEAD, NEVER_UNDER, ONLY_WITH),
    hints={"duration": _LEAD, "we choose": _LEAD},
)
WITHIN_RULE = Shape("a synchronisation", "Two points near each other.", (WITHIN, RULE_CONTINGENCY, WHY))
SENTENCE_RULE = Shape("a rule of order", "Any rule sentence between the parties.", (SENTENCE, RULE_CONTINGENCY, WHY))
TERMS_RULES = (NOTICE_RULE, CONSENT_RULE, WITHIN_RULE, SENTENCE_RULE)

COMPACT = Key("compact", NAME, "what the compact is called", "gulf", required=True)
ILLUSTRATIVE = Key("illustrative", YES_NO, "whether places, parties and numbers are invented", "yes")
PARTIES = Key(
    "parties",
    PEOPLE,
    "who is in it: two parties or more, each with a word on who it is",
    "{A: a distant ally}",
    required=True,
)
SHARED_MEANS = Key(
    "shared means", COUNTS, "the means that the parties share, and how many there are in all", "{berths: 3}"
)
AREAS = Key("areas", NAMES, "areas that are shared and held whole", "[inner harbour]")
RULES = Key(
    "rules",
    one_shape_of("a rule of the terms", TERMS_RULES),
    "the rules of the terms, binding from the rung operations",
    "{…}",
)
COMPACT_SHAPE = Shape(
    "a compact",
    "The standing relationship of two or more parties. A workspace has exactly one.",
    (COMPACT, ILLUSTRATIVE, PARTIES, SHARED_MEANS, AREAS, RULES),
)

PROPOSED_RULES = Key(
    "rules", RULES.form, "the rules that would stand in place of all of today's (none: no rule)", "{…}", required=True
)
_ONLY_RULES = (
    "proposed terms are rules; all else stays as the workspace has it. "
    "| Keep only the map under rules; to change more, compare two workspaces."
)
PROPOSED_SHAPE = Shape(
    "a file of proposed terms",
    "Rules of the terms that somebody proposes, for `freehand compare --terms`. They stand in place of all of today's.",
    (PROPOSED_RULES,),
    hints=dict.fromkeys(("compact", "illustrative", "parties", "shared means", "areas"), _ONLY_RULES),
)

EXCLUDED_KINDS = Key("kinds", NAMES, "kinds of items that are kept out", "[report]")
EXCLUDED_TAGS = Key("tags", NAMES, "tags that keep an item out", "[strike]")
EXCLUDED_WORDS = Key("words", NAMES, "words, or several together, that keep an item out", "[air strike]")
EXCLUDED_WHY = Key("why", WORDS, "its reason", "this is about support")
EXCLUSION_SHAPE = Shape(
    "an exclusion",
    "Items of one of these kinds, with one of these tags or one of these words in them are refused, out and in.",
    (EXCLUDED_KINDS, EXCLUDED_TAGS, EXCLUDED_WORDS, EXCLUDED_WHY),
)
RESERVING = Key("party", NAME, "whose reservation it is", "A", required=True)
RESERVED = Key("words", WORDS, "what it keeps for itself", "nothing here limits A's own defence", required=True)
RESERVATION_SHAPE = Shape(
    "a reservation", "What a party wants on the record. It changes no other clause.", (RESERVING, RESERVED)
)
TERMS_SCOPE = Key("scope", RUNG, "how far the parties plan together", "support", required=True)
TERMS_PARTIES = Key("parties", NAMES, "whom the terms bind, two or more", "[A, B]", required=True)
EXCLUSIONS = Key("exclusions", parts(EXCLUSION_SHAPE), "what is kept out, whatever else holds", "{…}")
RESERVATIONS = Key("reservations", parts(RESERVATION_SHAPE), "what is on the record", "{…}")
TERMS_RULES_KEY = Key("rules", RULES.form, "the rules of notice, consent and order, as in a compact", "{…}")
AVAILABILITY = Key(
    "availability", PEOPLE, "when each may be counted on, in words", "{A's airlift: not in the first week of a month}"
)
TERMS_SHAPE = Shape(
    "a file of terms",
    "What a compact allows, as somebody proposes it.",
    (TERMS_SCOPE, TERMS_PARTIES, EXCLUSIONS, RESERVATIONS, TERMS_RULES_KEY, AVAILABILITY),
)

# --- contingencies ---------------------------------------------------------------------------------------------------

CONTINGENCY = Key("contingency", NAME, "what the contingency is called", "civil-protection", required=True)
HORIZON = Key("horizon", DURATION, "how long after the warning it is planned for", "72 h", required=True)
AIMS = Key("aims", NAMES, "what must be achieved", "[people safe, stocks in place]", required=True)
SCENARIO_MAP = Key(
    "scenarios",
    SCENARIOS,
    "the ways in which it may unfold, with their events",
    "{short warning: {attack: 24 to 36 h after the warning}}",
    required=True,
)
CONTINGENCY_SHAPE = Shape(
    "a contingency",
    "A kind of situation to be ready for.",
    (CONTINGENCY, HORIZON, AIMS, SCENARIO_MAP),
)

# --- means of a party ------------------------------------------------------------------------------------------------

MEANS_OF = Key("means of", NAME, "the party whose own they are", "A", required=True)
OWN_MEANS = Key("means", COUNTS, "its own means, and how many there are of each", "{trucks: 4}")
OWN_AREAS = Key("areas", NAMES, "its own areas, held whole", "[north yard]")
MEANS_SHAPE = Shape("a list of a party's means", "What a party has for itself.", (MEANS_OF, OWN_MEANS, OWN_AREAS))

# --- courses ---------------------------------------------------------------------------------------------------------

HELD = Key("holds", HOLDS, "the means it holds while it lasts", "6 crews")
STARTS_AFTER = Key(
    "starts", STARTS, "the event after which it starts at a chosen time (an anchored activity)", "after release"
)
ACTIVITY_RUNG = Key("least rung", RUNG, "the least rung at which it is there (alone, unless named)", "operations")
ACTIVITY = Shape(
    "an activity",
    "Something a party does.",
    (WE_CHOOSE, NATURE_TAKES, NEVER_UNDER, HELD, STARTS_AFTER, ACTIVITY_RUNG),
    one_of=("we choose", "nature takes"),
    hints={"duration": _WHO_DECIDES, "takes": _WHO_DECIDES, "lasts": _WHO_DECIDES},
)

OWN_WE_CHOOSE = Key(
    "own way, we choose",
    SPAN,
    "how long the own way takes from the call, where the party picks the length",
    "10 to 16 h",
)
OWN_NATURE = Key(
    "own way, nature takes",
    SPAN,
    "how long the own way takes from the call, where nature picks the length",
    "10 to 16 h",
)
OWN_WAY = Shape(
    "a need with an own way",
    "What a course cannot do without, and how the party could see to it by itself.",
    (OWN_NATURE, OWN_WE_CHOOSE, NEVER_UNDER),
    one_of=("own way, nature takes", "own way, we choose"),
    hints=dict.fromkeys(("own way", "duration", "we choose", "nature takes"), _WHO_DECIDES_OWN),
)

COURSE = Key("course", NAME, "what the course of action is called", "shelter in place", required=True)
COURSE_PARTY = Key("party", NAME, "whose course it is", "B", required=True)
COURSE_CONTINGENCY = Key("contingency", NAME, "the contingency it answers", "civil-protection", required=True)
MEETS = Key("meets", NAMES, "the aims it meets (none, unless named)", "[people safe, stocks in place]")
COURSE_RUNG = Key("least rung", RUNG, "the least rung at which it can be taken (alone, unless named)", "support")
ACTIVITIES = Key("activities", parts(ACTIVITY), "what is done", "{alert: {we choose: 1 to 2 h}}", required=True)
NEEDS = Key("needs", parts_or(OWN_WAY, ONLY_PROMISE), "what it cannot do without", f"{{supplies: {ONLY_PROMISE}}}")
ASSUMES = Key(
    "assumes",
    ASSUMED,
    "what is taken as true of a partner's points while its plan is unknown",
    "{end of A's set up link: 8 to 12 h after the warning}",
)
COURSE_RULES = Key(
    "rules",
    SENTENCES,
    "what must hold, each sentence with its reason",
    "{start of stock shelters not before delivery of supplies: stocking starts when supplies are there}",
)
COURSE_SHAPE = Shape(
    "a course",
    "A course of action: one alternative within a party's plan for a contingency.",
    (COURSE, COURSE_PARTY, COURSE_CONTINGENCY, MEETS, COURSE_RUNG, ACTIVITIES, NEEDS, ASSUMES, COURSE_RULES),
)

# --- promises --------------------------------------------------------------------------------------------------------

PROMISE = Key("promise", NAME, "what the promise is called", "relief airlift", required=True)
GIVER = Key("by", NAME, "who gave it", "A", required=True)
RECEIVER = Key("to", NAME, "who received it", "B", required=True)
FOR_NEED = Key("for", NAME, "the receiver's need that it meets", "supplies", required=True)
PROMISE_CONTINGENCY = Key("contingency", NAME, "the contingency it is for", "civil-protection", required=True)
CALLABLE = Key(
    "can be called", AFTER_WARNING, "when it can be called for", "0 to 24 h after the warning", required=True
)
PROMISE_HOLDS = Key("holds", HOLDS, "the means it holds from the call until the turnaround is over", "3 airfield")
TURNAROUND = Key(
    "turnaround", DURATION, "how long it still holds its means after the delivery (0, unless named)", "2 h"
)
CAVEATS = Key(
    "caveats",
    SENTENCES,
    "the giver's limits on the receiver's call and delivery, each with its reason",
    "{call for supplies not before attack: aircraft stay home till then}",
)
PROMISE_SHAPE = Shape(
    "a promise",
    "Support that was asked, offered and accepted.",
    (
        PROMISE,
        GIVER,
        RECEIVER,
        FOR_NEED,
        PROMISE_CONTINGENCY,
        LEAD,
        NEVER_UNDER,
        CALLABLE,
        PROMISE_HOLDS,
        TURNAROUND,
        CAVEATS,
    ),
    hints={"duration": _LEAD, "we choose": _LEAD, "lead": _LEAD},
)

# --- reports ---------------------------------------------------------------------------------------------------------

REPORT = Key("report", NAME, "what the report is called", "nothing before a day", required=True)
AUTHOR = Key("by", NAME, "who says it", "A", required=True)
RECIPIENTS = Key("to", NAMES, "who is told", "[B]", required=True)
REPORT_CONTINGENCY = Key("contingency", NAME, "the contingency it is about", "civil-protection", required=True)
REPORT_SCENARIO = Key("scenario", NAME, "the scenario it is about", "short warning", required=True)
ABOUT = Key("about", NAME, "the event it is about", "attack", required=True)
SAYS = Key(
    "says",
    WORDS,
    "what it rules out, or cannot rule out, counted as the event is",
    "rules out anything earlier than 24 h",
    required=True,
)
REPORT_SHAPE = Shape(
    "a report",
    "What one party tells others about an event of a scenario.",
    (REPORT, AUTHOR, RECIPIENTS, REPORT_CONTINGENCY, REPORT_SCENARIO, ABOUT, SAYS),
)

DOCUMENTS = (COMPACT_SHAPE, CONTINGENCY_SHAPE, MEANS_SHAPE, COURSE_SHAPE, PROMISE_SHAPE, REPORT_SHAPE)
