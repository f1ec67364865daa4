"""What is refused of a file, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class HeaderExpected(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "HEADER_EXPECTED"
    english = "The header of a file comes first, and once; after it come its bytes."
    vietnamese = "Thông tin chung của tệp phải gửi đầu tiên và chỉ một lần; sau đó là nội dung tệp."


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
    english = "{at} has more than {limit} elements that hold values."
    vietnamese = "{at} có quá {limit} thẻ chứa dữ liệu."


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


class FacilityDiffers(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FACILITY_DIFFERS"
    english = "The file is of facility {found}, and is sent as one of {facility}."
    vietnamese = "Tệp là của cơ sở {found} nhưng được gửi cho cơ sở {facility}."


class TagRequired(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAG_REQUIRED"
    english = "{tag} is missing in {document}."
    vietnamese = "Thiếu {tag} trong {document}."


class TagMalformed(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAG_MALFORMED"
    english = "{tag} in {document} must be {expected}."
    vietnamese = "{tag} trong {document} phải là {expected_vi}."


class TimesContradict(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TIMES_CONTRADICT"
    english = "{tag} in {document} is before {other}, or lies in the future."
    vietnamese = "{tag} trong {document} trước {other}, hoặc ở tương lai."


class SubmissionNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "SUBMISSION_NOT_FOUND"
    english = "There is no submission {submission}."
    vietnamese = "Không có giao dịch {submission}."
