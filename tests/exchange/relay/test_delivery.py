"""From one agency's outbox through the exchange into another's inbox, over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from google.protobuf.wrappers_pb2 import StringValue

from lienthong.exchange.v1 import exchange_service_pb2 as contract
from lienthong.exchange.v1.message_pb2 import LogEntry, Message
from lienthong_emulator.exchange.agency import AGENCY as EXCHANGE
from lienthong_emulator.runtime.agency import Agency, Receives, Staff
from lienthong_emulator.runtime.context import Context
from lienthong_emulator.runtime.intake import take_in
from lienthong_emulator.runtime.kit import Tx
from lienthong_emulator.runtime.node import Node
from lienthong_emulator.runtime.outbox import LOOKS_BEFORE_A_BATCH, SECONDS_BETWEEN_LOOKS
from lienthong_emulator.runtime.peers import Peers
from lienthong_emulator.runtime.refusals import Kind, Refusal

if TYPE_CHECKING:
    from exchange.conftest import Play
    from exchange.relay.conftest import Line

    Connect = Callable[[Peers], Line]

SOON = 5.0
TABLES = """
CREATE TABLE household (child TEXT PRIMARY KEY);
CREATE TABLE card (position INTEGER PRIMARY KEY, child TEXT NOT NULL, kind TEXT NOT NULL);
"""


class NoHousehold(Refusal):
    kind = Kind.FAILED_PRECONDITION
    reason = "NO_HOUSEHOLD"
    english = "{child} has no household yet."
    vietnamese = "{child} chưa có hộ gia đình."


async def issue_card(tx: Tx, told: StringValue) -> None:
    """An insurance that gives a card only to a child with a household."""
    child, kind = told.value.split("/")
    found = await tx.db.fetch_one("SELECT child FROM household WHERE child = :child", child=child)
    if found is None:
        raise NoHousehold(child=child)
    tx.db.execute("INSERT INTO card (child, kind) VALUES (:child, :kind)", child=child, kind=kind)


JUSTICE = Agency(name="justice", schema="", services=())
INSURANCE = Agency(
    name="insurance",
    schema=TABLES,
    services=(),
    has_inbox=True,
    staff=lambda: Staff(
        inbox={f"justice.{kind}": Receives(StringValue, issue_card) for kind in ("birth", "correction")}
    ),
)
LAN_THEN_MINH = (("lan", "birth"), ("lan", "correction"), ("minh", "birth"))


async def post(node: Node, *told: tuple[str, str]) -> None:
    """Let justice tell of children, all in one transaction."""
    async with node.worlds.using("justice", "default") as kit, kit.write(Context(case_id="KS-1")) as tx:
        for child, kind in told:
            told_of = StringValue(value=f"{child}/{kind}")
            tx.post("insurance", subject=child, kind=f"justice.{kind}", key=f"{child}/{kind}", body=told_of)


async def settled(node: Node) -> None:
    async with asyncio.timeout(SOON):
        quiet = False
        while not quiet:
            await asyncio.sleep(0.005)
            quiet = not node.busy_in("default") and (await node.stillness_in("default")).settled


async def add_household(node: Node, child: str) -> None:
    async with node.worlds.using("insurance", "default") as kit, kit.write(Context()) as tx:
        tx.db.execute("INSERT INTO household (child) VALUES (:child)", child=child)


async def cards(node: Node) -> list[tuple[str, str]]:
    async with node.worlds.using("insurance", "default") as kit:
        rows = await kit.lookups.fetch_all("SELECT child, kind FROM card ORDER BY position")
    return [(row["child"], row["kind"]) for row in rows]


async def dead_letters(line: Line) -> list[Message]:
    answer = await line.ask("ListDeadLetters", contract.ListDeadLettersRequest(receiver="agencies/insurance"))
    return [dead.entry.message for dead in answer.dead_letters]


async def test_what_one_agency_tells_takes_effect_at_another_in_order(play: Play, connect: Connect) -> None:
    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        for child in ("lan", "minh"):
            await add_household(node, child)
        await post(node, *LAN_THEN_MINH)
        await settled(node)

        assert await cards(node) == list(LAN_THEN_MINH)
        assert await connect(node.peers).lag() == contract.Lag(head=3, cursor=3, oldest=1)


async def test_a_refused_message_holds_up_its_subject_and_no_other(play: Play, connect: Connect) -> None:
    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        await add_household(node, "minh")
        await post(node, *LAN_THEN_MINH)
        await settled(node)

        [dead] = await dead_letters(connect(node.peers))
        assert (dead.subject, dead.kind) == ("lan", "justice.birth")
        assert await cards(node) == [("minh", "birth")]


async def test_what_waits_behind_a_dead_letter_follows_it_in_order(play: Play, connect: Connect) -> None:
    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        line = connect(node.peers)
        await post(node, *LAN_THEN_MINH)
        await settled(node)
        await add_household(node, "lan")
        [lan, _minh] = await dead_letters(line)

        await line.redeliver(lan)
        await settled(node)

        assert await cards(node) == [("lan", "birth"), ("lan", "correction")]
        assert [dead.subject for dead in await dead_letters(line)] == ["minh"]


async def test_a_message_that_is_refused_again_stays_a_dead_letter(play: Play, connect: Connect) -> None:
    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        line = connect(node.peers)
        await post(node, ("lan", "birth"))
        await settled(node)

        for _ in range(2):
            [lan] = await dead_letters(line)
            await line.redeliver(lan)
            await settled(node)

        [lan] = await dead_letters(line)
        entry = await line.ask("GetMessage", contract.GetMessageRequest(message_id=lan.message_id))
        assert entry.redeliveries == 2


async def test_while_more_keeps_coming_a_batch_gathers_it(play: Play) -> None:
    async with play(EXCHANGE, JUSTICE) as node, asyncio.timeout(SOON):
        times = list[float]()
        while len(times) < 3:
            await post(node, (f"child-{asyncio.get_running_loop().time()}", "birth"))
            await asyncio.sleep(0.002)
            if node.outbox.batches_sent["default"] > len(times):
                times.append(asyncio.get_running_loop().time())
        gathered = times[2] - times[0]

        assert gathered > 1.5 * LOOKS_BEFORE_A_BATCH * SECONDS_BETWEEN_LOOKS  # two rests, each of all its looks


async def test_messages_wait_for_a_receiver_that_is_down(play: Play) -> None:
    async with play(EXCHANGE, JUSTICE) as node:
        await post(node, ("lan", "birth"))
        await settled(node)

    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        await add_household(node, "lan")
        await settled(node)

        assert await cards(node) == [("lan", "birth")]


async def test_a_refusal_that_the_exchange_did_not_hear_is_said_again(play: Play, connect: Connect) -> None:
    async with play(EXCHANGE, JUSTICE) as node:
        await post(node, *LAN_THEN_MINH)
        await settled(node)
        request = contract.ListCaseMessagesRequest(case_id="KS-1")
        entries = (await connect(node.peers).ask("ListCaseMessages", request)).entries
        await refuse_in_silence(node, entries)

    async with play(EXCHANGE, JUSTICE, INSURANCE) as node:
        await settled(node)

        assert [dead.subject for dead in await dead_letters(connect(node.peers))] == ["lan", "minh"]


async def refuse_in_silence(node: Node, entries: Sequence[LogEntry]) -> None:
    """Insurance dies after its commit and before it acknowledges."""
    alone = Node({"insurance": INSURANCE}, shelf=node.worlds.shelf, describe=node.worlds.world, peers=Peers({}))
    async with alone.worlds.using("insurance", "default") as kit:
        await take_in(INSURANCE, kit, entries)
    await alone.close()
