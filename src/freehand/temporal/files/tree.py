"""XML from strangers as a tree of elements that know their lines: nothing fetched, nothing expanded, nothing endless.

1. Tags, attributes and encodings are limited before anything is parsed: that keeps the tree within about 1 GiB.
2. A document type is refused whatever it says, and with it every entity that a file could define.
3. Nesting, and the length of one text, are limited by the parser (libxml2, without its "huge" mode).

This room is an island, so it has its own of what :mod:`freehand.formats.mspdi.tree` does for project files (decision
19); a test holds that both refuse alike. *defusedxml*, made for the purpose, knows no lines (decision 12).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from freehand.errors import shown
from freehand.temporal.files.refusals import refused

if TYPE_CHECKING:
    from lxml import etree

MOST_TAGS = 4_000_000
MOST_ATTRIBUTES = 4_000_000
ENCODINGS = re.compile(rb"(?i)utf-?8|utf-16(le|be)?|us-ascii|iso-8859-\d{1,2}|windows-125\d")
_WHERE = re.compile(r", line \d+, column \d+$")
_AGAIN = "Write the file anew from the tool that made it."


def read_xml(data: bytes, document: str) -> etree._Element:
    """The root of an XML file; ``document`` is its name in faults.

    Raises ``InputError`` with line and reason where it is too large, malformed, or has a document type.

    >>> read_xml(b"<a><b/></a>", "a.stnu").tag
    'a'
    >>> read_xml(b"<a><b></a>", "a.stnu")
    Traceback (most recent call last):
    freehand.errors.InputError: a.stnu:1  this cannot be read as XML
      why:  the reader says: Opening and ending tag mismatch: b line 1 and a.
      next: Write the file anew from the tool that made it.
    """
    from lxml import etree  # only GraphML needs it

    _check(data, document)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
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
            why = "it is nested more than 256 deep, and no network is."
        raise refused(document, line, "this cannot be read as XML", why, _AGAIN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _document_type(data, document)
    return root


def _check(data: bytes, document: str) -> None:
    for found, most, things in (
        (data.count(b"<"), MOST_TAGS, "tags"),
        (data.count(b"="), MOST_ATTRIBUTES, "attributes"),
    ):
        if found > most:
            what, why = f"this file has more than {most:,} {things}", "it is read into memory as a whole."
            raise refused(document, 0, what, why, "Write it anew without what is no network, or split the network.")
    declared = re.match(
        rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,100})", data.removeprefix(b"\xef\xbb\xbf")
    )
    if declared and not ENCODINGS.fullmatch(declared[1]):
        what = f"the encoding '{shown(declared[1].decode('latin-1'))}' is not read"
        why = "networks are written in UTF-8, UTF-16, ISO 8859 or Windows code pages."
        raise refused(document, 1, what, why, "Write the file anew in UTF-8.")


def _document_type(data: bytes, document: str) -> Exception:
    found = re.search(rb"<!DOCTYPE", data)
    line = data.count(b"\n", 0, found.start()) + 1 if found else 1
    why = "no tool writes one, and what it defines could fetch other files or grow without end."
    return refused(document, line, "a document type stands here", why, "Take it out, or write the file anew.")
