"""What a file holds: its documents found, checked, and turned into treatments and papers."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lienthong_emulator.insurance.submissions.convert import (
    birth_notice_in,
    death_notice_in,
    sick_leave_in,
    treatment_in,
)
from lienthong_emulator.insurance.submissions.domain import (
    CERTIFICATES,
    TABLES,
    Contents,
    FileKind,
    FoundPaper,
    plain,
)
from lienthong_emulator.insurance.submissions.errors import (
    MOST_FAULTS,
    ContentNotBase64,
    DocumentUnknown,
    DossierCountDiffers,
    FacilityDiffers,
    Fault,
    FileEmpty,
    TagMalformed,
    TagRequired,
    TimesContradict,
)
from lienthong_emulator.insurance.submissions.forms import Values, tags_of, values_of
from lienthong_emulator.insurance.submissions.reading import Document, Patience, Record, read_document
from lienthong_emulator.runtime.clock import end_of

WHOLE: Final = "FILE"
"""What a refusal calls the file itself, beside the files in it."""
OF_4210: Final = " 4210"
IN_CLAIM: Final = {"MACSKCB", "SOLUONGHOSO", "HOSO", "FILEHOSO", "LOAIHOSO", "NOIDUNGFILE"}
CHECK_IN, DOSSIER, UNIT = "TRANG_THAI_KCB", "HOSO", "THONGTINDONVI"


@dataclass(frozen=True, slots=True)
class Origin:
    """A file as its header and the moment tell of it."""

    kind: FileKind
    facility: str
    now: datetime
    patience: Patience = field(default_factory=Patience)


def contents_of(origin: Origin, data: bytes) -> Contents:
    """What is in a file. Raises what `SubmitFile` is refused with."""
    if not data.strip():
        raise FileEmpty()
    return _READERS.get(origin.kind, _kept)(origin, data)


def _kept(origin: Origin, data: bytes) -> Contents:
    """A file with which nothing is done. Our choice: it is XML of any kind, for its tags are not public."""
    read_document(data, set(), WHOLE, origin.patience)
    return Contents(dossiers=1)


def _check_ins(origin: Origin, data: bytes) -> Contents:
    found = _records(origin, data, "CHECK_IN", CHECK_IN)
    treatments = [treatment_in(values, origin.facility, origin.now) for values in found]
    return Contents(dossiers=len(found), treatments=treatments)


def _death_notices(origin: Origin, data: bytes) -> Contents:
    found = _records(origin, data, "DEATH_NOTICE", "maGbt")
    papers = [death_notice_in(values, origin.facility, origin.now) for values in found]
    return Contents(dossiers=len(found), papers=papers)


def _birth_notices(origin: Origin, data: bytes) -> Contents:
    found = _records(origin, data, "BIRTH_NOTICE", "maGcs")
    papers = [birth_notice_in(values, origin.facility, origin.now) for values in found]
    return Contents(dossiers=len(found), papers=papers)


def _certificates(origin: Origin, data: bytes) -> Contents:
    read = _read(origin, data, {*CERTIFICATES, *_tags("CT07")})
    count = sum(read.counts.get(kind, 0) for kind in CERTIFICATES)
    leaves = [record for record in read.records if "CT07" in record.path]
    if not count or len(leaves) < read.counts.get("CT07", 0):
        raise DocumentUnknown(field=WHOLE, found=origin.kind.root, expected=", ".join(CERTIFICATES))
    found = _checked(origin, (("CT07", record) for record in leaves))
    return Contents(dossiers=count, papers=[sick_leave_in(values, origin.facility, origin.now) for values in found])


def _records(origin: Origin, data: bytes, document: str, mark: str) -> Sequence[Values]:
    """The documents of a file that holds nothing else: in an element `mark`, or with it among their tags."""
    key = plain(mark)
    read = _read(origin, data, _tags(document) | {key})
    found = [record for record in read.records if key in record.path or key in record.values]
    if not found:
        raise TagRequired(field=f"{document}.{mark}", tag=mark, document=origin.kind.root)
    return _checked(origin, ((document, record) for record in found))


def _tags(document: str) -> set[str]:
    return {tag.plain for tag in tags_of(document)}


def _read(origin: Origin, data: bytes, wanted: set[str]) -> Document:
    read = read_document(data, wanted, WHOLE, origin.patience)
    if read.root != plain(origin.kind.root):
        raise DocumentUnknown(field=WHOLE, found=read.root, expected=origin.kind.root)
    return read


def _claims(origin: Origin, data: bytes) -> Contents:
    read = _read(origin, data, IN_CLAIM)
    _check_envelope(origin, read)
    files = [record for record in read.records if record.path[-1] == "FILEHOSO"]
    tables = _checked(origin, _tables(origin, files))
    treatments = [
        treatment_in(values, origin.facility, origin.now) for values in tables if values.document in SUMMARIES
    ]
    if len(treatments) < read.counts[DOSSIER]:
        raise TagRequired(field="XML1", tag="XML1", document=DOSSIER)
    named = {found.treatment.visit: found.patient.full_name for found in treatments}
    papers = [paper for values in tables if (paper := _paper(origin, values, named))]
    return Contents(dossiers=read.counts[DOSSIER], treatments=treatments, papers=papers)


def _check_envelope(origin: Origin, read: Document) -> None:
    """Whose file it is, and how much is in it."""
    said = {
        tag: text for record in read.records if "FILEHOSO" not in record.path for tag, text in record.values.items()
    }
    facility = said.get("MACSKCB", "")
    if not facility:
        raise TagRequired(field=f"{UNIT}.MACSKCB", tag="MACSKCB", document=UNIT)
    _check_facility(origin, facility, f"{UNIT}.MACSKCB")
    if not read.counts.get(DOSSIER):
        raise FileEmpty(field=DOSSIER)
    dossiers = str(read.counts[DOSSIER])
    if said.get("SOLUONGHOSO", "").lstrip("0") != dossiers:
        raise DossierCountDiffers(field="SOLUONGHOSO", said=said.get("SOLUONGHOSO", ""), found=dossiers)


def _check_facility(origin: Origin, found: str, field: str) -> None:
    if found != origin.facility:
        raise FacilityDiffers(field=field, found=found, facility=origin.facility)


def _tables(origin: Origin, files: Sequence[Record]) -> Iterator[tuple[str, Record]]:
    """The rows of all tables that something is done with; the others are read all the same."""
    for file in files:
        table = file.values.get("LOAIHOSO", "").upper()
        if table not in TABLES[origin.kind]:
            raise DocumentUnknown(field="LOAIHOSO", found=table, expected=", ".join(TABLES[origin.kind]))
        document = table + OF_4210 * (origin.kind is FileKind.CLAIM_4210)
        wanted = _tags(document) if document in MEANT else set[str]()
        data = decoded(table, file.values.get("NOIDUNGFILE", ""))
        read = read_document(data, wanted, table, origin.patience)
        if wanted:
            yield from ((document, record) for record in _whole(table, read))


def _whole(table: str, read: Document) -> Sequence[Record]:
    if not read.records:
        raise TagRequired(field=f"{table}.MA_LK", tag="MA_LK", document=table)
    return read.records


def decoded(table: str, text: str) -> bytes:
    """The file in a file. Refused with `ContentNotBase64`."""
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ContentNotBase64(field=f"{table}.NOIDUNGFILE", at=table) from None


def _paper(origin: Origin, values: Values, named: Mapping[str, str]) -> FoundPaper | None:
    if values.document == "XML9":
        return birth_notice_in(values, origin.facility, origin.now)
    if values.document == "XML11":
        return sick_leave_in(values, origin.facility, origin.now, named.get(values.text("visit"), ""))
    return None


def _checked(origin: Origin, found: Iterable[tuple[str, Record]]) -> Sequence[Values]:
    """What documents say. Refused with everything that is wrong in them, up to a bound."""
    right, faults = list[Values](), list[Fault]()
    for document, record in found:
        try:
            right.append(_agreeing(origin, values_of(document, record.values)))
        except Fault as fault:
            faults += (fault, *fault.beside)
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise faults[0].with_others(faults[1:])
    return right


def _agreeing(origin: Origin, values: Values) -> Values:
    """A document whose facility and times agree with each other."""
    if facility := values.text("facility"):
        _check_facility(origin, facility, f"{values.document}.{_called(values)['facility']}")
    for later, earlier in ORDERED:
        if values.text(later) and values.text(later)[:12] < values.text(earlier)[:12]:
            earlier_tag = _called(values)[earlier]
            _refuse_times(values, later, f"before {earlier_tag}", f"trước {earlier_tag}")
    # Our choice: the day counts, for the clock of a world is seldom that of a hospital.
    tomorrow = end_of(origin.now.date())
    for name in NOT_AHEAD:
        if values.text(name) and values.moment(name) >= tomorrow:
            _refuse_times(values, name, "after today", "sau ngày hôm nay")
    _check_leave(values)
    return values


def _refuse_times(values: Values, name: str, found: str, found_vi: str) -> None:
    tag = _called(values)[name]
    facts = {"tag": tag, "document": values.document, "found": found, "found_vi": found_vi}
    raise TimesContradict(field=f"{values.document}.{tag}", **facts)


def _called(values: Values) -> Mapping[str, str]:
    """What a document calls each value."""
    return {tag.value: tag.tag for tag in tags_of(values.document)}


def _check_leave(values: Values) -> None:
    """A leave has the days that lie between its first and its last."""
    first, last = values.day("first_day"), values.day("last_day")
    if first and last and values.number("days") != (last - first).days + 1:
        facts = {"expected": f"{(last - first).days + 1}", "expected_vi": f"{(last - first).days + 1}"}
        field = f"{values.document}.SO_NGAY_NGHI"
        raise TagMalformed(field=field, tag="SO_NGAY_NGHI", document=values.document, **facts)


SUMMARIES: Final = ("XML1", "XML1 4210")
MEANT: Final = (*SUMMARIES, "XML9", "XML11")
ORDERED: Final = (("discharged", "admitted"), ("last_day", "first_day"), ("died", "birth"))
NOT_AHEAD: Final = ("admitted", "discharged", "born", "died")
_READERS: Final[Mapping[FileKind, Callable[[Origin, bytes], Contents]]] = {
    FileKind.CHECK_IN: _check_ins,
    FileKind.CLAIM: _claims,
    FileKind.CLAIM_4210: _claims,
    FileKind.CERTIFICATE: _certificates,
    FileKind.DEATH_NOTICE: _death_notices,
    FileKind.BIRTH_NOTICE: _birth_notices,
}
