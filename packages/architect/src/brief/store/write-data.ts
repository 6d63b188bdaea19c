import type { Answers, Brief } from "../brief.js";
import { briefFormat } from "../brief.js";
import type { Bank } from "./bank.js";
import type { Written } from "./written.js";

/** Where an editor finds the schema of the data, from `ai/memory-bank` in a project that has Lintel installed. */
const schemaPlace = "../../node_modules/lintel/schemas/project-brief.schema.json";

/** The data as text: the same for the same brief, its answers in the order of the bank. */
export function writeData(brief: Brief, written: Written, bank: Bank): string {
  const amendments = Object.entries(brief.amendments).map(
    ([name, { title, answers }]) => [name, { title, answers: inBankOrder(answers, bank.feature) }] as const,
  );
  const data = {
    $schema: schemaPlace,
    format: briefFormat,
    name: brief.name,
    answers: inBankOrder(brief.answers, bank.project),
    amendments: Object.fromEntries(amendments),
    concessions: brief.concessions,
    history: brief.history,
    ...(brief.confirmation ? { confirmation: brief.confirmation } : {}),
    derived: brief.derived,
    written,
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}

function inBankOrder(answers: Answers, questions: Bank["project"]): Answers {
  const place = new Map(questions.map(({ id }, at) => [id, at]));
  const placeOf = (id: string) => place.get(id) ?? questions.length;
  return Object.fromEntries(Object.entries(answers).sort(([a], [b]) => placeOf(a) - placeOf(b)));
}
