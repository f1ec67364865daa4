"""What is refused of contributions, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class ImpossibleMonth(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_MONTH"
    english = "{field} is no month from January 2018 to December 2099; its day is 0."
    vietnamese = "{field} không phải là tháng từ 01/2018 đến 12/2099; ngày phải là 0."


class IncomeOutOfRange(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "INCOME_OUT_OF_RANGE"
    english = "The income of voluntary insurance is from {lowest} to {highest} đồng a month."
    vietnamese = "Mức thu nhập đóng bảo hiểm tự nguyện từ {lowest} đến {highest} đồng một tháng."


class MonthNotEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "MONTH_NOT_ENDED"
    english = "{month} has not ended; it is {today}."
    vietnamese = "Tháng {month} chưa kết thúc; hôm nay là {today}."


class MonthNotBegun(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "MONTH_NOT_BEGUN"
    english = "{month} has not begun; it is {today}."
    vietnamese = "Tháng {month} chưa bắt đầu; hôm nay là {today}."


class MonthHasEnded(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "MONTH_HAS_ENDED"
    english = "{month} has ended; it is {today}."
    vietnamese = "Tháng {month} đã kết thúc; hôm nay là {today}."


class ImpossibleDay(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "IMPOSSIBLE_DAY"
    english = "{field} is no day from 2018 to today, {today}."
    vietnamese = "{field} không phải là ngày từ năm 2018 đến hôm nay, {today}."


class NotOnesOwnUnit(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "NOT_ONES_OWN_UNIT"
    english = "Only the unit and the agency that keeps the register may do this; {caller} is neither."
    vietnamese = "Chỉ chính đơn vị hoặc cơ quan quản lý dữ liệu được thực hiện; {caller} không phải."


class DeclarationNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "DECLARATION_NOT_FOUND"
    english = "There is no declaration {declaration}."
    vietnamese = "Không có hồ sơ kê khai {declaration}."


class PlanNotFound(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PLAN_NOT_FOUND"
    english = "There is no plan {plan}; there are {plans}."
    vietnamese = "Không có phương án {plan}; chỉ có {plans}."


class SalaryNotPositive(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "SALARY_NOT_POSITIVE"
    english = "A contribution salary of {salary} đồng cannot be."
    vietnamese = "Mức lương đóng bảo hiểm {salary} đồng không hợp lệ."


class SalaryTooHigh(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "SALARY_TOO_HIGH"
    english = "A contribution salary is at most {highest} đồng a month, not {salary}."
    vietnamese = "Mức lương đóng bảo hiểm tối đa là {highest} đồng một tháng, không phải {salary}."


class NameDiffers(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NAME_DIFFERS"
    english = "The person with this number has another name."
    vietnamese = "Người mang số này có họ tên khác."


class ParticipantDeceased(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTICIPANT_DECEASED"
    english = "The person died before {month}."
    vietnamese = "Người này đã mất trước tháng {month}."


class DeclaredTwice(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "DECLARED_TWICE"
    english = "The unit declared something of this person for {month} already."
    vietnamese = "Đơn vị đã kê khai người này cho tháng {month}."


class AlreadyInsured(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ALREADY_INSURED"
    english = "A unit declares this person for {month} or after it already."
    vietnamese = "Người này đang được một đơn vị kê khai từ tháng {month} hoặc sau đó."


class NotDeclared(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOT_DECLARED"
    english = "The unit does not declare this person for {month}."
    vietnamese = "Đơn vị không kê khai người này cho tháng {month}."


class NotOnLeave(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOT_ON_LEAVE"
    english = "The person is not on leave from this unit in {month}."
    vietnamese = "Người này không nghỉ việc tạm thời tại đơn vị trong tháng {month}."


class ReliefTooLong(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "RELIEF_TOO_LONG"
    english = "Such a relief is granted for 1 to {most} months."
    vietnamese = "Chỉ được áp dụng từ 1 đến {most} tháng."


class ReliefOverlaps(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "RELIEF_OVERLAPS"
    english = "The unit has such a relief in these months already."
    vietnamese = "Đơn vị đã được áp dụng trong thời gian này."
