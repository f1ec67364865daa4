"""Why a document, or one dossier in it, cannot be read. `field` is the bare JSON key."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class Unreadable(Refusal):
    """Base of all below."""

    kind = Kind.INVALID_ARGUMENT


class DocumentTooLarge(Unreadable):
    reason = "DOCUMENT_TOO_LARGE"
    english = "The document has {bytes} bytes; {limit} are allowed. Split it."
    vietnamese = "Tài liệu có {bytes} byte, giới hạn là {limit}. Xin chia nhỏ."


class NotUtf8(Unreadable):
    reason = "MALFORMED_TEXT"
    english = "The document is not UTF-8: byte {position} is wrong."
    vietnamese = "Tài liệu không phải là UTF-8: sai ở byte {position}."


class MalformedJson(Unreadable):
    reason = "MALFORMED_JSON"
    english = "The document is not JSON: line {line}, column {column}: {detail}."
    vietnamese = "Tài liệu không đúng định dạng JSON: dòng {line}, cột {column}."


class MalformedJsonText(MalformedJson):
    english = "{field} is neither an object nor JSON: line {line}, column {column}: {detail}."
    vietnamese = "{field} không phải là đối tượng, cũng không đúng định dạng JSON: dòng {line}, cột {column}."


class NestedTooDeep(Unreadable):
    reason = "NESTED_TOO_DEEP"
    english = "The JSON is nested too deep. A dossier has three levels."
    vietnamese = "JSON lồng quá sâu. Hồ sơ chỉ có ba cấp."


class DossiersExpected(Unreadable):
    reason = "WRONG_TYPE"
    english = "The document must be a dossier (an object) or a list of dossiers."
    vietnamese = "Tài liệu phải là một hồ sơ (đối tượng) hoặc một danh sách hồ sơ."


class NoDossiers(Unreadable):
    reason = "NO_DOSSIERS"
    english = "The list holds no dossier."
    vietnamese = "Danh sách không có hồ sơ nào."


class DossierExpected(Unreadable):
    reason = "WRONG_TYPE"
    english = "This item of the list is not a dossier (an object)."
    vietnamese = "Phần tử này của danh sách không phải là hồ sơ (đối tượng)."


class DossierTooLarge(Unreadable):
    reason = "DOSSIER_TOO_LARGE"
    english = "The dossier has about {bytes} bytes, {limit} are allowed; the most lie in {field}."
    vietnamese = "Hồ sơ có khoảng {bytes} byte, giới hạn là {limit}; phần lớn nằm ở {field}."


class UnknownField(Unreadable):
    reason = "UNKNOWN_FIELD"
    english = "A dossier has no field '{field}'."
    vietnamese = "Hồ sơ không có trường '{field}'."


class MisspeltField(UnknownField):
    english = "A dossier has no field '{field}'. Did you mean '{suggestion}'?"
    vietnamese = "Hồ sơ không có trường '{field}'. Có phải là '{suggestion}'?"


class DuplicateField(Unreadable):
    reason = "DUPLICATE_FIELD"
    english = "{field} is given twice."
    vietnamese = "{field} xuất hiện hai lần."


class FieldRequired(Unreadable):
    reason = "FIELD_REQUIRED"
    english = "{field} must be given."
    vietnamese = "Thiếu {field}, trường bắt buộc."


class TextExpected(Unreadable):
    reason = "WRONG_TYPE"
    english = "{field} must be a text or a number."
    vietnamese = "{field} phải là văn bản hoặc số."


class ObjectExpected(Unreadable):
    reason = "WRONG_TYPE"
    english = "{field} must be an object."
    vietnamese = "{field} phải là một đối tượng."


class WholeNumberExpected(Unreadable):
    reason = "WRONG_TYPE"
    english = "{field} must be a whole number of at most nine digits, not '{value}'."
    vietnamese = "{field} phải là số nguyên không quá chín chữ số, không phải '{value}'."


class MalformedText(Unreadable):
    reason = "MALFORMED_TEXT"
    english = "{field} holds a control character or half a character."
    vietnamese = "{field} chứa ký tự điều khiển hoặc ký tự không trọn vẹn."


class MalformedDate(Unreadable):
    reason = "MALFORMED_DATE"
    english = "{field} must be a date as dd/MM/yyyy, MM/yyyy or yyyy, not '{value}'."
    vietnamese = "{field} phải là ngày dạng dd/MM/yyyy, MM/yyyy hoặc yyyy, không phải '{value}'."


class MalformedInstant(MalformedDate):
    english = "{field} must be a day and time as dd/MM/yyyy HH:mm, not '{value}'."
    vietnamese = "{field} phải là ngày giờ dạng dd/MM/yyyy HH:mm, không phải '{value}'."


class ImpossibleDate(Unreadable):
    reason = "IMPOSSIBLE_DATE"
    english = "{field}: the calendar has no {value}."
    vietnamese = "{field}: lịch không có {value}."


class UnknownCode(Unreadable):
    reason = "UNKNOWN_CODE"
    english = "{field} has no code '{value}'; the codes are {codes}."
    vietnamese = "{field} không có mã '{value}'; các mã là {codes}."


LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """A piece of the family's text that is short and clean enough to stand in a sentence."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:LONGEST_QUOTE])
    return shown + "…" if len(text) > LONGEST_QUOTE else shown
