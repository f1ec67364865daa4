"""What is refused about discrepancies, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class PersonNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "PERSON_NOT_FOUND"
    english = "Nobody here carries this number, or more than one person does."
    vietnamese = "Không có ai mang số này, hoặc có nhiều người cùng mang số này."


class UnknownField(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "UNKNOWN_FIELD"
    english = "No register holds a field {unknown} of a person."
    vietnamese = "Không cơ sở dữ liệu nào có trường {unknown} về một người."


class DiscrepancyNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "DISCREPANCY_NOT_FOUND"
    english = "There is no discrepancy {discrepancy}."
    vietnamese = "Không có sai lệch {discrepancy}."


class DiscrepancyStateForbids(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DISCREPANCY_STATE_FORBIDS"
    english = "A discrepancy that is {state} cannot become {wanted}."
    vietnamese = "Sai lệch ở trạng thái {state} không thể chuyển sang {wanted}."


class NotSourceOfTruth(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NOT_SOURCE_OF_TRUTH"
    english = "{party} is not the source of {of}: {sources} decide, others may report a discrepancy."
    vietnamese = "{party} không phải là nguồn của {of}: {sources} quyết định, nơi khác chỉ có thể báo sai lệch."


class ChangeEventRequired(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "CHANGE_EVENT_REQUIRED"
    english = "What is CORRECTED names the change event that did it."
    vietnamese = "Sai lệch đã sửa phải nêu sự kiện thay đổi."


class ChangeEventNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "CHANGE_EVENT_NOT_FOUND"
    english = "This person has no change event {change_event}."
    vietnamese = "Người này không có sự kiện thay đổi {change_event}."


class ChangeOfAnotherField(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "CHANGE_OF_ANOTHER_FIELD"
    english = "The change {change_event} did not touch {of}, and so cannot have corrected it."
    vietnamese = "Sự kiện {change_event} không thay đổi {of} nên không thể là sự kiện đã sửa."


class ReporterUnknown(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "REPORTER_UNKNOWN"
    english = "Say who reports in the metadata lienthong-caller: the reporter is told how it ends."
    vietnamese = "Xin khai báo bên báo sai lệch trong lienthong-caller để được thông báo kết quả."


class NotItsHandler(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "NOT_ITS_HANDLER"
    english = "Only who keeps the register, who decides about the field, and who reported it do this; {caller} is none."
    vietnamese = "Chỉ nơi quản lý dữ liệu, nơi quyết định và nơi đã báo mới được thực hiện; {caller} không phải."


class NotTheReporter(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "NOT_THE_REPORTER"
    english = "Only {reporter}, who reported it, can take it back."
    vietnamese = "Chỉ {reporter}, nơi đã báo, mới được rút lại."
