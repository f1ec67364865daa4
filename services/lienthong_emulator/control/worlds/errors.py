"""What is refused about worlds, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class WorldAlreadyExists(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "WORLD_ALREADY_EXISTS"
    english = "There is a world {world} already. Its recipe: {recipe}."
    vietnamese = "Đã có thế giới {world}. Công thức của nó: {recipe}."


class DefaultWorldStays(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DEFAULT_WORLD_STAYS"
    english = "The world default cannot be deleted."
    vietnamese = "Không thể xóa thế giới default."


class WorldNotFromRecipe(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "WORLD_NOT_FROM_RECIPE"
    english = "The world {world} was made from files, and its recipe does not give what was in them: import them anew."
    vietnamese = "Thế giới {world} được tạo từ tệp, công thức không cho lại được nội dung đó: hãy nhập lại các tệp."


class DateNotCovered(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "DATE_NOT_COVERED"
    english = "No world reaches {date}: {why}."
    vietnamese = "Không có thế giới nào đến được ngày {date}: chưa biết lịch nghỉ của năm đó."
