"""Why a marriage is not registered."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class PartiesAreOne(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "PARTIES_ARE_ONE"
    english = "{field}: nobody marries themself."
    vietnamese = "{field}: không thể tự kết hôn với chính mình."


class PartyNotFound(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTY_NOT_FOUND"
    english = "{field}: the population database knows nobody under this number."
    vietnamese = "{field}: cơ sở dữ liệu dân cư không có người mang số này."


class PartyNotConfirmed(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTY_NOT_CONFIRMED"
    english = "{field}: the population database does not confirm what is declared ({outcome})."
    vietnamese = "{field}: cơ sở dữ liệu dân cư không xác nhận thông tin đã khai ({outcome})."


class PartyDeceased(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTY_DECEASED"
    english = "{field}: a register holds the death of this person."
    vietnamese = "{field}: người này đã có đăng ký khai tử."


class PartyUnderAge(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTY_UNDER_AGE"
    english = "{field}: this person may marry from {from_day} on."
    vietnamese = "{field}: người này đủ tuổi kết hôn từ ngày {from_day}."


class PartyMarried(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTY_MARRIED"
    english = "{field}: this person is married: entry {number} in book {book}."
    vietnamese = "{field}: người này đang có vợ hoặc chồng: số {number}, quyển {book}."


class PartiesRelated(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "PARTIES_RELATED"
    english = "{field}: parents and children, brothers and sisters do not marry each other."
    vietnamese = "{field}: cha mẹ và con, anh chị em không được kết hôn với nhau."


class MarriageRecordNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "MARRIAGE_RECORD_NOT_FOUND"
    english = "There is no entry {record} in the marriage register."
    vietnamese = "Không có mục {record} trong sổ đăng ký kết hôn."
