import { fieldNames } from "../../language/index.js";
import type { Known, KnownEntity } from "../known.js";
import type { FieldSketch } from "../sketch.js";
import { itemsOf } from "./items.js";
import { readItem } from "./read-item.js";
import type { Reading } from "./reading.js";

/** Items of one entity at most: what is beyond them is text that lists nothing. */
const most = 40;

/** The fields that an entity's own words come to, each under a name of its own. */
export function fieldsOf(known: Known, entity: KnownEntity): readonly FieldSketch[] {
  let reading: Reading = { known, entity, fields: [] };
  for (const item of itemsOf(entity.need.holds).slice(0, most)) reading = readItem(reading, item);
  const fields = reading.fields.length > 0 ? reading.fields : nothingSaid;
  const names = fieldNames(
    fields.map(({ name }) => name),
    (at) => fields[at]?.type.kind === "reference",
  );
  return fields.map((field, at) => ({ ...field, name: names[at] ?? field.name }));
}

const nothingSaid: readonly FieldSketch[] = [
  {
    name: "name",
    type: { kind: "text", min: 1, max: 200 },
    note: "The brief does not say what it holds: a name stands for it.",
  },
];
