"""XML of others, read without trust.

Nothing is expanded or fetched: a file that declares a document type is refused at that very line. What is kept is
bounded by what is wanted, not by what is sent: values of the tags that somebody asked for, and no tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from lienthong_emulator.insurance.submissions.domain import plain
from lienthong_emulator.insurance.submissions.errors import XmlDoctypeForbidden, XmlMalformed, XmlTooDeep, XmlTooMany

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

DEEPEST: Final = 32
"""Elements within each other; no form of the ministry has more than eight."""
MOST_RECORDS: Final = 50_000
"""Our choice: some 3,000 dossiers in one file."""
STEP: Final = 1 << 16
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Record:
    """An element that holds values: where it stands, from the root in, and its values by plain tag."""

    path: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """What was wanted of an XML text."""

    root: str
    records: Sequence[Record]
    counts: Mapping[str, int]
    """How often each wanted element occurs."""


def read_document(data: bytes, wanted: Collection[str] | None, at: str) -> Document:
    """What is wanted of a document, by plain tags (None for all). Raises a `BadXml`, in which `at` tells of which."""
    # Imported with the first file: nobody who starts the house should wait for it.
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import create_parser

    gathering = _Gathering(wanted, at)
    parser: Any = create_parser(forbid_dtd=True)
    parser.setContentHandler(gathering)
    try:
        for part in _parts(data):
            parser.feed(part)
        parser.close()
    except DefusedXmlException:
        raise XmlDoctypeForbidden(at=at) from None
    except SAXParseException as fault:
        _refuse(at, fault.getLineNumber(), fault.getMessage())
    except (LookupError, ValueError) as fault:  # an encoding that there is not, or that the reader cannot
        _refuse(at, parser.getLineNumber(), str(fault))
    if not gathering.document().root:
        _refuse(at, 1, "no element found")
    return gathering.document()


def _parts(data: bytes) -> Iterator[memoryview]:
    whole = memoryview(data)
    return (whole[start : start + STEP] for start in range(0, len(whole), STEP))


def _refuse(at: str, line: int | None, problem: str) -> NoReturn:
    raise XmlMalformed(at=at, line=str(line or 1), problem=problem)


@dataclass(slots=True)
class _Element:
    """One that is open."""

    tag: str
    is_wanted: bool
    text: list[str] = field(default_factory=list[str])
    values: dict[str, str] = field(default_factory=dict[str, str])
    has_children: bool = False


class _Gathering(ContentHandler):
    """Keeps values of wanted tags with the element that holds them."""

    def __init__(self, wanted: Collection[str] | None, at: str) -> None:
        super().__init__()
        self._wanted = wanted
        self._at = at
        self._open: list[_Element] = []
        self._root = ""
        self._records: list[Record] = []
        self._counts: Counter[str] = Counter()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        tag = plain(name)
        if len(self._open) == DEEPEST:
            raise XmlTooDeep(at=self._at, limit=str(DEEPEST))
        if self._open:
            self._open[-1].has_children = True
        else:
            self._root = tag
        is_wanted = self._wanted is None or tag in self._wanted
        if is_wanted:
            self._counts[tag] += 1
        self._open.append(_Element(tag, is_wanted))

    def characters(self, content: str) -> None:
        element = self._open[-1]
        if element.is_wanted:
            element.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        element = self._open.pop()
        text = "" if element.has_children else "".join(element.text).strip()
        if text and self._open:
            self._open[-1].values.setdefault(element.tag, text)
        if element.values:
            self._keep(element)

    def _keep(self, element: _Element) -> None:
        if len(self._records) == MOST_RECORDS:
            raise XmlTooMany(at=self._at, limit=str(MOST_RECORDS))
        path = (*(above.tag for above in self._open), element.tag)
        self._records.append(Record(path, element.values))

    def document(self) -> Document:
        return Document(self._root, self._records, self._counts)
