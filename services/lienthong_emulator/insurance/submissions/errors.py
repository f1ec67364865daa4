"""What is refused of a file, and why."""

from collections.abc import Sequence
from typing import Self

from lienthong_emulator.runtime.refusals import Kind, Refusal, Violation

MOST_FAULTS = 50
"""How many a refusal tells of at most."""


class FacilityUnknown(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FACILITY_UNKNOWN"
    english = "There is no facility {facility}."
    vietnamese = "Không có cơ sở khám chữa bệnh mang mã {facility}."


class FileTooLarge(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FILE_TOO_LARGE"
    english = "The file is larger than {limit} bytes."
    vietnamese = "Tệp lớn hơn {limit} byte."


class FileEmpty(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FILE_EMPTY"
    english = "The file is empty."
    vietnamese = "Tệp rỗng."


class BadXml(Refusal):
    """A file that cannot be read as XML; `at` is where it stands in the file that holds it."""

    kind = Kind.INVALID_ARGUMENT


class XmlMalformed(BadXml):
    reason = "XML_MALFORMED"
    english = "{at} is not well-formed XML (line {line}: {problem})."
    vietnamese = "{at} không phải là XML hợp lệ (dòng {line}: {problem})."


class XmlDoctypeForbidden(BadXml):
    reason = "XML_DOCTYPE_FORBIDDEN"
    english = "{at} declares a document type; such files are not read."
    vietnamese = "{at} có khai báo DOCTYPE; hệ thống không đọc tệp như vậy."


class XmlTooDeep(BadXml):
    reason = "XML_TOO_DEEP"
    english = "{at} has more than {limit} elements within each other."
    vietnamese = "{at} có quá {limit} thẻ lồng nhau."


class XmlTooMany(BadXml):
    reason = "XML_TOO_MANY"
    english = "{at} has more elements than are read of one file ({limit})."
    vietnamese = "{at} có nhiều thẻ hơn mức hệ thống đọc trong một tệp ({limit})."


class ContentNotBase64(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "CONTENT_NOT_BASE64"
    english = "The content of {at} is not base64."
    vietnamese = "Nội dung của {at} không phải là base64."


class DocumentUnknown(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "DOCUMENT_UNKNOWN"
    english = "{found} is not what such a file holds; expected: {expected}."
    vietnamese = "{found} không thuộc loại hồ sơ này; cần: {expected}."


class DossierCountDiffers(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "DOSSIER_COUNT_DIFFERS"
    english = "The file says that it holds {said} dossiers, and holds {found}."
    vietnamese = "Tệp khai có {said} hồ sơ nhưng chứa {found} hồ sơ."


class Fault(Refusal):
    """Something wrong with a value in a file; those that are wrong beside it are told with it."""

    kind = Kind.INVALID_ARGUMENT

    def __init__(self, *, field: str, **facts: str) -> None:
        super().__init__(field=field, **facts)
        self.beside: Sequence[Fault] = ()

    def with_others(self, others: Sequence["Fault"]) -> Self:
        self.beside = others
        return self

    def violations(self) -> list[Violation]:
        """Each once, for a fault of a program is in all that it writes."""
        told = {(one.field, one.message): one for one in (self, *self.beside)}
        return [
            Violation(one.field, one.message, one.message_vi, one.reason) for one in list(told.values())[:MOST_FAULTS]
        ]


class FacilityDiffers(Fault):
    reason = "FACILITY_DIFFERS"
    english = "The file is of facility {found}, and is sent as one of {facility}."
    vietnamese = "Tệp là của cơ sở {found} nhưng được gửi cho cơ sở {facility}."


class TagRequired(Fault):
    reason = "TAG_REQUIRED"
    english = "{tag} is missing in {document}."
    vietnamese = "Thiếu {tag} trong {document}."


class TagMalformed(Fault):
    reason = "TAG_MALFORMED"
    english = "{tag} in {document} must be {expected}."
    vietnamese = "{tag} trong {document} phải là {expected_vi}."


class TimesContradict(Fault):
    reason = "TIMES_CONTRADICT"
    english = "{tag} in {document} is {found}."
    vietnamese = "{tag} trong {document} {found_vi}."


class SubmissionNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "SUBMISSION_NOT_FOUND"
    english = "There is no submission {submission}."
    vietnamese = "Không có giao dịch {submission}."
