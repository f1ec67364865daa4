"""What is refused about changes of a taxpayer, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class NothingChanged(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOTHING_CHANGED"
    english = "The register holds exactly this already."
    vietnamese = "Cơ sở dữ liệu đã ghi đúng như vậy."


class StatusForbids(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "STATUS_FORBIDS"
    english = "{code} stands at status {status}, which does not allow this."
    vietnamese = "{code} đang ở trạng thái {status}, không cho phép thực hiện."


class MergedIntoItself(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "MERGED_INTO_ITSELF"
    english = "{field}: {code} cannot be merged into itself."
    vietnamese = "{field}: không thể hợp nhất {code} vào chính nó."


class NotOfItsKind(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "NOT_OF_ITS_KIND"
    english = "{field} is nothing that a taxpayer of this kind has."
    vietnamese = "{field} không phải là thông tin của loại người nộp thuế này."


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


class NoUnitLeft(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "NO_UNIT_LEFT"
    english = "{code} has 999 dependent units, and no code for another."
    vietnamese = "{code} đã có 999 đơn vị phụ thuộc, không còn mã cho đơn vị mới."


class NoCodeLeft(Refusal):
    kind = Kind.RESOURCE_EXHAUSTED
    reason = "NO_CODE_LEFT"
    english = "All tax codes that a world gives out while it runs are taken."
    vietnamese = "Đã hết mã số thuế dành cho người nộp thuế đăng ký mới."
