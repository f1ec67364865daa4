"""What is refused before anybody is looked up."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class PurposeNotPermitted(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "PURPOSE_NOT_PERMITTED"
    english = "{caller} may not ask for the purpose {purpose}; it may for: {purposes}."
    vietnamese = "{caller} không được khai thác cho mục đích {purpose}; được khai thác cho: {purposes}."


class AccessNotPermitted(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "ACCESS_NOT_PERMITTED"
    english = (
        "{caller} may not see what the register holds of a person. Say who calls in the metadata lienthong-caller."
    )
    vietnamese = "{caller} không được xem dữ liệu của người này. Xin khai báo bên gọi trong lienthong-caller."


class NotOnesOwn(Refusal):
    kind = Kind.PERMISSION_DENIED
    reason = "NOT_ONES_OWN"
    english = "Only the person and the agency that keeps the register may do this; {caller} is neither."
    vietnamese = "Chỉ chính người đó hoặc cơ quan quản lý dữ liệu được thực hiện; {caller} không phải."
