// Files a birth, watches it become a card, reads the card and the participant: node birth.js [host:port [world]]
import { randomUUID } from "node:crypto";
import { lienthong, Refused, stubOf, UNAVAILABLE } from "./contract.js";
import { declaration } from "./dossier.js";

const [target = "localhost:50051", world = "default"] = process.argv.slice(2);
const headers = { "lienthong-world": world, "lienthong-caller": "communes/26734" };
const justice = stubOf(lienthong.justice.v1.CivilStatusService, target, headers);
const registry = stubOf(lienthong.insurance.v1.RegistryService, target, headers);
const cards = stubOf(lienthong.insurance.v1.CardService, target, headers);

const day = ({ year, month, day }) => [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");

// A journey that does not come to its end, for a reason that is told in a sentence.
class Ended extends Error {}

async function file() {
  try {
    const filed = await justice.ask("FileBirthDossier", { request_id: randomUUID(), declaration });
    console.log(`filed      ${filed.name}, case ${filed.case_id}`);
    return filed.name;
  } catch (error) {
    if (!(error instanceof Refused && error.reason === "BIRTH_NOTICE_ALREADY_USED")) throw error;
    console.log(`filed      before, in this world: ${error.metadata.first_dossier}`);
    return error.metadata.first_dossier;
  }
}

// Wait until the dossier is no longer in process: it has its card, or the desk has said why not.
async function follow(name) {
  let dossier;
  for await (dossier of justice.watch("WatchBirthDossier", { name })) {
    console.log(`state      ${dossier.state} ${dossier.step}`);
  }
  if (dossier.state === "DOSSIER_STATE_CARD_ISSUED") return dossier;
  const { refusal: no, supplement_due_date: due } = dossier;
  const why = no ? `${no.reason} ${no.field}: ${no.message}` : "the family has withdrawn it";
  throw new Ended(
    dossier.state === "DOSSIER_STATE_RETURNED"
      ? `The dossier came back, to be supplemented by ${day(due)}: ${why}`
      : `The dossier has ended without a card (${dossier.state}): ${why}`,
  );
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

// The parents are people of the world `default`, which begins in January 2022; another world may not know them.
const OTHER_WORLD = "The dossier of this example fits worlds that begin on 2022-01-05: lienthong world create my-world";

function sentenceOf(error) {
  if (error instanceof Ended) return `${error.message}\n${OTHER_WORLD}`;
  if (error instanceof Refused) return `Refused with ${error.reason} ${error.field}: ${error.message}\n${OTHER_WORLD}`;
  if (error.code === UNAVAILABLE) return `Nobody answers at ${target}: start the agencies with lienthong up`;
  throw error;
}

try {
  await show(await follow(await file()));
  await fileAgain();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
} finally {
  [justice, registry, cards].forEach((stub) => stub.close());
}
