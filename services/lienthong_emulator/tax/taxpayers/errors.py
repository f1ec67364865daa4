"""What the register of taxpayers refuses, and why."""

from lienthong_emulator.papers import TaxCodeOfZeros, WrongCheckDigit
from lienthong_emulator.runtime.refusals import Kind, Refusal

__all__ = ["TaxCodeOfZeros", "TaxpayerNotFound", "WrongCheckDigit"]


class TaxpayerNotFound(Refusal):
    kind = Kind.NOT_FOUND
    reason = "TAXPAYER_NOT_FOUND"
    english = "No taxpayer carries this number."
    vietnamese = "Không có người nộp thuế mang số này."
