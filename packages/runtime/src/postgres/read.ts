import type { FieldModel } from "../blueprint/index.js";
import type { Key, ListPlan, OnePlan } from "../plan/index.js";
import { mostBytes, newAllowance, pageTooWide } from "./answer-limit.js";
import { compileList, type ListStatement } from "./compile/list.js";
import { compileOne } from "./compile/one.js";
import type { JsonPage, JsonRow } from "./database.js";
import { type Execute, type ExecuteAs, withRights } from "./executor.js";
import { encodeIncluding, neededFields } from "./include.js";
import type { TextRow } from "./json.js";
import type { Layout } from "./layout.js";
import type { Rights } from "./rights.js";

const nothing: readonly FieldModel[] = Object.freeze([]);

/** Reads one row; with relations, one statement more for each. */
export async function readOne(execute: Execute, plan: OnePlan): Promise<JsonRow | undefined> {
  if (plan.where.kind === "never") return undefined;
  const including = plan.include.length > 0;
  const statement = compileOne(plan, including ? neededFields(plan.entity, plan.include) : nothing);
  const { rows } = await execute(statement.prepared, statement.values);
  const [row] = rows;
  if (!row) return undefined;
  if (!including) return jsonRow(statement.layout, row);
  const [json = ""] = await encodeIncluding(execute, statement.layout, plan.include, rows, newAllowance());
  return jsonRow(statement.layout, row, json);
}

/** A row of the layout as JSON with its id and version. */
export function jsonRow(layout: Layout, row: TextRow, json = layout.encoder.encode(row)): JsonRow {
  return { json, id: row[layout.idAt] ?? "", version: Number(row[layout.versionAt]) };
}

/**
 * Reads a page; with relations, one statement more for each. What no row can satisfy is not asked: behind a policy,
 * PostgreSQL before 18 would look at every row to find none.
 */
export async function readList(execute: ExecuteAs, plan: ListPlan, rights: Rights): Promise<JsonPage> {
  if (plan.where.kind === "never") return emptyPage(plan);
  const including = plan.include.length > 0;
  const statement = compileList(plan, including ? neededFields(plan.entity, plan.include) : nothing);
  const { keys, foundAt } = statement;
  const { rows: found, bytes } = await execute(
    keys ? { ...rights, keys } : rights,
    statement.prepared,
    statement.values,
  );
  if (bytes > mostBytes) throw pageTooWide(plan.size);
  const count = foundAt === undefined ? found.length : Number(found[0]?.[foundAt] ?? 0);
  const more = count > plan.size;
  const rows = found.slice(0, plan.size);
  if (statement.reversed) rows.reverse();
  return {
    rows: including
      ? await encodeIncluding(
          withRights(execute, rights),
          statement.layout,
          plan.include,
          rows,
          newAllowance(),
        )
      : rows.map((row) => statement.layout.encoder.encode(row)),
    first: keyOf(statement, rows[0]),
    last: keyOf(statement, rows.at(-1)),
    before: statement.reversed ? more : plan.position !== undefined,
    after: statement.reversed || more,
  };
}

function emptyPage({ position }: ListPlan): JsonPage {
  return {
    rows: [],
    first: undefined,
    last: undefined,
    before: position?.direction === "after",
    after: position?.direction === "before",
  };
}

function keyOf(statement: ListStatement, row: TextRow | undefined): Key | undefined {
  return row && statement.keyAt.map((at) => row[at] ?? null);
}
