"""What the register of taxpayers refuses, and why."""

from lienthong_emulator.runtime.refusals import Kind, Refusal


class TaxpayerNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "TAXPAYER_NOT_FOUND"
    english = "No taxpayer carries this number."
    vietnamese = "Không có người nộp thuế mang số này."


class WrongCheckDigit(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAX_CODE_CHECK_DIGIT"
    english = "{field}: the tenth digit of {code} does not fit the others."
    vietnamese = "{field}: chữ số thứ mười của {code} không khớp với các chữ số trước."


class TaxCodeOfZeros(Refusal):
    kind = Kind.INVALID_ARGUMENT
    reason = "TAX_CODE_ZEROS"
    english = "{field}: the sequence and the dependent unit of a tax code are never all zeros, as in {code}."
    vietnamese = "{field}: số thứ tự và số đơn vị phụ thuộc của mã số thuế không thể toàn số 0 như {code}."
