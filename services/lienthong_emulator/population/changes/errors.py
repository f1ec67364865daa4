"""What is refused about changes of a citizen, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class UnknownField(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "UNKNOWN_FIELD"
    english = "{field}: '{path}' is not a field that can be corrected."
    vietnamese = "{field}: '{path}' không phải là trường có thể cải chính."


class FieldRequired(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "FIELD_REQUIRED"
    english = "{field} is needed."
    vietnamese = "Cần có {field}."


class ImpossibleDate(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_DATE"
    english = "{field} is not a day on which this can have been, as of {today}."
    vietnamese = "{field} không thể là ngày xảy ra việc này, tính đến ngày {today}."


class PlaceNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PLACE_NOT_FOUND"
    english = "{field}: the catalogue has no {code} there (a commune lies in its district, a district in its province)."
    vietnamese = "{field}: danh mục không có mã {code} ở đó (xã thuộc huyện, huyện thuộc tỉnh)."


class EthnicGroupNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "ETHNIC_GROUP_NOT_FOUND"
    english = "{field}: there is no ethnic group {code}."
    vietnamese = "{field}: không có dân tộc mang mã {code}."


class ParentUnknown(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PARENT_UNKNOWN"
    english = "{field}: nobody, or more than one person, carries this number."
    vietnamese = "{field}: không có ai, hoặc có nhiều người, mang số này."


class NothingChanged(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOTHING_CHANGED"
    english = "The register holds exactly this already."
    vietnamese = "Cơ sở dữ liệu đã ghi đúng như vậy."


class NumberContradictsSex(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NUMBER_CONTRADICTS_SEX"
    english = "{field}: the personal number belongs to the other sex; have it replaced as well."
    vietnamese = "{field}: số định danh không khớp với giới tính; đề nghị cấp lại số cùng lúc."


class NumberContradictsBirthDate(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NUMBER_CONTRADICTS_BIRTH_DATE"
    english = "{field}: the personal number says the year of birth {year}; have it replaced as well."
    vietnamese = "{field}: số định danh thể hiện năm sinh {year}; đề nghị cấp lại số cùng lúc."


class NumberStands(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NUMBER_STANDS"
    english = "The personal number agrees with sex and year of birth, and stands."
    vietnamese = "Số định danh khớp với giới tính và năm sinh, không cấp lại."


class AlreadyDead(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ALREADY_DEAD"
    english = "The register holds that this citizen died on {died}."
    vietnamese = "Cơ sở dữ liệu đã ghi công dân này chết ngày {died}."


class NotDead(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOT_DEAD"
    english = "The register holds no death of this citizen."
    vietnamese = "Cơ sở dữ liệu không ghi việc chết của công dân này."
