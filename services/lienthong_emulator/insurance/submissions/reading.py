"""XML of others, read without trust.

Nothing is expanded or fetched: a file that declares a document type is refused at that very line. What is kept is
bounded by what is wanted, not by what is sent: values of the tags that somebody asked for, and no tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
MOST_ELEMENTS: Final = 600_000
"""Our choice: a claim of the largest size with values of eight characters has as many; a second of a processor."""
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


@dataclass(slots=True)
class Patience:
    """How many elements may still come in a file and the files in it."""

    elements: int = MOST_ELEMENTS


def read_document(data: bytes, wanted: Collection[str] | None, at: str, patience: Patience | None = None) -> Document:
    """What is wanted of a document, by plain tags (None for all). Raises a `BadXml`, in which `at` tells of which."""
    # Imported with the first file: nobody who starts the house should wait for it.
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import create_parser

    gathering = _Gathering(wanted, at, patience or Patience())
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


class _Element:
    """One that is open. What most have none of is made when it comes: a file has hundreds of thousands."""

    __slots__ = ("has_children", "is_wanted", "tag", "text", "values")

    def __init__(self, tag: str, *, is_wanted: bool) -> None:
        self.tag = tag
        self.is_wanted = is_wanted
        self.has_children = False
        self.text: list[str] | None = None
        self.values: dict[str, str] | None = None


class _Gathering(ContentHandler):
    """Keeps values of wanted tags with the element that holds them."""

    def __init__(self, wanted: Collection[str] | None, at: str, patience: Patience) -> None:
        super().__init__()
        self._patience = patience
        self._plain: dict[str, str] = {}
        """A file has few tags, and each of them very often."""
        self._wanted = wanted
        self._at = at
        self._open: list[_Element] = []
        self._root = ""
        self._records: list[Record] = []
        self._counts: Counter[str] = Counter()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX names it
        tag = self._plain.get(name) or self._plain.setdefault(name, plain(name))
        if len(self._open) == DEEPEST:
            raise XmlTooDeep(at=self._at, limit=str(DEEPEST))
        self._patience.elements -= 1
        if self._patience.elements < 0:
            raise XmlTooMany(at=self._at, limit=str(MOST_ELEMENTS))
        if self._open:
            self._open[-1].has_children = True
        else:
            self._root = tag
        is_wanted = self._wanted is None or tag in self._wanted
        if is_wanted:
            self._counts[tag] += 1
        self._open.append(_Element(tag, is_wanted=is_wanted))

    def characters(self, content: str) -> None:
        element = self._open[-1]
        if element.is_wanted:
            if element.text is None:
                element.text = []
            element.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        element = self._open.pop()
        if element.text and not element.has_children and self._open:
            self._add_value(self._open[-1], element.tag, "".join(element.text).strip())
        if element.values:
            self._keep(element.tag, element.values)

    def _add_value(self, holder: _Element, tag: str, text: str) -> None:
        if holder.values is None:
            holder.values = {}
        if text:
            holder.values.setdefault(tag, text)

    def _keep(self, tag: str, values: Mapping[str, str]) -> None:
        if len(self._records) == MOST_RECORDS:
            raise XmlTooMany(at=self._at, limit=str(MOST_RECORDS))
        self._records.append(Record((*(above.tag for above in self._open), tag), values))

    def document(self) -> Document:
        return Document(self._root, self._records, self._counts)
