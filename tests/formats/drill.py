"""A small sound workspace, in memory, that tests break in one place at a time."""

from collections.abc import Iterable

from freehand.errors import Fault, InputError
from freehand.formats.workspace import read_workspace
from freehand.plans.joint import Workspace

DRILL = {
    "compact.yaml": """\
compact: drill
parties:
  A: upstream
  B: downstream
shared means:
  crews: 4
areas: [inner harbour]
rules:
  notice of pumps:
    contingency: flood
    notice: 2 h before start of A's start pumps
  pump consent:
    contingency: flood
    consent of: water board
    before: start of A's start pumps
    nature takes: 1 to 2 h
    only with promise: fuel lorry
  side by side:
    contingency: flood
    within: start of A's start pumps and start of B's lay bags within 6 h of each other
""",
    "flood.yaml": """\
contingency: flood
horizon: 48 h
aims: [dry, safe]
scenarios:
  fast:
    crest:
      comes: 10 to 20 h after the warning
      as B knows it: 8 to 20 h
    second: 1 to 2 h after crest
  slow:
    crest: 20 to 30 h after the warning
""",
    "A.yaml": """\
course: pump
party: A
contingency: flood
meets: dry
least rung: alone
activities:
  start pumps:
    we choose: 1 to 2 h
    holds: 2 crews
  watch:
    nature takes: 1 to 2 h
    starts: after crest
needs:
  fuel: only a promise
assumes:
  end of B's lay bags: 4 to 8 h after the warning
rules:
  start of start pumps not before delivery of fuel: fuel first
  end of start pumps at most 30 h after the warning: in time
  crest not before end of B's lay bags: bags first
---
course: wait
party: A
contingency: flood
activities:
  stand by:
    we choose: 1 to 2 h
---
means of: A
means:
  pumps: 2
""",
    "B.yaml": """\
course: bags
party: B
contingency: flood
meets: [safe]
activities:
  lay bags:
    nature takes: 2 to 4 h
    never under: 1 h
needs:
  sand:
    own way, nature takes: 2 to 3 h
rules:
  crest at least 1 h after end of lay bags: in time
""",
    "between.yaml": """\
promise: fuel lorry
by: B
to: A
for: fuel
contingency: flood
nature takes: 1 to 3 h
can be called: 0 to 10 h after the warning
holds: 1 crews
turnaround: 1 h
caveats:
  call for fuel not after crest: roads flood
---
report: gauge
by: A
to: B
contingency: flood
scenario: fast
about: crest
says: rules out anything earlier than 12 h
""",
}


def read(files: Iterable[tuple[str, str | bytes]]) -> Workspace:
    """The workspace of files given as text or bytes."""
    return read_workspace(
        (name, text if isinstance(text, bytes) else text.encode("utf-8")) for name, text in sorted(files)
    )


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The drill with one passage of one file replaced; the passage must be there."""
    assert old in DRILL[name], f"{old!r} is not in {name}"
    return {**DRILL, name: DRILL[name].replace(old, new, 1)}


def faults_of(files: dict[str, str] | dict[str, str | bytes]) -> tuple[Fault, ...]:
    """The faults for which a workspace is refused."""
    try:
        read(list(files.items()))
    except InputError as error:
        return error.faults
    raise AssertionError("the workspace was not refused")
