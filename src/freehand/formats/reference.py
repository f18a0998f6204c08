"""The reference page of the workspace format, made from the tables that the reader checks by."""

import os
from typing import Any

from freehand.formats import folder, letters, rules, shapes, tree
from freehand.formats.reading import Key, Shape
from freehand.formats.starting import START, example
from freehand.formats.support import SAYINGS
from freehand.terms.scope import RUNG_BY_WORD

_MIB = 1024 * 1024
_SPECIMEN = "flood.yaml"
_LONGER_SPECIMEN = "Southbank.yaml"


def reference_page() -> str:
    """The page, as Markdown: a specimen first, then what every document keeps to, then each document's fields.

    >>> reference_page().splitlines()[0]
    '# The workspace format'
    """
    parts = [
        "# The workspace format",
        "<!-- Made by freehand.formats.reference from the tables that the reader checks by. Change those. -->",
        "A workspace is a folder of text files. This is one of them:",
        _block(_example(_SPECIMEN)),
        "and this another, with two documents parted by a line `---`:",
        _block(_example(_LONGER_SPECIMEN)),
        _files(),
        _words(),
        _times(),
        _sentences(),
        *(_document(shape) for shape in shapes.DOCUMENTS),
        _events(),
        _interface(),
        _proposed(),
        _terms(),
    ]
    return "\n\n".join(parts) + "\n"


def _example(name: str) -> str:
    with open(os.path.join(example(START), name), encoding="utf-8") as file:
        return file.read().strip()


def _block(text: str) -> str:
    return f"```yaml\n{text}\n```"


def _files() -> str:
    endings = ", ".join(f"`*{ending}`" for ending in folder.ENDINGS)
    return f"""## Files

- Read are {endings} anywhere below the folder; what begins with a dot is left alone. Where a file lies, and what it is
  called, means nothing: what a document is comes from its fields.
- A file MUST be text in UTF-8. A byte order mark and line ends of either kind are accepted.
- A file MUST have at most {folder.LARGEST_FILE // _MIB} MiB, a folder at most {folder.LARGEST_FOLDER // _MIB} MiB in \
{folder.MOST_FILES:,} files, a document at most {tree.DEEPEST} levels.
- A link MUST NOT lead out of the folder. Pipes, sockets and devices are refused, and so is a file that changes while it
  is read.
- Text MUST NOT hold what cannot be seen or turns the direction of reading: control characters, zero-width and
  directing marks. (This keeps out the joiners that some Persian and Indic spellings use; write such names without.)
- YAML is read without anchors, aliases, merges and tags, and no key stands twice. Every scalar is text: `no`, `1e3` and
  `2024-01-01` mean what they say. JSON is read in the same way.
- All faults of all files are told together, in the order of files and lines."""


def _words() -> str:
    return f"""## Names

- A name is free text in any script, on one line, of at most {letters.LONGEST_NAME} letters. It is compared in Unicode
  normal form C, with single blanks inside and none around. Case counts.
- Of two names in one namespace, none may differ from the other only in case or in letters that look alike (Latin, Greek
  and Cyrillic twins, `0` and `O`, `1`, `I` and `l`, wide and narrow forms). Twins inside one script, such as `rn` and
  `m`, are not found.
- Namespaces: parties; contingencies; the aims, the scenarios and the events of a contingency; the courses of a party
  for a contingency, their activities and needs; means and areas, the shared ones with each party's own; promises;
  reports; rules of the terms.
- An event MUST NOT be called `warning`."""


def _times() -> str:
    return """## Times

- A length of time is a number with a unit: `90 s`, `30 min`, `6 h`, `2 d`, `1 d 6 h`, `0.5 h`. It MUST be a whole
  number of seconds, and at most 100 years. Without a unit it is refused.
- A span is `4 to 8 h` or `30 min to 2 h`; a lone `4 h` means exactly that.
- *We choose* means that the party picks the length inside the span; *nature takes* means that nature does. Exactly one
  of them stands wherever something takes time."""


def _sentences() -> str:
    sentences = "\n".join(
        f"| `{sentence}` | {meaning} |"
        for sentence, meaning in (
            ("P not before Q, P not after Q", "an order: no number that anybody could be asked for"),
            ("P at least 2 h after Q", "P comes 2 h after Q or later; also `before`"),
            ("P at most 3 h after Q", "P comes 3 h after Q at the latest, or before it; also `before`"),
            ("P between 2 and 12 h after Q", "both; also `before`"),
            ("P and Q within 2 h of each other", "neither comes more than 2 h after the other"),
        )
    )
    points = "\n".join(
        f"| `{point}` | {meaning} |"
        for point, meaning in (
            ("start of alert, end of B's alert", "an activity begins, or is over"),
            ("call for supplies, B's call for supplies", "a need is called for"),
            ("delivery of supplies, delivery of supplies to B", "what was called for is there"),
            ("attack", "an event, by its name"),
            ("the warning", "time zero"),
        )
    )
    return f"""## Rule sentences

| sentence | meaning |
|---|---|
{sentences}

Sentences may be joined by `;`. P and Q are points:

| point | meaning |
|---|---|
{points}

- The party may be left out where it is the course's own; in a caveat, where it is the receiver; in the rules of the
  terms, where one party alone has such an activity or need.
- A caveat MUST NOT be tied to a point of anybody but the receiver: who receives the promise may not know it. It is
  counted from the warning or an event instead.
- A name MUST be declared; of a party whose plans are not in the workspace every name is taken as it stands. Of two
  names that both fit the longest is meant. Where two readings are left the sentence is refused; a name in quotes,
  `'…'` or `"…"`, is taken whole.
- A course's own points are those of that course. A sentence has at most {rules.LONGEST_SENTENCE:,} letters."""


def _document(shape: Shape) -> str:
    title = shape.name.removeprefix("a list of ").removeprefix("a ").capitalize()
    parts = [f"## {title}", shape.meaning, _table(shape)]
    for key in shape.keys:
        for inner in key.form.inner:
            if inner.keys != shape.keys:
                parts += [f"### {inner.name.removeprefix('an ').removeprefix('a ').capitalize()}", inner.meaning]
                parts.append(_table(inner))
    if shape is shapes.REPORT_SHAPE:
        parts.append("A report says one of:\n\n" + "\n".join(f"- `{words}24 h`" for words, _, _ in SAYINGS))
    if shape is shapes.COURSE_SHAPE:
        parts.append(f"The rungs are: {', '.join(RUNG_BY_WORD)}.")
    return "\n\n".join(parts)


def _table(shape: Shape) -> str:
    rows = "\n".join(_row(shape, key) for key in shape.keys)
    return f"| field | form | must it stand? | meaning | specimen |\n|---|---|---|---|---|\n{rows}"


def _row(shape: Shape, key: Key[Any]) -> str:
    if key.name in shape.one_of:
        must = "exactly one of " + ", ".join(f"`{name}`" for name in shape.one_of)
    else:
        first = shape in shapes.TERMS_RULES and key is shape.keys[0]
        must = "yes" if key.required or first else "no"
    return f"| `{key.name}` | {key.form.words} | {must} | {key.meaning} | `{key.example}` |"


def _events() -> str:
    return """## Events of a scenario

Under a scenario's name stand its events. An event is a span counted from the warning or from another event of the
scenario, `6 to 12 h after attack`; or fields:

| field | form | must it stand? | meaning | specimen |
|---|---|---|---|---|
| `comes` | a span after a moment | yes | when it comes | `24 to 36 h after the warning` |
| `as B knows it` | a span of time | no | what the party B believes by itself, where it differs | `16 to 36 h` |

At its latest every event MUST lie within the horizon. A scenario may have no events."""


def _interface() -> str:
    return """## Interface

A document with the field `interface` is what a party released of its plans instead of the plans. It is written by
`freehand interface` and not by hand."""


def _proposed() -> str:
    shape = shapes.PROPOSED_SHAPE
    rules = ", ".join(
        f"[{rule.name}](#{rule.name.removeprefix('a ').replace(' ', '-')})" for rule in shapes.TERMS_RULES
    )
    return f"""## Proposed terms

{shape.meaning}

{_table(shape)}

Each rule is written as in a compact:
{rules}.

The file lies outside the workspace, since in the folder it would be read as one of its documents. It may have several
documents."""


def _terms() -> str:
    shape = shapes.TERMS_SHAPE
    inner = [shapes.EXCLUSION_SHAPE, shapes.RESERVATION_SHAPE]
    parts = [
        "## Terms",
        f"{shape.meaning} It lies outside the workspace, and has one document. What can be done with terms is in the\n"
        "page on [moves](moves.md).",
        _table(shape),
        *(
            text
            for one in inner
            for text in (f"### {one.name.partition(' ')[2].capitalize()}", one.meaning, _table(one))
        ),
        "Kinds are compared exactly. Tags and words are compared without case, accents, letters that nobody sees, and\n"
        "the difference between Latin letters and their Cyrillic and Greek twins; only whole words count. Rules are\n"
        "written as in a compact.",
    ]
    return "\n\n".join(parts)
