import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { push, type SystemModel } from "@lintel/runtime/tools";
import { loadSeeds, type Seed } from "lintel";
import { drawSample } from "../database.js";
import type { SampleProduct } from "../workloads/index.js";
import { startDatabase, withClient } from "./databases.js";
import { tellProgress } from "./progress.js";

/** How many products are asked for: so many that no round asks for the same as another. */
const sampleSize = 20_000;

/** What is loaded: a system, and the seeds of it that grow with the catalogue or stand beside it. */
export interface Source {
  readonly model: SystemModel;
  readonly seeds: readonly Seed[];
}

/** A catalogue of one size, in a PostgreSQL of its own that has been stopped. */
export interface Prepared {
  readonly products: number;
  readonly sample: readonly SampleProduct[];
}

/** Where all of a size lies. */
export function folderOf(folder: string, products: number): string {
  return join(folder, String(products));
}

/** Where its PostgreSQL lies. */
export function clusterOf(folder: string, products: number): string {
  return join(folderOf(folder, products), "postgres");
}

/** What an earlier run prepared whole; undefined where there is nothing, or only a part. */
export async function findPrepared(folder: string, products: number): Promise<Prepared | undefined> {
  try {
    return JSON.parse(await readFile(markOf(folder, products), "utf8")) as Prepared;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Loads a catalogue of one size as `lintel db seed` does: by COPY, with the indexes made after. The database need not survive a
 * crash of the machine meanwhile. What a run that ended half way left of the size is removed first. Throws `RangeError` where
 * PostgreSQL cannot work in the folder.
 */
export async function prepare(
  folder: string,
  products: number,
  source: Source,
  tell: (line: string) => void,
): Promise<Prepared> {
  const own = folderOf(folder, products);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  const database = await startDatabase(clusterOf(folder, products), { durable: false });
  try {
    if (dirname(database.location) !== (await realpath(own))) {
      await database.stop();
      await rm(dirname(database.location), { recursive: true });
      throw new RangeError(
        `The user that runs PostgreSQL cannot reach ${own}; expected a folder that it can.`,
      );
    }
    const prepared = { products, sample: await fill(database.url, products, source, tell) };
    await database.stop();
    const unfinished = `${markOf(folder, products)}.unfinished`;
    await writeFile(unfinished, JSON.stringify(prepared));
    await rename(unfinished, markOf(folder, products));
    return prepared;
  } finally {
    await database.stop();
  }
}

async function fill(
  url: string,
  products: number,
  { model, seeds }: Source,
  tell: (line: string) => void,
): Promise<SampleProduct[]> {
  await push({ url, model });
  return withClient(url, async (client) => {
    const progress = tellProgress(client, products, tell);
    try {
      const scaled = seeds.map((seed) => grown(seed, products));
      await loadSeeds({ url, model, seeds: scaled, scale: 1, ifEmpty: false, tell: progress.heed });
    } finally {
      await progress.end();
    }
    const sample = await drawSample(client, sampleSize);
    await client.query("vacuum (analyze)");
    return sample;
  });
}

/** The catalogue has as many products as are asked for; everything beside it keeps its usual size. */
function grown(seed: Seed, products: number): Seed {
  if (seed.entity !== "product") return seed;
  const scale = products / 100_000;
  return { ...seed, count: () => seed.count(scale), rows: () => seed.rows(scale) };
}

/** Written last: without it a size counts for nothing. */
function markOf(folder: string, products: number): string {
  return join(folderOf(folder, products), "prepared.json");
}
