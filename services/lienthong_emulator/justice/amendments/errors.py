"""What is refused about amendments of births, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class BirthNotRegistered(Refusal):
    kind = Kind.NOT_FOUND
    reason = "BIRTH_NOT_REGISTERED"
    english = "The birth register holds no entry of a person under this number."
    vietnamese = "Sổ đăng ký khai sinh không có mục của người mang số này."


class AmendmentNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "AMENDMENT_NOT_FOUND"
    english = "There is no amendment {amendment}."
    vietnamese = "Không có việc thay đổi hộ tịch {amendment}."


class AmendmentUnderWay(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "AMENDMENT_UNDER_WAY"
    english = "The amendment {amendment} of this birth is under way."
    vietnamese = "Việc thay đổi hộ tịch {amendment} của người này đang được xử lý."


class AmendmentEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "AMENDMENT_ENDED"
    english = "The amendment {amendment} has ended: {state}."
    vietnamese = "Việc thay đổi hộ tịch {amendment} đã kết thúc: {state}."


class AmendmentTold(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "AMENDMENT_TOLD"
    english = "The amendment {amendment} cannot be withdrawn any more: the population database has been told."
    vietnamese = "Không thể rút việc thay đổi hộ tịch {amendment}: đã gửi cập nhật đến cơ sở dữ liệu dân cư."


class FieldRequired(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FIELD_REQUIRED"
    english = "{field} is needed."
    vietnamese = "Cần có {field}."


class EntryUnchanged(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ENTRY_UNCHANGED"
    english = "The register holds exactly this already."
    vietnamese = "Sổ hộ tịch đã ghi đúng như vậy."


class ParentIsRecorded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARENT_IS_RECORDED"
    english = "{field}: the entry names a {role} already; recognition fills a gap."
    vietnamese = "{field}: mục khai sinh đã ghi {role_vi}; việc nhận cha, mẹ, con chỉ bổ sung phần còn trống."


class ChildTooOld(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHILD_TOO_OLD"
    english = "{field}: this person would have had a child at {age}; the entry allows for no less than {youngest}."
    vietnamese = "{field}: người này sẽ có con khi mới {age} tuổi, dưới mức {youngest} tuổi."


class MarriedTooYoung(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "MARRIED_TOO_YOUNG"
    english = "{field}: this person would have married at {age}; the entry allows for no less than {youngest}."
    vietnamese = "{field}: người này sẽ kết hôn khi mới {age} tuổi, dưới mức {youngest} tuổi."


class SexContradictsRole(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "SEX_CONTRADICTS_ROLE"
    english = "{field}: the registers name this person as {role} of a child, or as the spouse that a {role} would be."
    vietnamese = "{field}: sổ hộ tịch ghi người này là {role_vi} của con hoặc là vợ, chồng tương ứng."


class AdopterDeceased(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ADOPTER_DECEASED"
    english = "{field}: who died adopts nobody."
    vietnamese = "{field}: người đã chết không thể nhận con nuôi."


class PopulationRefused(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "POPULATION_REFUSED"
    english = "The population database does not take this over: {peer_reason}."
    vietnamese = "Cơ sở dữ liệu dân cư không cập nhật được: {peer_reason}."
