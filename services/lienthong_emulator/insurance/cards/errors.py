"""What the card desk refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class CardNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CARD_NOT_FOUND"
    english = "There is no card under this number."
    vietnamese = "Không có thẻ bảo hiểm y tế mang số này."


class QrNotRecognized(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "QR_NOT_RECOGNIZED"
    english = "The text is not the QR code of a health-insurance card or a citizen's card."
    vietnamese = "Nội dung không phải là mã QR của thẻ bảo hiểm y tế hoặc thẻ căn cước công dân."


class MalformedQr(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_QR"
    english = "The QR code of the card cannot be read: {part} is malformed."
    vietnamese = "Không đọc được mã QR của thẻ: phần {part} không đúng định dạng."


# Answers to a request for a child's card.


class ChildTooOldForCard(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_TOO_OLD_FOR_CARD"
    english = "A card for a child under 6 would have ended on {valid_to}, before the dossier was filed on {filed}."
    vietnamese = "Thẻ trẻ em dưới 6 tuổi đã hết hạn ngày {valid_to}, trước ngày nộp hồ sơ {filed}."


class ChildAlreadyHasCard(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_ALREADY_HAS_CARD"
    english = "The child holds card {card_number} already."
    vietnamese = "Trẻ đã có thẻ {card_number}."


class ChildDeceased(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_DECEASED"
    english = "The child has died, or a hospital says so: no card is issued."
    vietnamese = "Trẻ đã chết, hoặc cơ sở khám chữa bệnh báo đã chết: không cấp thẻ."


class HouseholdOfCardNotFound(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "HOUSEHOLD_NOT_FOUND"
    english = "There is no household {household_code}; leave the code empty or correct it."
    vietnamese = "Không có hộ gia đình mang mã {household_code}; đề nghị bỏ trống hoặc sửa lại."


class TemporaryCardNotNamed(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "TEMPORARY_CARD_NOT_NAMED"
    english = "{field}: a newborn of this family, day and sex had a temporary card and died; name the child's own."
    vietnamese = (
        "{field}: gia đình này có trẻ sơ sinh cùng ngày sinh, giới tính đã chết; đề nghị ghi số thẻ tạm của trẻ."
    )


class TemporaryCardNotUsable(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "TEMPORARY_CARD_NOT_USABLE"
    english = "The number of the temporary card {temporary_card} belongs to somebody else."
    vietnamese = "Số của thẻ tạm {temporary_card} đã thuộc về người khác."
