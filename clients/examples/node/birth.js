// Files a birth, watches it become a card, reads the card and the participant: node birth.js [host:port [world]]
import { randomUUID } from "node:crypto";
import { lienthong, Refused, stubOf } from "./contract.js";
import { declaration } from "./dossier.js";

const [target = "localhost:50051", world = "default"] = process.argv.slice(2);
const headers = { "lienthong-world": world, "lienthong-caller": "communes/26734" };
const justice = stubOf(lienthong.justice.v1.CivilStatusService, target, headers);
const registry = stubOf(lienthong.insurance.v1.RegistryService, target, headers);
const cards = stubOf(lienthong.insurance.v1.CardService, target, headers);

const day = ({ year, month, day }) => [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");

async function file() {
  const filed = await justice.ask("FileBirthDossier", { request_id: randomUUID(), declaration });
  console.log(`filed      ${filed.name}, case ${filed.case_id}`);
  let dossier = filed;
  for await (dossier of justice.watch("WatchBirthDossier", { name: filed.name })) {
    console.log(`state      ${dossier.state} ${dossier.step}`);
  }
  return dossier;
}

async function show({ birth_record, card: issued }) {
  console.log(`number     ${birth_record.personal_number}, entry ${birth_record.number} in book ${birth_record.book}`);
  const card = await cards.ask("GetCard", { card_number: issued.card_number });
  console.log(`card       ${card.card_number}, ${day(card.valid_from)} to ${day(card.valid_to)}, ${card.state}`);
  const { basic, household } = await registry.ask("GetParticipant", {
    identity_number: { value: birth_record.personal_number },
  });
  console.log(`person     ${basic.full_name}, born ${day(basic.birth_date)}, household ${household.household_code}`);
}

// The same birth a second time is refused, with a reason that a program can read.
async function fileAgain() {
  try {
    await justice.ask("FileBirthDossier", { declaration });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.log(`refused    ${error.reason} ${error.field}: ${error.message}`);
    console.log(`từ chối    ${error.messageVi}`);
  }
}

try {
  await show(await file());
  await fileAgain();
} finally {
  [justice, registry, cards].forEach((stub) => stub.close());
}
