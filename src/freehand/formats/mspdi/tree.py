"""XML from strangers as a tree of elements that know their lines: nothing fetched, nothing expanded, nothing endless.

1. Only an ordinary file is opened, never waited for, and only up to a limit. Tags, attributes and encodings are limited
   as well, before anything is parsed: that keeps the tree within about 1 GiB (54 MiB took 350).
2. A document type is refused whatever it says, and with it every entity that a file could define.
3. Nesting, and the length of one text, are limited by the parser (libxml2, without its "huge" mode).

Rules 2 and 3 stand a second time in the temporal core, which is an island (decision 19); a test holds that both refuse
alike. *defusedxml*, made for the purpose, knows no lines (decision 12).
"""

import os
import re
import stat

from lxml import etree

from freehand.errors import AccessError, InputError, Place, one_fault, shown

LARGEST_FILE = 64 * 1024 * 1024
MOST_TAGS = 4_000_000
MOST_ATTRIBUTES = 1_000_000
ENCODINGS = re.compile(rb"(?i)utf-?8|utf-16(le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d")
_WHERE = re.compile(r", line \d+, column \d+$")
_DTD = "no project tool writes one, and what it defines could fetch other files or grow without end."


def read_bytes(path: str | os.PathLike[str], document: str) -> bytes:
    """The bytes of an ordinary file of fair size.

    Raises ``AccessError`` where it cannot be read, ``InputError`` where it is no ordinary file, or too large.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise refused(document, 0, "this is no ordinary file", "it has no end to wait for.", "Name a file.")
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        why = f"the system says: {shown(getattr(error, 'strerror', None) or str(error))}."
        what = f"'{shown(os.fspath(path))}' cannot be read"
        raise AccessError(one_fault(what, why, "Check its name and its permissions.")) from error
    return data


def read_xml(data: bytes, document: str) -> etree._Element:
    """The root of an XML file; ``document`` is its name in faults.

    Raises ``InputError`` with line and reason where it is too large, malformed, or has a document type.

    >>> read_xml(b"<a><b/></a>", "plan.xml").tag
    'a'
    >>> read_xml(b"<a><b></a>", "plan.xml")
    Traceback (most recent call last):
    freehand.errors.InputError: plan.xml:1  this cannot be read as XML
      why:  the reader says: Opening and ending tag mismatch: b line 1 and a.
      next: Write the file anew from the project tool.
    """
    _check_size(data, document)
    _check_encoding(data, document)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!DOCTYPE" in data:
            raise _document_type(data, document) from error
        line, said = getattr(error, "lineno", None) or 0, getattr(error, "msg", None) or str(error)
        why = f"the reader says: {shown(_WHERE.sub('', said))}."
        if "depth" in said:
            why = "it is nested more than 256 deep, and no plan is."
        next_ = "Write the file anew from the project tool."
        raise refused(document, line, "this cannot be read as XML", why, next_) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _document_type(data, document)
    return root


def _check_size(data: bytes, document: str) -> None:
    for found, most, things in (
        (len(data), LARGEST_FILE, "bytes"),
        (data.count(b"<"), MOST_TAGS, "tags"),
        (data.count(b"="), MOST_ATTRIBUTES, "attributes"),
    ):
        if found > most:
            what, why = f"this file has more than {most:,} {things}", "it is read into memory as a whole."
            raise refused(document, 0, what, why, "Write it anew without what is no plan, or in several parts.")


def _check_encoding(data: bytes, document: str) -> None:
    declared = re.match(
        rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,100})", data.removeprefix(b"\xef\xbb\xbf")
    )
    if declared and not ENCODINGS.fullmatch(declared[1]):
        what = f"the encoding '{shown(declared[1].decode('latin-1'))}' is not read"
        why = "project tools write UTF-8, UTF-16, ISO 8859 or Windows code pages."
        raise refused(document, 1, what, why, "Write the file anew in UTF-8.")


def refused(document: str, line: int, what: str, why: str, next: str, field: str = "") -> InputError:
    """One fault of a file, ready to be raised."""
    return InputError(one_fault(what, why, next, Place(document, line, field)))


def _document_type(data: bytes, document: str) -> InputError:
    found = re.search(rb"<!DOCTYPE", data)
    line = data.count(b"\n", 0, found.start()) + 1 if found else 1
    return refused(document, line, "a document type stands here", _DTD, "Take it out, or write the file anew.")
