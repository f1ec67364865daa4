// A world of one test: its clock, what goes wrong in it, and what was asked in it. All of it is plain gRPC.
import { randomUUID } from "node:crypto";
import { lienthong, stubOf, unpacked } from "./contract.js";

const { WorldService, ClockService, FaultService, JournalService } = lienthong.control.v1;
const MINUTE = 60;
export const HOUR = 60 * MINUTE;

// Makes a world from the recipe, whose clock stands still; `await world.delete()` ends it.
export async function createWorld(target, recipe = {}) {
  const worlds = stubOf(WorldService, target, {});
  const world_id = `node-${randomUUID()}`;
  const { name } = await worlds.ask("CreateWorld", { world_id, recipe });
  return new World(target, name, worlds);
}

class World {
  constructor(target, name, worlds) {
    this.name = name.replace("worlds/", "");
    this.target = target;
    this.worlds = worlds;
    this.stubs = [];
    [this.clock, this.faults, this.journal] = [ClockService, FaultService, JournalService].map((service) =>
      this.stub(service, "testers/node"),
    );
  }

  // A stub of any service, in this world.
  stub(Service, caller, { retried = [] } = {}) {
    const headers = { "lienthong-world": this.name, "lienthong-caller": caller };
    const stub = stubOf(Service, this.target, headers, retried);
    this.stubs.push(stub);
    return stub;
  }

  // Moves the clock; what comes due on the way has happened when this returns.
  async advance(seconds) {
    return (await this.clock.ask("AdvanceClock", { duration: { seconds } })).fired;
  }

  async advanceTo(date) {
    const time = { seconds: Math.floor(date.getTime() / 1000) };
    return (await this.clock.ask("AdvanceClock", { time })).fired;
  }

  async now() {
    const { now } = await this.clock.ask("GetClock", {});
    return new Date(Number(now.seconds) * 1000);
  }

  // An agency refuses its next calls: UNAVAILABLE is 14 in google.rpc.Code.
  fail(agency, { method, times = 1, code = 14 }) {
    return this.#plan(agency, { method, times, failure: { code } });
  }

  // The work of the next call is done, and its answer lost.
  loseReply(agency, { method }) {
    return this.#plan(agency, { method, reply_loss: {} });
  }

  // Nobody reaches an agency, for so long on the world's clock.
  takeDown(agency, seconds) {
    return this.#plan(agency, { outage: { duration: { seconds } } });
  }

  #plan(agency, { method = "", times = 0, ...effect }) {
    const calls = { agency: `agencies/${agency}`, method };
    return this.faults.ask("PlanFault", { fault: { calls, times, ...effect } });
  }

  // What was asked, the oldest first: method, caller, request, code.
  async calls(method) {
    const { calls } = await this.journal.ask("ListCalls", { method });
    return calls.map((call) => ({
      method: call.method.split("/").pop(),
      caller: call.caller,
      code: call.status?.code ?? 0,
      request: unpacked(call.requests[0])[1],
    }));
  }

  // Throws, with what was there instead, unless so many calls fit.
  async expectCalls(times, { method, caller = "", values = {} }) {
    const fields = Object.entries(values).map(([path, value]) => ({ path, value }));
    const filter = { method, caller, values: fields };
    const { met, report } = await this.journal.ask("ExpectCalls", { filter, least: times, most: times });
    if (!met) throw new Error(report);
  }

  // Ends the world; returns what was planned to go wrong and did not.
  async delete() {
    this.stubs.forEach((stub) => stub.close());
    const { unmet_faults } = await this.worlds.ask("DeleteWorld", { name: `worlds/${this.name}` });
    this.worlds.close();
    return unmet_faults;
  }
}
