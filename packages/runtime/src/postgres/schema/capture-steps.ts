import { quote } from "../identifier.js";
import { isCaptureTrigger } from "./capture.js";
import type { Step } from "./change.js";
import type { ColumnPlace } from "./column-difference.js";
import type { TableDescription } from "./description.js";
import { together } from "./expansion-steps.js";

/**
 * The step from the triggers that write the changes of a table down to others that do: in one statement, so that no
 * change goes unwritten and none is written twice. None where a table only begins or ceases to be a feed, which is no matter of
 * one trigger for another.
 */
export function captureSteps(
  { schema, table }: ColumnPlace,
  from: TableDescription,
  to: TableDescription,
  written: TableDescription,
): readonly Step[] {
  if (!isReplaced(from, to)) return [];
  const on = `${quote(schema)}.${quote(table)}`;
  const [old, wanted] = [from.triggers.filter(isCaptureTrigger), written.triggers.filter(isCaptureTrigger)];
  const sql = together([
    ...old.map(({ name }) => `drop trigger ${quote(name)} on ${on}`),
    ...wanted.map(({ definition }) => definition.replaceAll("\n", "\n  ")),
  ]);
  return [
    {
      schema,
      phase: "add triggers",
      subject: `${schema}.${table}`,
      sentence: `Replaces the triggers that write down changes of ${schema}.${table}, at one moment.`,
      sql,
      losesData: false,
      locks: "briefly",
      online: [{ sql, alone: false }],
    },
  ];
}

/** Both, without the triggers that {@link captureSteps} sees to. */
export function withoutCapture(
  from: TableDescription,
  to: TableDescription,
): readonly [from: TableDescription, to: TableDescription] {
  if (!isReplaced(from, to)) return [from, to];
  const rest = (table: TableDescription) => ({
    ...table,
    triggers: table.triggers.filter((one) => !isCaptureTrigger(one)),
  });
  return [rest(from), rest(to)];
}

function isReplaced(from: TableDescription, to: TableDescription): boolean {
  const text = ({ triggers }: TableDescription) =>
    triggers
      .filter(isCaptureTrigger)
      .map(({ name, definition }) => `${name} ${definition}`)
      .sort()
      .join("\n");
  return (
    text(from) !== text(to) && from.triggers.some(isCaptureTrigger) && to.triggers.some(isCaptureTrigger)
  );
}
