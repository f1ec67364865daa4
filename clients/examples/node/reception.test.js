// The reception's tests, side by side in one server, each in a world of its own: LIENTHONG_TARGET=HOST:PORT node --test
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lienthong } from "./contract.js";
import { LAN, RECEIVED, SEN } from "./patients.js";
import { Reception } from "./reception.js";
import { createWorld, HOUR } from "./world.js";

const TARGET = process.env.LIENTHONG_TARGET ?? "localhost:50051";
const HOSPITAL = "facilities/01999";
const THREE_AT_NIGHT = new Date("2022-01-06T03:00:00+07:00");
const { CardService } = lienthong.insurance.v1;
const { CitizenChangeService } = lienthong.population.v1;

// Runs a test in a world of its own, with a reception that asks again where nobody answers.
function inWorld(name, body, unmet = 0) {
  test(name, async () => {
    const world = await createWorld(TARGET);
    let left = [];
    try {
      await body(world, new Reception(world.stub(CardService, HOSPITAL, { retried: ["CheckCard"] })));
    } finally {
      left = await world.delete();
    }
    assert.equal(left.length, unmet);
  });
}

describe("a reception", { concurrency: true }, () => {
  for (const [papers, code, admission] of RECEIVED) {
    inWorld(`receives ${papers.full_name} with ${code}`, async (_, reception) => {
      const came = await reception.arrive(papers);
      assert.deepEqual([came.code, came.admission], [code, admission]);
    });
  }

  inWorld("asks about a card once", async (world, reception) => {
    await reception.arrive(LAN);
    const values = { card_number: LAN.card_number, full_name: LAN.full_name };
    await world.expectCalls(1, { method: "CheckCard", caller: HOSPITAL, values });
    const [call] = await world.calls("CheckCard");
    assert.deepEqual([call.caller, call.code, call.request.card_number], [HOSPITAL, 0, LAN.card_number]);
  });

  inWorld("is told what was asked instead of what it expected", async (world, reception) => {
    await reception.arrive(LAN);
    const expected = world.expectCalls(1, { method: "CheckCard", values: { card_number: SEN.card_number } });
    await assert.rejects(expected, new RegExp(LAN.card_number));
  });

  inWorld("looks after who comes at three at night, and asks in the morning", async (world, reception) => {
    await world.advanceTo(THREE_AT_NIGHT);
    await world.takeDown("insurance", 2 * HOUR);
    const came = [await reception.arrive(LAN), await reception.arrive(SEN)].map(({ admission }) => admission);
    assert.deepEqual(came, ["later", "later"]);
    assert.deepEqual(await reception.checkAgain(), []);

    await world.advance(2 * HOUR);
    assert.deepEqual(await world.now(), new Date("2022-01-06T05:00:00+07:00"));
    const told = (await reception.checkAgain()).map(({ code }) => code);
    assert.deepEqual(told, ["000", "124"]);
  });

  inWorld("does not notice a stumble", async (world, reception) => {
    await world.fail("insurance", { method: "CheckCard", times: 2 });
    assert.equal((await reception.arrive(LAN)).admission, "insured");
    await world.expectCalls(3, { method: "CheckCard", caller: HOSPITAL });
  });

  inWorld("does not notice a lost answer", async (world, reception) => {
    await world.loseReply("insurance", { method: "CheckCard" });
    assert.equal((await reception.arrive(LAN)).admission, "insured");
    await world.expectCalls(2, { method: "CheckCard", caller: HOSPITAL });
  });

  inWorld("asks once more about a day that is none", async (_, reception) => {
    const came = await reception.arrive({ ...LAN, birth_date: { year: 1993, month: 2, day: 30 } });
    assert.equal(came.admission, "clarify");
    assert.match(came.sentence, /\S/);
  });

  inWorld("learns of a death", async (world, reception) => {
    const alive = await reception.arrive(LAN);
    const justice = world.stub(CitizenChangeService, "agencies/justice");
    await justice.ask("RecordDeath", {
      identity_number: { value: "901193000017" },
      death_date: { year: 2022, month: 1, day: 4 },
    });
    await world.advance(60); // returns once insurance has heard of it
    const dead = await reception.arrive(LAN);
    assert.deepEqual([alive.code, dead.code], ["000", "110"]);
  });

  inWorld("hears in the end what was planned and not met", (world) => world.fail("tax", { method: "GetTaxpayer" }), 1);
});
