"""What the death register refuses, and why, beside what every civil-status dossier is refused for."""

from lienthong_emulator.justice.civil_status.errors import ProcedureNotFound
from lienthong_emulator.runtime.refusals import Kind, Refusal


class NotTheDeathProcedure(ProcedureNotFound):
    english = "{field}: {code} is not the procedure of a death; that is {expected}."
    vietnamese = "{field}: {code} không phải là thủ tục khai tử; mã đúng là {expected}."


class DeathBeforeBirth(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "DEATH_BEFORE_BIRTH"
    english = "{field}: nobody dies before they are born."
    vietnamese = "{field}: ngày chết không thể trước ngày sinh."


class DeathNoticeAlreadyUsed(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "DEATH_NOTICE_ALREADY_USED"
    english = "The death notice {notice} stands in dossier {first_dossier} already."
    vietnamese = "Giấy báo tử {notice} đã dùng trong hồ sơ {first_dossier}."


class DeathAlreadyDeclared(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "DEATH_ALREADY_DECLARED"
    english = "This death is declared in dossier {first_dossier} already."
    vietnamese = "Việc chết này đã được khai trong hồ sơ {first_dossier}."


class DeathAlreadyRegistered(Refusal):
    kind = Kind.ALREADY_EXISTS
    reason = "DEATH_ALREADY_REGISTERED"
    english = "This death is registered already: entry {number} in book {book}."
    vietnamese = "Việc chết này đã đăng ký: số {number}, quyển {book}."


class DeathIsRegistered(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DEATH_REGISTERED"
    english = "The death of dossier {dossier} stands in the register and cannot be withdrawn; a mistake is revoked."
    vietnamese = "Việc khai tử của hồ sơ {dossier} đã vào sổ, không thể rút hồ sơ; nếu sai thì thu hồi."


class DeathRecordNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "DEATH_RECORD_NOT_FOUND"
    english = "There is no entry {record} in the death register."
    vietnamese = "Không có mục {record} trong sổ đăng ký khai tử."


class DeathRecordIsRevoked(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DEATH_RECORD_REVOKED"
    english = "The entry {record} is revoked already."
    vietnamese = "Mục {record} đã được thu hồi."


# Reasons kept with a dossier: it was filed, and then returned.


class DeceasedNotFound(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DECEASED_NOT_FOUND"
    english = "The population database knows nobody under the number of who died."
    vietnamese = "Cơ sở dữ liệu dân cư không có người mang số đã khai của người chết."


class DeceasedNotConfirmed(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "DECEASED_NOT_CONFIRMED"
    english = "The population database does not confirm what is declared of who died ({outcome})."
    vietnamese = "Cơ sở dữ liệu dân cư không xác nhận thông tin đã khai của người chết ({outcome})."


class PopulationObjects(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "POPULATION_OBJECTS"
    english = "The population database could not verify who died: {peer_reason}."
    vietnamese = "Cơ sở dữ liệu dân cư không xác thực được người chết: {peer_reason}."
