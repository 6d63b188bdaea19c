import type { EntityModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { DeletePlan, InsertPlan, RestorePlan, UpdatePlan, Values } from "../plan/index.js";
import type { Bound } from "./compile/prepared.js";
import {
  type Conditions,
  compileDelete,
  compileInsert,
  compileRestore,
  compileUpdate,
  compileWhyNot,
  flagAt,
} from "./compile/write.js";
import type { JsonRow } from "./database.js";
import type { Execute, Send } from "./executor.js";
import { systemField } from "./identifier.js";
import type { TextRow } from "./json.js";
import { layoutOf } from "./layout.js";
import { jsonRow } from "./read.js";

/** Values that one statement takes at most; the protocol counts them in 16 bits. */
const valuesPerStatement = 60_000;

/** Inserts the rows of the plan and gives them back in its order. */
export async function insertRows(execute: Execute, plan: InsertPlan): Promise<readonly JsonRow[]> {
  const layout = layoutOf(plan.entity, plan.returning);
  return (await insertText(execute, plan)).map((row) => jsonRow(layout, row));
}

/** As {@link insertRows}, with the rows as PostgreSQL sends them. */
export async function insertText(
  execute: Execute,
  { entity, rows, returning, must }: Omit<InsertPlan, "kind" | "actor">,
): Promise<readonly TextRow[]> {
  const found = new Map<string, TextRow>();
  const { idAt } = layoutOf(entity, returning);
  for (const some of statementsOf(entity, rows)) {
    const { prepared, values } = compileInsert(entity, some, returning, must);
    for (const row of (await execute(prepared, values)).rows) found.set(row[idAt] ?? "", row);
  }
  const id = systemField(entity, "id");
  return rows.map((row) => {
    const made = found.get(String(row.get(id)).toLowerCase());
    if (!made) throw failure("INTERNAL", `The new ${entity.name} did not come back from the database.`);
    return made;
  });
}

/** Inserts rows that do not come back, and whose insertion nobody waits for. Gives their ids in the plan's order. */
export function addRows(send: Send, { entity, rows }: Pick<InsertPlan, "entity" | "rows">): string[] {
  for (const some of statementsOf(entity, rows)) send(compileInsert(entity, some));
  const id = systemField(entity, "id");
  return rows.map((row) => String(row.get(id)));
}

/** The rows, as many at a time as one statement takes. */
function statementsOf(entity: EntityModel, rows: readonly Values[]): readonly (readonly Values[])[] {
  const each = Math.max(1, Math.floor(valuesPerStatement / entity.fields.length));
  if (rows.length <= each) return rows.length === 0 ? [] : [rows];
  return Array.from({ length: Math.ceil(rows.length / each) }, (_, at) =>
    rows.slice(at * each, (at + 1) * each),
  );
}

/** True where an insert takes more than one statement, and so needs a transaction. */
export function isLarge(plan: InsertPlan): boolean {
  return plan.rows.length * plan.entity.fields.length > valuesPerStatement;
}

/** Updates the row of the plan. Throws `ENTITY_NOT_FOUND`, `ACCESS_DENIED` and `VERSION_MISMATCH`. */
export async function updateRow(execute: Execute, plan: UpdatePlan): Promise<JsonRow> {
  const row = await changed(execute, compileUpdate(plan), plan.entity, plan);
  return jsonRow(layoutOf(plan.entity, plan.returning), row);
}

/** Deletes the row of the plan, softly where the entity says so. Throws as {@link updateRow} does. */
export async function deleteRow(execute: Execute, plan: DeletePlan): Promise<void> {
  await changed(execute, compileDelete(plan.entity, plan.id, plan), plan.entity, plan);
}

/** Undoes a soft delete. Throws as {@link updateRow} does. */
export async function restoreRow(execute: Execute, plan: RestorePlan): Promise<JsonRow> {
  const statement = compileRestore(plan.entity, plan.id, plan, plan.returning);
  const row = await changed(execute, statement, plan.entity, plan);
  return jsonRow(layoutOf(plan.entity, plan.returning), row);
}

/** The failure of a row that is not there, or not for this caller to see. */
function notFound(entity: EntityModel, id: string) {
  return failure("ENTITY_NOT_FOUND", `There is no ${entity.name} with the id ${id}.`, {
    as: `${entity.constant}_NOT_FOUND`,
  });
}

interface Wanted extends Conditions {
  readonly id: string;
}

function mismatch(entity: EntityModel, { id, ifVersion, unlessVersion }: Wanted): string {
  const row = `the ${entity.name} ${id}`;
  if (unlessVersion === "*") return `Received a change for the case that ${row} is not there; it is.`;
  const refused = unlessVersion?.length ? ` and none of ${unlessVersion.join(", ")}` : "";
  const asked = ifVersion?.join(" or ") || (ifVersion ? "none" : "any");
  return `Received the version ${asked}${refused} of ${row}, which is at another; expected the version that a read gave.`;
}

/** How often a change is tried that found no row, and then nothing that speaks against it. */
const attempts = 3;

/** Runs a change of one row, and gives the new row; or throws what kept it from being done. */
export async function changed(
  execute: Execute,
  { prepared, values }: Bound,
  entity: EntityModel,
  wanted: Wanted,
): Promise<TextRow> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [row] = (await execute(prepared, values)).rows;
    if (row) return row;
    const why = compileWhyNot(entity, wanted.id, wanted);
    const [flags] = (await execute(why.prepared, why.values)).rows;
    if (flags?.[flagAt.visible] !== "t") throw notFound(entity, wanted.id);
    if (flags[flagAt.allowed] !== "t") {
      throw failure("ACCESS_DENIED", `You may not change the ${entity.name} ${wanted.id}.`);
    }
    if (flags[flagAt.fresh] !== "t") throw failure("VERSION_MISMATCH", mismatch(entity, wanted));
  }
  throw failure("CONFLICT", `The ${entity.name} ${wanted.id} was changed by others at the same moment.`);
}
