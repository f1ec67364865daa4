// A hospital's reception: who comes is noted first, and asked about then.
import { Refused } from "./contract.js";

const GOOD = new Set(["000", "001", "002", "004"]);
const TO_BE_CLARIFIED = new Set(["050", "051", "052", "053", "060", "061", "070", "080", "090", "130"]);
const ASK_LATER = new Set([4, 8, 14]); // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE

export const admissionFor = (code) => (GOOD.has(code) ? "insured" : TO_BE_CLARIFIED.has(code) ? "clarify" : "pays");

export class Reception {
  #arrivals = [];

  // `cards` is a stub of CardService.
  constructor(cards) {
    this.cards = cards;
  }

  async arrive(papers) {
    const arrival = { papers, admission: "later", code: "" };
    this.#arrivals.push(arrival);
    await this.#check(arrival);
    return arrival;
  }

  // Asks about those who wait, until nobody answers; returns those about whom there is an answer now.
  async checkAgain() {
    const told = [];
    for (const arrival of this.#arrivals.filter(({ admission }) => admission === "later")) {
      await this.#check(arrival);
      if (arrival.admission === "later") break;
      told.push(arrival);
    }
    return told;
  }

  async #check(arrival) {
    try {
      const { code } = await this.cards.ask("CheckCard", arrival.papers);
      Object.assign(arrival, { code, admission: admissionFor(code) });
    } catch (error) {
      if (ASK_LATER.has(error.code)) return;
      if (!(error instanceof Refused)) throw error;
      Object.assign(arrival, { admission: "clarify", sentence: error.messageVi });
    }
  }
}
