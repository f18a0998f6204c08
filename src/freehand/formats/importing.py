"""A project file into a workspace: everything checked and read back before anything is written, then written whole.

1. What the workspace has already is never written over, and a file's name is made from letters and digits alone,
   whatever the project calls itself.
2. What would be written is read back together with the workspace first; what that refuses is never written.
3. The file is written beside its place, under a name that workspaces leave alone, and put there whole.
"""

import errno
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from freehand.errors import AccessError, InputError, UsageError, one_fault, shown
from freehand.formats.folder import LARGEST_FILE, LARGEST_FOLDER, MOST_FILES, read_folder
from freehand.formats.mspdi.course import Converted, Settled, convert
from freehand.formats.mspdi.names import cleaned
from freehand.formats.mspdi.values import Project
from freehand.formats.workspace import read_workspace
from freehand.formats.writing import course_text, means_text
from freehand.plans.joint import Workspace

LONGEST_FILE_NAME = 80


class Draft(NamedTuple):
    """What would be written: the name of the file, its text, and what there is to say about it."""

    file: str
    text: str
    converted: Converted


class Target:
    """A workspace as it is read before something is imported into it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = os.fspath(folder)
        self.files, faults = read_folder(folder)
        self.workspace: Workspace = read_workspace(self.files, faults)

    def draft(self, project: Project, settled: Settled, file: str | None = None) -> Draft:
        """What importing a project would write; ``file`` is its name, else one is made.

        Raises ``InputError`` where the project cannot be carried over, ``UsageError`` where the workspace has no such
        party, contingency or aim, or has such a course already.
        """
        self._check(settled)
        courses = [c for c in self.workspace.courses if (c.party, c.contingency) == settled[1:3]]
        names = tuple(dict.fromkeys(activity.name for course in courses for activity in course.activities))
        means = {m.name: m.capacity for m in self.workspace.compact.means if m.owner in ("", settled.party)}
        converted = convert(project, settled, names, means)
        text = text_of(project, converted, settled)
        name = file or file_name(settled.party, settled.course)
        _check_name(name)
        self._check_size(project, len(text.encode()))
        try:
            read_workspace([*self.files, (name, text.encode())])
        except InputError as error:
            what = f"with what '{project.document}' says this workspace would have faults; nothing was written"
            first = one_fault(what, "they stand below.", "Mend them there, or name another party or contingency.")
            raise InputError((*first, *error.faults)) from error
        return Draft(name, text, converted)

    def write(self, draft: Draft) -> None:
        """Put the file in its place; nothing is there if that fails.

        Raises ``UsageError`` where a file of that name is there, ``AccessError`` where it cannot be written.
        """
        path = os.path.join(self.folder, draft.file)
        try:
            handle, beside = tempfile.mkstemp(prefix=".import-", dir=self.folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(draft.text)
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(beside, 0o644)
                _put(beside, path)
            finally:
                if os.path.lexists(beside):
                    os.unlink(beside)
        except FileExistsError as error:
            what, why = f"'{draft.file}' is there already", "nothing is ever written over."
            raise UsageError(one_fault(what, why, "Name another file with --file, or another course.")) from error
        except OSError as error:
            why = f"the system says: {shown(error.strerror or str(error))}."
            what = f"'{draft.file}' cannot be written"
            raise AccessError(one_fault(what, why, "Name a workspace that you may write to, with room.")) from error

    def _check_size(self, project: Project, size: int) -> None:
        """A file that a workspace could not be read with is not written."""
        total = sum(len(data) for _, data in self.files) + size
        if size > LARGEST_FILE or total > LARGEST_FOLDER or len(self.files) >= MOST_FILES:
            what = f"what '{project.document}' says is too much for this workspace"
            why = (
                f"a file has at most {LARGEST_FILE // 2**20} MiB, a folder {LARGEST_FOLDER // 2**20} in {MOST_FILES:,}."
            )
            raise InputError(one_fault(what, why, "Write the project file in several parts, and import each."))

    def _check(self, settled: Settled) -> None:
        workspace = self.workspace
        contingency = next((c for c in workspace.contingencies if c.name == settled.contingency), None)
        _known("party", settled.party, (party.name for party in workspace.compact.parties))
        _known("contingency", settled.contingency, (c.name for c in workspace.contingencies))
        for aim in settled.meets:
            _known("aim", aim, contingency.aims if contingency is not None else ())
        if any(released.party == settled.party for released in workspace.released):
            what, why = f"of {shown(settled.party)} the workspace has an interface", "it stands in place of plans."
            raise UsageError(one_fault(what, why, "Import into a workspace that has its plans, or none of it."))
        mine = [c for c in workspace.courses if (c.party, c.contingency) == (settled.party, settled.contingency)]
        if any(course.name == settled.course for course in mine):
            what = f"{shown(settled.party)} has a course '{shown(settled.course)}' for it already"
            raise UsageError(one_fault(what, "courses are told apart by name.", "Name another one with --course."))


def _put(beside: str, path: str) -> None:
    """Give a file its name, unless something bears it already: FileExistsError."""
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A disk that knows no second names: take the name first, then put the file there.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        os.replace(beside, path)


def text_of(project: Project, converted: Converted, settled: Settled) -> str:
    """The file: the course, and the party's new means in a document of their own."""
    warning = f"the warning at {settled.warning:%Y-%m-%d %H:%M}" if settled.warning is not None else ""
    time = {"work": "working time worked through, day and night", "elapsed": "days of work as days of 24 h"}
    taken = [text for text in (warning, time.get(settled.time or "", "")) if text]
    head = [f"Imported from {project.document}{', with ' + ' and '.join(taken) if taken else ''}."]
    text = course_text(converted.course, converted.notes, head)
    if converted.means:
        means = means_text(settled.party, converted.means, [f"Resources of {project.document}."])
        text += f"---\n{means}"
    return text


def course_name(project: Project, asked: str | None) -> str:
    """The name of the course: the one asked for, else the project's title, its name, or the name of its file."""
    for text in (asked, project.title, project.name, project.document):
        name = cleaned(text or "")
        if name:
            return name.removesuffix(".xml") or name
    return "course"


def file_name(party: str, course: str) -> str:
    """A file's name of letters and digits, made from those of a party and a course.

    >>> file_name("B", "restore the coast"), file_name("B", "../../etc/passwd\\0")
    ('B-restore-the-coast.yaml', 'B-etc-passwd.yaml')
    """
    plain = unicodedata.normalize("NFC", f"{party} {course}")
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    stem = "-".join(words)
    while len(stem.encode()) > LONGEST_FILE_NAME:
        stem = stem[:-1]
    return f"{stem.strip('-') or 'course'}.yaml"


def _check_name(name: str) -> None:
    plain = name.isprintable() and not name.startswith(".") and not set(name) & set('/\\:*?"<>|')
    if not (plain and name.endswith((".yaml", ".yml")) and len(name.encode()) <= 2 * LONGEST_FILE_NAME):
        what, why = f"'{shown(name)}' is no name for a file here", "it lies in the workspace, and ends in .yaml."
        raise UsageError(one_fault(what, why, "Write, say, --file storm.yaml."))


def _known(sort: str, name: str, known: Iterable[str]) -> None:
    names: Sequence[str] = list(known)
    if name not in names:
        listed = ", ".join(shown(each) for each in names) or "none"
        what = f"there is no {sort} '{shown(name)}'"
        raise UsageError(one_fault(what, "the workspace does not have it.", f"Name one of: {listed}."))
