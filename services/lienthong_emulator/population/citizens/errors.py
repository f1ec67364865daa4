"""What the population database refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class CitizenNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CITIZEN_NOT_FOUND"
    english = "Nobody carries this number."
    vietnamese = "Không có công dân mang số này."


class NumberAmbiguous(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NUMBER_AMBIGUOUS"
    english = "More than one citizen carries this number. Name another number of the one who is meant."
    vietnamese = "Có nhiều công dân cùng mang số này. Đề nghị nêu số khác của người cần thay đổi."


class NotAName(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NOT_A_NAME"
    english = "{field} has no letter: nobody is called so."
    vietnamese = "{field} không có chữ cái nào nên không thể là họ tên."


class ProvinceNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PROVINCE_NOT_FOUND"
    english = "{field}: there is no commune {commune}."
    vietnamese = "{field}: không có xã mang mã {commune}."


class SexHasNoNumber(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SEX_HAS_NO_NUMBER"
    english = "A personal number has no digit for an undetermined sex."
    vietnamese = "Số định danh không có chữ số cho giới tính chưa xác định."


class ImpossibleBirthDate(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_BIRTH_DATE"
    english = "{field} is not a day that a newborn can have on {today}."
    vietnamese = "{field} không thể là ngày sinh tính đến ngày {today}."


class SerialsExhausted(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "SERIALS_EXHAUSTED"
    english = "No personal numbers are left for {stem}."
    vietnamese = "Đã hết số định danh cho nhóm {stem}."


class NoCitizenCard(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NO_CITIZEN_CARD"
    english = (
        "This person has no citizen's card on {today}: under 14, without a personal number, or of undetermined sex."
    )
    vietnamese = (
        "Người này chưa có thẻ căn cước công dân tính đến ngày {today}: dưới 14 tuổi, chưa có số định danh hoặc chưa "
        "xác định giới tính."
    )
