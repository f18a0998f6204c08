"""Small workspaces for what the examples lack: scenarios told apart, contradictions, pairs of numbers, own means."""

from __future__ import annotations

from freehand.formats.workspace import read_workspace
from freehand.plans.joint import Workspace

BOTH = "compact: made\nillustrative: yes\nparties:\n  A: one\n  B: other\n"

TOLD_APART = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  early:
    sign: 10 h after the warning
  late:
    sign: 30 h after the warning
---
course: react
party: A
contingency: drill
meets: done
activities:
  act:
    we choose: 1 h
rules:
  start of act not before sign: react to it
  start of act at most 2 h after sign: at once
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""

CONTRADICTION = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  only:
    sign: 10 to 40 h after the warning
---
report: not so early
by: A
to: B
contingency: drill
scenario: only
about: sign
says: rules out anything earlier than 20 h
---
report: maybe early
by: A
to: B
contingency: drill
scenario: only
about: sign
says: cannot rule out as early as 12 h
---
course: act
party: A
contingency: drill
meets: done
activities:
  act:
    we choose: 1 h
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""

PAIR = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  only:
    sign: 10 h after the warning
---
course: two steps
party: A
contingency: drill
meets: done
activities:
  first:
    nature takes: 8 to 12 h
    never under: 6 h
  second:
    nature takes: 8 to 12 h
    never under: 3 h
rules:
  start of second not before end of first: one after the other
  end of second at most 11 h after the warning; end of second at most 1 h after sign: in time
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""

OWN_MEANS = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  only:
    sign: 10 h after the warning
---
means of: A
means:
  lorries: 2
---
promise: lorry
by: A
to: B
for: sand
contingency: drill
nature takes: 1 to 2 h
can be called: 0 to 10 h after the warning
holds: 1 lorries
---
course: lead
party: A
contingency: drill
activities:
  lead:
    we choose: 1 h
---
course: follow
party: B
contingency: drill
meets: done
activities:
  follow:
    we choose: 1 h
needs:
  sand: only a promise
rules:
  start of follow at least 2 h after end of A's lead:
"""


NOBODY_HERE = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  only: {}
---
contingency: quiet
horizon: 72 h
aims: [done]
scenarios:
  only: {}
---
course: two steps
party: A
contingency: drill
meets: done
activities:
  first:
    nature takes: 8 to 12 h
  second:
    nature takes: 8 to 12 h
rules:
  start of second at most 3 h after start of first: not too late
"""


def made(text: str) -> Workspace:
    """The workspace of two parties with these documents."""
    return read_workspace([("made.yaml", f"{BOTH}---\n{text}".encode())])
