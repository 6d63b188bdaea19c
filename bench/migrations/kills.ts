import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type SystemModel, status } from "@lintel/runtime/tools";
import { base, manyChanges } from "./kinds.js";
import { randomFrom } from "./random.js";
import type { MigrationStage } from "./stage.js";

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

/** A process that was killed. */
export interface Kill {
  /** Milliseconds after it had said its first word. */
  readonly after: number;
  /** How many statements of the file had been written down as done. */
  readonly done: number;
  /** Whether one was under way outside of a transaction. */
  readonly begun: boolean;
}

export interface KillResult {
  readonly seed: number;
  readonly kills: readonly Kill[];
  /** How many migrations came to their end after kills. */
  readonly migrations: number;
  /** A schema that is not that of an undisturbed run, a row that is gone or changed; none is good. */
  readonly faults: readonly string[];
}

const lintel = join(createRequire(import.meta.url).resolve("lintel"), "../../bin/lintel.js");
const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
const blueprints = ["base", "many-changes"] as const;

/**
 * Kills `lintel db migrate` (SIGKILL) at random moments of its run, as often as asked for, while it leads from one
 * blueprint to another and back; each time the next process goes on. After each migration that came to its end, the schema is
 * compared with what its files make when nothing disturbs them, and every row with what it was.
 */
export async function killMigrations(
  stage: MigrationStage,
  { kills: wanted, seed, tell }: KillOptions,
): Promise<KillResult> {
  const random = randomFrom(seed);
  const project = await writeProject(stage.folder);
  const before = await digestOf(stage);
  const kills: Kill[] = [];
  const faults: string[] = [];
  let migrations = 0;

  const undisturbed = new Map<SystemModel, number>();
  for (const model of [manyChanges, base]) {
    await stage.write(model);
    const { worked } = await migrateIn(project, stage.url, model);
    undisturbed.set(model, worked);
  }
  for (let round = 0; kills.length < wanted; round += 1) {
    const model = round % 2 === 0 ? manyChanges : base;
    await stage.write(model);
    for (;;) {
      const after = kills.length < wanted ? random() * (undisturbed.get(model) ?? 0) : undefined;
      const { code, stderr } = await migrateIn(project, stage.url, model, after);
      if (code === 0) break;
      if (code !== null) {
        faults.push(`exit ${code}: ${stderr}`);
        return { seed, kills, migrations, faults };
      }
      kills.push({ after: Math.round(after ?? 0), ...(await progressOf(stage)) });
      tell(`killed ${kills.length} of ${wanted}`);
    }
    migrations += 1;
    faults.push(...(await faultsOf(stage, model, before)));
  }
  return { seed, kills, migrations, faults };
}

interface Project {
  blueprintOf(model: SystemModel): string;
}

async function writeProject(folder: string): Promise<Project> {
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write("package.json", '{ "type": "module" }');
  for (const name of blueprints) {
    const { href } = new URL(`./blueprints/${name}.${extension}`, import.meta.url);
    await write(`${name}.ts`, `export { default } from ${JSON.stringify(href)};\n`);
  }
  return {
    blueprintOf: (model) => join(folder, `${blueprints[model === base ? 0 : 1]}.ts`),
  };
}

/** Runs the command, and kills it so many milliseconds after its first word on standard error. */
async function migrateIn(project: Project, url: string, model: SystemModel, killAfter?: number) {
  const child = spawn(
    process.execPath,
    [lintel, "db", "migrate", "--blueprint", project.blueprintOf(model), "--database-url", url],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(child, "close");
  let stderr = "";
  let began: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    if (began !== undefined) return;
    began = performance.now();
    if (killAfter !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), killAfter);
  });
  const [code] = (await ended) as [number | null];
  clearTimeout(timer);
  return { code, stderr, worked: performance.now() - (began ?? performance.now()) };
}

async function progressOf({ client }: MigrationStage) {
  const { rows } = await client.query<{ done: number; begun: boolean }>(
    `select count(*) filter (where state = 'done')::int     as done,
            count(*) filter (where state = 'begun')::int > 0 as begun
       from lintel.migration_progress`,
  );
  return rows[0] ?? { done: 0, begun: false };
}

/** Every value of every row, in one number. */
async function digestOf({ client }: MigrationStage): Promise<string> {
  const { rows } = await client.query<{ digest: string }>(
    `select count(*) || ' rows, ' || sum(hashtextextended(
              concat_ws('|', id, name, sku, stock, price, coalesce(note, '-'), colour, state, brand_id, created_at), 0)) as digest
       from catalog.products`,
  );
  return rows[0]?.digest ?? "";
}

/** How many rows are not found by their words, where the blueprint searches them. */
async function lostWords({ client }: MigrationStage, model: SystemModel): Promise<number> {
  if (model === base) return 0;
  const { rowCount } = await client.query(
    `select from catalog.products
      where search_vector is distinct from setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', note), 'B')`,
  );
  return rowCount ?? 0;
}

async function faultsOf(
  stage: MigrationStage,
  model: SystemModel,
  before: string,
): Promise<readonly string[]> {
  const { drift, services } = await status({
    url: stage.url,
    model,
    directory: join(stage.folder, "migrations"),
  });
  const now = await digestOf(stage);
  const lost = await lostWords(stage, model);
  const left = await stage.client.query("select from lintel.migration_progress");
  return [
    ...(drift.kind === "unknown" ? [drift.reason] : drift.changes.map((change) => change.sentence)),
    ...(drift.kind === "unknown" ? [] : drift.privileges),
    ...services.flatMap(({ pending }) => pending.map((file) => `${file.name} is pending.`)),
    ...(now === before ? [] : [`The rows were ${before} and are ${now}.`]),
    ...(lost === 0 ? [] : [`${lost} rows are not found by their words.`]),
    ...(left.rows.length === 0 ? [] : ["Something is written down as under way."]),
  ];
}
