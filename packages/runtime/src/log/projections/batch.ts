import type { EntityModel } from "../../blueprint/index.js";
import { projectionRules } from "../../plan/index.js";
import type { LogClient, LogEntry } from "../../postgres/log/index.js";
import {
  type Build,
  emptyProjected,
  type LogPlace,
  readProjected,
  type StoredRow,
  writeProjected,
} from "../../postgres/projections/index.js";
import { foldSteps, type PlacedStep, type ProjectedRow, placeSteps, type Rows } from "./fold.js";
import type { Projector } from "./projector.js";

/** An entry at which a function of a projection threw, or gave what no row can be. */
export class EntryFailure extends Error {
  constructor(
    readonly entry: LogEntry,
    override readonly cause: unknown,
  ) {
    super(`The entry ${entry.position} (${entry.subject}) could not be projected.`);
  }
}

/** What became of a batch: how many rows were written, or that the build is not ours to write any more. */
export type Written = { readonly rows: number } | "fenced";

interface Placed {
  readonly entry: LogEntry;
  readonly steps: readonly PlacedStep[] | "empty";
}

/**
 * Takes the entries that follow a place into the build that is there, with how far it is then: one statement reads the rows that they concern, one writes what became of those. What
 * comes before an entry that fails is kept.
 *
 * @throws EntryFailure
 */
export async function writeBatch(
  client: LogClient,
  build: Build,
  projector: Projector,
  from: LogPlace,
  entries: readonly LogEntry[],
): Promise<Written> {
  const { entity } = build;
  const { placed, failed } = place(entity, projector, entries);
  let rows = 0;
  let done = 0;
  let at = from;
  for (const [index, { entry, steps }] of placed.entries()) {
    if (steps !== "empty") continue;
    const before = { ...at, position: entry.position - 1 };
    const written = await fold(client, build, placed.slice(done, index), at, before);
    at = { ...at, position: entry.position };
    if (written === "fenced" || !(await emptyProjected(client, build, before, at))) return "fenced";
    rows += written;
    done = index + 1;
  }
  const last = failed ? failed.entry.position - 1 : (entries.at(-1)?.position ?? at.position);
  const written = await fold(client, build, placed.slice(done), at, { ...at, position: last });
  if (written === "fenced") return "fenced";
  if (failed) throw failed;
  return { rows: rows + written };
}

/** Asks the functions about each entry; those that concern no row are left out. */
function place(
  entity: EntityModel,
  projector: Projector,
  entries: readonly LogEntry[],
): { readonly placed: readonly Placed[]; readonly failed: EntryFailure | undefined } {
  const rules = projectionRules(entity);
  const placed: Placed[] = [];
  for (const entry of entries) {
    try {
      const steps = projector.stepsOf(entry);
      if (steps === undefined) continue;
      placed.push({
        entry,
        steps: steps === "empty" ? steps : placeSteps(steps, rules),
      });
    } catch (error) {
      return { placed, failed: new EntryFailure(entry, error) };
    }
  }
  return { placed, failed: undefined };
}

async function fold(
  client: LogClient,
  build: Build,
  placed: readonly Placed[],
  from: LogPlace,
  to: LogPlace,
): Promise<number | "fenced"> {
  const rules = projectionRules(build.entity);
  const rows = await rowsOf(client, build, placed);
  let failed: EntryFailure | undefined;
  let last = to;
  for (const { entry, steps } of placed) {
    try {
      if (steps !== "empty") foldSteps(rows, steps, entry, rules);
    } catch (error) {
      failed = new EntryFailure(entry, error);
      last = { ...to, position: entry.position - 1 };
      break;
    }
  }
  const stored = [...rows.changed].map((id) => storedRow(id, rows.known.get(id), build.generation));
  if (!(await writeProjected(client, build, stored, from, last))) return "fenced";
  if (failed) throw failed;
  return stored.length;
}

async function rowsOf(client: LogClient, build: Build, placed: readonly Placed[]): Promise<Rows> {
  const ids = new Set(placed.flatMap(({ steps }) => (steps === "empty" ? [] : steps.map(({ id }) => id))));
  const known = new Map<string, ProjectedRow | undefined>();
  if (ids.size > 0)
    for (const [id, json] of await readProjected(client, build, [...ids]))
      known.set(id, parseRow(build, json));
  return { known, changed: new Set() };
}

function parseRow({ entity }: Build, json: string): ProjectedRow {
  const row = JSON.parse(json) as { readonly createdAt: string; readonly updatedAt: string };
  const named = new Map(Object.entries(row));
  const values = Object.fromEntries(
    entity.fields.filter(({ system }) => !system).map(({ name }) => [name, named.get(name) ?? null]),
  ) as ProjectedRow["values"];
  return { values, createdAt: row.createdAt, updatedAt: row.updatedAt, position: 0 };
}

const versions = 2_147_483_647;
/** A row of a later build has a higher version than the same row of an earlier one, whatever entry made it last. */
const versionsOfBuild = 1_048_576;

function storedRow(id: string, row: ProjectedRow | undefined, generation: number): StoredRow {
  if (!row) return { id, values: undefined, createdAt: "", updatedAt: "", version: 0 };
  const { values, createdAt, updatedAt, position } = row;
  return {
    id,
    values,
    createdAt,
    updatedAt,
    version: 1 + ((position + generation * versionsOfBuild) % versions),
  };
}
