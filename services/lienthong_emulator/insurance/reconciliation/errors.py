"""What is refused about reconciliations, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class OperationNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "OPERATION_NOT_FOUND"
    english = "There is no operation {operation}."
    vietnamese = "Không có tác vụ {operation}."


class OperationNotDone(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "OPERATION_NOT_DONE"
    english = "{operation} is under way. Cancel it first, or wait for its end."
    vietnamese = "{operation} đang thực hiện. Xin hủy trước, hoặc chờ kết thúc."


class ReconciliationUnderWay(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "RECONCILIATION_UNDER_WAY"
    english = "{operation} holds the register against the same one already."
    vietnamese = "{operation} đang đối soát với chính cơ sở dữ liệu này."


class AgencyNotReconciled(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "AGENCY_NOT_RECONCILED"
    english = "{agency} has no register that participants can be held against."
    vietnamese = "{agency} không có cơ sở dữ liệu để đối soát người tham gia."


class NothingToAdopt(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOTHING_TO_ADOPT"
    english = "The population database has no value of {of} under this number that could be taken over."
    vietnamese = "Cơ sở dữ liệu quốc gia về dân cư không có giá trị {of} theo số này để cập nhật."


class AnotherPerson(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "ANOTHER_PERSON"
    english = "The number leads to somebody with another name and birth date. Name the person's own number."
    vietnamese = "Số này thuộc về người có họ tên và ngày sinh khác. Xin nêu số của chính người này."
