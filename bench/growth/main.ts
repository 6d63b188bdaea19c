/**
 * What becomes of latencies when the catalogue grows: Lintel at 100,000, 1,000,000 and 10,000,000 products, under a load that it
 * can bear. `npm run bench:growth -- --help`
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolve } from "@lintel/runtime/tools";
import { barChart } from "../chart.js";
import { commerceBlueprint, commerceSeeds } from "../commerce.js";
import { type GrowthChoice, help, readArguments } from "./arguments.js";
import { stopDatabases } from "./databases.js";
import { bytesNeeded, gigabytes, requireDisk } from "./disk.js";
import { measure } from "./measure.js";
import { findPrepared, type Prepared, prepare, type Source } from "./prepare.js";
import { type GrowthResults, groups, markdown } from "./report.js";
import { type Standing, standUp } from "./stand.js";
import { growthWorkloads } from "./workloads.js";

const known = growthWorkloads.map(({ name }) => name);
const tell = (line: string) => process.stderr.write(`${line}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stopDatabases());
try {
  const choice = readArguments(process.argv.slice(2), known);
  if (choice === "help") process.stdout.write(help(known));
  else process.stdout.write(await run(choice));
} catch (error) {
  tell(error instanceof RangeError ? `${error.message} See --help.` : String(error));
  process.exitCode = error instanceof RangeError ? 2 : 1;
}

/** Measures what was chosen, writes the results, and gives them back as a page. What it made goes, unless told to keep it. */
async function run(choice: GrowthChoice): Promise<string> {
  const folder = choice.data ?? (await mkdtemp(join(tmpdir(), "lintel-growth-")));
  try {
    await mkdir(folder, { recursive: true });
    // PostgreSQL never runs as root: as another user it must be able to get in.
    if (choice.data === undefined) await chmod(folder, 0o755);
    const source = { model: resolve(await commerceBlueprint()), seeds: await shop() };
    const prepared = await prepareAll(folder, choice, source);
    if (choice.prepareOnly) return `Prepared in ${folder}.\n`;
    tell("Starting them.");
    const standing = await standUp(folder, prepared, source, tell);
    try {
      return await write(choice, await results(choice, standing));
    } finally {
      await standing.stop();
    }
  } finally {
    if (choice.data === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** What is measured: accounts and places take no part. */
async function shop(): Promise<Source["seeds"]> {
  const seeds: Source["seeds"] = await commerceSeeds();
  return seeds.filter(({ service }) => service === "catalog" || service === "orders");
}

async function prepareAll(
  folder: string,
  { sizes, mostDisk }: GrowthChoice,
  source: Source,
): Promise<readonly Prepared[]> {
  const found = await Promise.all(sizes.map((products) => findPrepared(folder, products)));
  const missing = sizes.filter((_, at) => found[at] === undefined);
  if (missing.length > 0)
    tell(`Preparing ${missing.length} databases in ${folder}: about ${gigabytes(bytesNeeded(missing))}.`);
  await requireDisk(folder, missing, mostDisk);
  const prepared = [];
  for (const [at, products] of sizes.entries())
    prepared.push(found[at] ?? (await prepare(folder, products, source, tell)));
  return prepared;
}

async function results(choice: GrowthChoice, { sizes, settings }: Standing): Promise<GrowthResults> {
  const measured = [];
  for (const workload of growthWorkloads.filter(({ name }) => choice.workloads.includes(name)))
    measured.push(await measure(sizes, workload, choice, tell));
  const [cpu] = cpus();
  const { rounds, seconds } = choice;
  return {
    about: {
      when: new Date().toISOString().slice(0, 10),
      node: process.version,
      cpus: `${cpus().length} CPUs (${cpu?.model.trim() ?? ""})`,
      memory: totalmem(),
      settings,
      rounds,
      seconds,
    },
    workloads: measured,
    databases: sizes.map(({ products, bytes }) => ({ products, ...bytes })),
  };
}

async function write({ out }: GrowthChoice, all: GrowthResults): Promise<string> {
  const folder = fileURLToPath(new URL("../../results/", import.meta.url));
  await mkdir(folder, { recursive: true });
  const page = markdown(all, `${out}.svg`);
  await writeFile(`${folder}${out}.md`, page);
  await writeFile(`${folder}${out}.json`, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(`${folder}${out}.svg`, barChart("p95, as a ratio to the smallest catalogue", groups(all)));
  return page;
}
