import { designFormat, type StoredDesign } from "./design.js";
import { sealsOf } from "./seals.js";

/** Where an editor finds the schema of the data, from `ai/memory-bank` in a project that has Lintel installed. */
const schemaPlace = "../../node_modules/lintel/schemas/design.schema.json";

/** A design as text: the same for the same. Drafts stand line by line, so that version control shows what changed. */
export function writeData(design: StoredDesign): string {
  const { overrides, records, drafted, documents, from } = design;
  const data = {
    $schema: schemaPlace,
    format: designFormat,
    overrides,
    records,
    drafted: drafted.map(({ path, text }) => ({ path, lines: text.split("\n") })),
    documents,
    from,
    seals: sealsOf(design),
  };
  return `${JSON.stringify(data, null, 2)}\n`;
}
