"""With whom the clock loses patience: who is behind and says nothing."""

from __future__ import annotations

from tests.runtime.spring import world

from lienthong_emulator.exchange.relay.domain import Receiver, Standing
from lienthong_emulator.exchange.relay.subscriptions import SECONDS_OF_PATIENCE, Patience

SPRING = world()
TAX = Receiver("agencies/tax")
BEHIND: Standing = (1, 0)


def silent(patience: Patience, now: float, standing: Standing = BEHIND) -> bool:
    return patience.with_those(SPRING, {TAX: standing}, now) == {TAX}


def test_it_ends_after_a_while_without_a_step_and_begins_anew_with_the_next_one() -> None:
    patience = Patience()

    assert [silent(patience, now) for now in (0, SECONDS_OF_PATIENCE - 0.1, SECONDS_OF_PATIENCE)] == [
        False,
        False,
        True,
    ]
    assert not silent(patience, SECONDS_OF_PATIENCE, (2, 0))


def test_a_receiver_that_is_at_work_in_another_world_is_alive() -> None:
    patience = Patience()
    silent(patience, 0)
    patience.hear(TAX, SECONDS_OF_PATIENCE - 1)

    assert not silent(patience, SECONDS_OF_PATIENCE)
    assert silent(patience, 2 * SECONDS_OF_PATIENCE)


def test_it_ends_once_whatever_is_heard_of_other_worlds_later() -> None:
    patience = Patience()
    silent(patience, 0)

    assert silent(patience, SECONDS_OF_PATIENCE)
    patience.hear(TAX, SECONDS_OF_PATIENCE)
    assert silent(patience, SECONDS_OF_PATIENCE + 1)
