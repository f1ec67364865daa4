"""What the civil-status system refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class FieldRequired(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FIELD_REQUIRED"
    english = "{field} is needed: {why}."
    vietnamese = "Cần có {field}: {why_vi}."


class FieldNotExpected(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FIELD_NOT_EXPECTED"
    english = "{field} must be empty: {why}."
    vietnamese = "{field} phải để trống: {why_vi}."


class ImpossibleDate(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_DATE"
    english = "{field} is not a day of the calendar."
    vietnamese = "{field} không phải là ngày có trong lịch."


class DateInFuture(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "DATE_IN_FUTURE"
    english = "{field} lies after today, {today}."
    vietnamese = "{field} sau ngày hôm nay, {today}."


class PlaceNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PLACE_NOT_FOUND"
    english = "{field}: the catalogue has no {code} there (a commune lies in its district, a district in its province)."
    vietnamese = "{field}: danh mục không có mã {code} ở đó (xã thuộc huyện, huyện thuộc tỉnh)."


class FacilityNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FACILITY_NOT_FOUND"
    english = "{field}: there is no initial-care facility {code}."
    vietnamese = "{field}: không có cơ sở khám chữa bệnh ban đầu mang mã {code}."


class EthnicGroupNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "ETHNIC_GROUP_NOT_FOUND"
    english = "{field}: there is no ethnic group {code}."
    vietnamese = "{field}: không có dân tộc mang mã {code}."


class MalformedNumber(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MALFORMED_NUMBER"
    english = "{field}: this cannot be a number of that kind."
    vietnamese = "{field}: số này không đúng loại giấy tờ đã khai."


class NumberContradictsSex(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NUMBER_CONTRADICTS_SEX"
    english = "{field}: the personal number belongs to the other sex."
    vietnamese = "{field}: số định danh không khớp với giới tính."


class NumberContradictsBirthDate(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NUMBER_CONTRADICTS_BIRTH_DATE"
    english = "{field}: the personal number says the year of birth {year}."
    vietnamese = "{field}: số định danh thể hiện năm sinh {year}."


class ParentNotOlder(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PARENT_NOT_OLDER"
    english = "{field}: a parent cannot be born after the child."
    vietnamese = "{field}: cha mẹ không thể sinh sau con."


class ParentTooYoung(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARENT_TOO_YOUNG"
    english = "{field}: the {role} would have been {age} years old; the entry allows for no less than {youngest}."
    vietnamese = "{field}: khi đó {role_vi} mới {age} tuổi, dưới mức {youngest} tuổi."


class BirthNoticeAlreadyUsed(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "BIRTH_NOTICE_ALREADY_USED"
    english = "The birth notice {notice} stands in dossier {first_dossier} already."
    vietnamese = "Giấy chứng sinh {notice} đã dùng trong hồ sơ {first_dossier}."


class BirthAlreadyDeclared(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "BIRTH_ALREADY_DECLARED"
    english = "A child of this name, birth date and parent is declared in dossier {first_dossier} already."
    vietnamese = "Trẻ có cùng họ tên, ngày sinh và cha mẹ đã được khai trong hồ sơ {first_dossier}."


class DossierAlreadyFiled(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "DOSSIER_ALREADY_FILED"
    english = "The dossier {first_dossier} was filed before and is not waiting for a supplement."
    vietnamese = "Hồ sơ {first_dossier} đã được nộp và không ở trạng thái chờ bổ sung."


class DossierNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "DOSSIER_NOT_FOUND"
    english = "There is no dossier {dossier}."
    vietnamese = "Không có hồ sơ {dossier}."


class DossierOfAnotherProvince(Refusal):
    kind = Kind.NOT_FOUND
    reason = "DOSSIER_OF_ANOTHER_PROVINCE"
    english = "The dossier {dossier} is not registered in the province {province}."
    vietnamese = "Hồ sơ {dossier} không được đăng ký tại tỉnh {province}."


class ModuleNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MODULE_NOT_FOUND"
    english = "{field}: {module} is not a module of birth dossiers; that is {expected}."
    vietnamese = "{field}: {module} không phải là phân hệ khai sinh; mã đúng là {expected}."


class DossierNotReturned(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DOSSIER_NOT_RETURNED"
    english = "The dossier {dossier} is not waiting for a supplement: it is {state}."
    vietnamese = "Hồ sơ {dossier} không chờ bổ sung: trạng thái là {state}."


class DossierEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DOSSIER_ENDED"
    english = "The dossier {dossier} has ended: it is {state}."
    vietnamese = "Hồ sơ {dossier} đã kết thúc: trạng thái là {state}."


class BirthIsRegistered(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "BIRTH_REGISTERED"
    english = "The birth of dossier {dossier} stands in the register and cannot be withdrawn."
    vietnamese = "Việc khai sinh của hồ sơ {dossier} đã vào sổ, không thể rút hồ sơ."


class RegisteredFieldChanged(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "REGISTERED_FIELD_CHANGED"
    english = "The birth is registered as it was declared; {field} cannot change, only the health-insurance part may."
    vietnamese = "Đã đăng ký khai sinh theo tờ khai; không được sửa {field}, nay chỉ được sửa phần bảo hiểm y tế."


class BirthRecordNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "BIRTH_RECORD_NOT_FOUND"
    english = "There is no entry {record} in the birth register."
    vietnamese = "Không có mục {record} trong sổ đăng ký khai sinh."


# Reasons kept with a dossier: it was filed, and then returned or refused.


class ParentNotFound(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARENT_NOT_FOUND"
    english = "The population database knows nobody under the {parent}'s number."
    vietnamese = "Cơ sở dữ liệu dân cư không có người mang số đã khai của {parent_vi}."


class ParentNotConfirmed(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARENT_NOT_CONFIRMED"
    english = "The population database does not confirm the {parent}'s {what} ({outcome})."
    vietnamese = "Cơ sở dữ liệu dân cư không xác nhận {what_vi} của {parent_vi} ({outcome})."


class ParentDiedBefore(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARENT_DIED_BEFORE"
    english = "{field}: the {parent} died on {death_date}, too long before the birth."
    vietnamese = "{field}: {parent_vi} đã chết ngày {death_date}, quá lâu trước khi trẻ sinh ra."


class SexUndetermined(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SEX_UNDETERMINED"
    english = "A personal number needs a sex, male or female; please supplement it."
    vietnamese = "Số định danh cần giới tính nam hoặc nữ; đề nghị bổ sung."


class ChildAlreadyRegistered(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_ALREADY_REGISTERED"
    english = "The population database holds a child of this name, birth date and parent already."
    vietnamese = "Cơ sở dữ liệu dân cư đã có trẻ cùng họ tên, ngày sinh và cha mẹ này."


class ChildNotConfirmed(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_NOT_CONFIRMED"
    english = "The population database does not confirm the number that the child shows ({outcome})."
    vietnamese = "Cơ sở dữ liệu dân cư không xác nhận số định danh đã khai của trẻ ({outcome})."


class ProcedureNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PROCEDURE_NOT_FOUND"
    english = "{field}: {code} is not the procedure of a birth; that is {expected}."
    vietnamese = "{field}: {code} không phải là thủ tục khai sinh; mã đúng là {expected}."


class NumbersDiffer(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NUMBERS_DIFFER"
    english = "{field}: the number of the identity card is not the personal number that is declared."
    vietnamese = "{field}: số thẻ căn cước không trùng với số định danh đã khai."


class PersonalNumberObstacle(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PERSONAL_NUMBER_OBSTACLE"
    english = "The population database gave no personal number: {peer_reason}."
    vietnamese = "Cơ sở dữ liệu dân cư không cấp được số định danh: {peer_reason}."


class SupplementOverdue(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SUPPLEMENT_OVERDUE"
    english = "No supplement came by {due_date}."
    vietnamese = "Không có bổ sung trước hạn {due_date}."
