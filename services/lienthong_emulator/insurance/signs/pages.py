"""Signs page after page, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lienthong.insurance.v1 import violation_sign_service_pb2 as pb
from lienthong_emulator.access.record import note_access
from lienthong_emulator.insurance.collection.pages import code_of, number_of
from lienthong_emulator.insurance.collection.store import StatementQuestions
from lienthong_emulator.insurance.employers.errors import EmployerNotFound
from lienthong_emulator.insurance.months import month_of
from lienthong_emulator.insurance.names import Names
from lienthong_emulator.insurance.signs.convert import sign_to_proto
from lienthong_emulator.insurance.signs.desk import Gathering
from lienthong_emulator.insurance.signs.rules import rules, signs_of
from lienthong_emulator.runtime.paging import Place, page_size, page_token, place_in

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from lienthong_emulator.insurance.collection.domain import Unit
    from lienthong_emulator.insurance.signs.domain import Facts, Rule, Sign
    from lienthong_emulator.runtime.calls import Call

PAGE, LARGEST_PAGE = 100, 1_000
UNITS_AT_ONCE: Final = 50
UNITS_OF_A_CALL: Final = 200
Placed = tuple[Place, "Sign | None"]
"""Where a sign stands: the number of its unit and that of its rule. None where the call has looked far enough."""


async def sign_page(
    call: Call, request: pb.ListViolationSignsRequest, wanted: Sequence[Rule]
) -> pb.ListViolationSignsResponse:
    size, start = page_size(request, PAGE, LARGEST_PAGE), place_in(call, request, (0, 0))
    gathering = Gathering(call.kit.scans, month_of(call.kit.today()))
    unit = await _unit(call, request.unit_code) if request.unit_code else None
    found, following = list["Sign"](), ""
    async for place, sign in _of_unit(gathering, unit, wanted, start) if unit else _all(gathering, wanted, start):
        if sign is None or len(found) == size:
            following = page_token(call, request, *place)
            break
        found.append(sign)
    names = Names(call.kit.opaque_id)
    note_access(call, sorted({key for sign in found for key in sign.shown.participant_keys}))
    return pb.ListViolationSignsResponse(
        signs=[sign_to_proto(sign, names) for sign in found], next_page_token=following
    )


async def _unit(call: Call, unit_code: str) -> Unit:
    found = await StatementQuestions(call.kit.scans).unit(unit_code)
    if found is None:
        raise EmployerNotFound(field="unit_code", code=unit_code)
    return found


async def _of_unit(gathering: Gathering, unit: Unit, wanted: Sequence[Rule], start: Place) -> AsyncGenerator[Placed]:
    for facts in await gathering.facts_of([unit]):
        for placed in _from(facts, wanted, start):
            yield placed


async def _all(gathering: Gathering, wanted: Sequence[Rule], start: Place) -> AsyncGenerator[Placed]:
    if not start[0]:
        async for placed in _unknown(gathering, wanted, start[1]):
            yield placed
    questions, looked = StatementQuestions(gathering.db), 0
    units = await questions.units_from(code_of(start[0]), UNITS_AT_ONCE + 1)
    while units:
        if looked >= UNITS_OF_A_CALL:
            yield (number_of(units[0].unit_code), 0), None
        for facts in await gathering.facts_of(units[:UNITS_AT_ONCE]):
            for placed in _from(facts, wanted, start):
                yield placed
        looked, rest = looked + UNITS_AT_ONCE, units[UNITS_AT_ONCE:]
        units = await questions.units_from(rest[0].unit_code, UNITS_AT_ONCE + 1) if rest else ()


async def _unknown(gathering: Gathering, wanted: Sequence[Rule], skip: int) -> AsyncGenerator[Placed]:
    for place, facts in enumerate(await gathering.unknown_employers(skip=skip, most=LARGEST_PAGE + 1), skip):
        for sign in signs_of(facts, wanted):
            yield (0, place), sign


def _from(facts: Facts, wanted: Sequence[Rule], start: Place) -> Sequence[Placed]:
    """The signs of a unit from a place on."""
    unit, numbers = number_of(facts.books.unit.unit_code), {rule: number for number, rule in enumerate(rules())}
    placed = [((unit, numbers[sign.rule]), sign) for sign in signs_of(facts, wanted)]
    return [one for one in placed if one[0] >= start]
