import type pg from "pg";
import type { EntityModel, FieldModel, SystemModel } from "../../../blueprint/index.js";
import { quote } from "../../identifier.js";
import { kindOf } from "./field-kinds.js";
import { type EntityName, entityNames, fieldsOf, type Pair, targetOf } from "./random-blueprints.js";

/** A table as text: its rows by id, each value by its column, none as null. */
export type Rows = ReadonlyMap<string, { readonly [column: string]: string | null }>;

/** The tables of a system by their names. */
export type Tables = ReadonlyMap<string, Rows>;

export function entitiesOf(model: SystemModel): readonly EntityModel[] {
  return model.services.flatMap((service) => service.entities);
}

export function tableOf(entity: EntityModel): string {
  return `${quote(entity.schema)}.${quote(entity.table)}`;
}

/** Puts the rows of a pair into the tables of its first blueprint; those that its rules refuse are left out. */
export async function insertSamples(
  client: pg.Client,
  { before, rows }: Pair,
  model: SystemModel,
): Promise<void> {
  const there = new Map<EntityName, string[]>(entityNames.map((name) => [name, []]));
  await client.query("begin");
  for (const name of [...entityNames, ...entityNames]) {
    const data = before[name];
    const entity = entitiesOf(model).find((one) => one.name === name);
    if (!data || !entity) continue;
    for (const [position, { picks, deleted }] of rows[name].entries()) {
      const id = `00000000-0000-7000-8000-${entityNames.indexOf(name)}${String(position).padStart(11, "0")}`;
      if (there.get(name)?.includes(id)) continue;
      const values = fieldsOf(before, data).map(([field, { kind, optional }]) => {
        const target = targetOf(kind);
        const choices = target ? (there.get(target) ?? []) : kindOf(kind).values;
        const pick = picks[field] ?? 0;
        const value = pick === 0 && optional ? null : (choices[pick % Math.max(1, choices.length)] ?? null);
        return [columnOf(entity, field), value] as const;
      });
      const all = [
        ["id", id] as const,
        ...values,
        ...(data.softDelete && deleted ? [["deleted_at", "2026-11-23 12:00:00+00"] as const] : []),
      ];
      if (await tryInsert(client, entity, all)) there.get(name)?.push(id);
    }
  }
  await client.query("commit");
}

/** Inserts a row unless a rule refuses it. */
async function tryInsert(
  client: pg.Client,
  entity: EntityModel,
  values: readonly (readonly [column: string, value: string | null])[],
): Promise<boolean> {
  await client.query("savepoint attempt");
  try {
    await insertRow(client, entity, values);
    return true;
  } catch {
    await client.query("rollback to savepoint attempt");
    return false;
  }
}

export async function insertRow(
  client: pg.Client,
  entity: EntityModel,
  values: readonly (readonly [column: string, value: string | null])[],
): Promise<void> {
  const columns = values.map(([column]) => quote(column)).join(", ");
  const places = values.map((_, at) => `$${at + 1}`).join(", ");
  await client.query(
    `insert into ${tableOf(entity)} (${columns}) values (${places})`,
    values.map(([, value]) => value),
  );
}

/** Every row of every table of a system, as text, without what PostgreSQL makes from other columns. */
export async function readRows(client: pg.Client, model: SystemModel): Promise<Tables> {
  const tables = new Map<string, Rows>();
  for (const entity of entitiesOf(model)) {
    const columns = entity.fields.map((field) => field.column);
    const { rows } = await client.query<{ [column: string]: string | null }>(
      `select ${columns.map((column) => `${quote(column)}::text`).join(", ")} from ${tableOf(entity)}`,
    );
    tables.set(entity.table, new Map(rows.map((row) => [row.id ?? "", row])));
  }
  return tables;
}

function columnOf(entity: EntityModel, name: string): string {
  const field: FieldModel | undefined = entity.byName.get(name);
  if (!field) throw new Error(`${entity.name} has no field ${name}`);
  return field.column;
}
