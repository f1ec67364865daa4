"""Signs of violation from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.conftest import Ask


def test_the_signs_of_a_unit(ask: Ask) -> None:
    said = ask("signs", "--unit", "ZZ0007A", "--rule", "LATE_3_MONTHS")

    assert (said.code, said.out) == (
        0,
        "ZZ0007A     LATE_3_MONTHS             2021-09..2021-12         7,626,000 đ  "
        "Contributions are overdue since more than 3 months\n",
    )


def test_signs_as_json(ask: Ask) -> None:
    (sign,) = ask("signs", "--unit", "ZZ0007A", "--rule", "OWES_A_PAYROLL", "--json").objects()

    assert (sign["rule"]["code"], sign["amount"]) == ("OWES_A_PAYROLL", "7626000")


def test_of_whom_nothing_is_wrong_there_are_none(ask: Ask) -> None:
    assert ask("signs", "--unit", "ZZ0010A").out == "No signs\n"


def test_a_rule_that_there_is_not(ask: Ask) -> None:
    assert ask("signs", "--rule", "NONE").code == 1
