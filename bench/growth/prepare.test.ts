import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolve } from "@lintel/runtime/tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import commerce from "../../examples/commerce/blueprint.js";
import seeds from "../../examples/commerce/seed.js";
import { startDatabase, stopDatabases, withClient } from "./databases.js";
import { bytesNeeded, requireDisk } from "./disk.js";
import { clusterOf, findPrepared, folderOf, prepare } from "./prepare.js";
import { bytesOf } from "./read-through.js";

const source = { model: resolve(commerce), seeds: seeds.filter(({ service }) => service === "catalog") };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lintel-growth-test-"));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  await stopDatabases();
  await rm(folder, { recursive: true });
});

describe("a prepared size", () => {
  it("has as many products as asked for, every index, and is found again", async () => {
    await mkdir(folderOf(folder, 2_000));
    await writeFile(join(folderOf(folder, 2_000), "left-by-a-run-that-ended"), "");
    expect(await findPrepared(folder, 2_000)).toBeUndefined();

    const prepared = await prepare(folder, 2_000, source, () => {});

    expect(await findPrepared(folder, 2_000)).toEqual(prepared);
    expect(existsSync(join(folderOf(folder, 2_000), "left-by-a-run-that-ended"))).toBe(false);
    expect(new Set(prepared.sample.map(({ id }) => id)).size).toBe(prepared.sample.length);
    const database = await startDatabase(clusterOf(folder, 2_000));
    const [counted] = await withClient(database.url, async (client) => {
      const { rows } = await client.query<{ products: number; sold: number; indexes: number }>(
        `select count(*)::integer as products,
                count(*) filter (where is_active)::integer as sold,
                (select count(*)::integer from pg_index where indrelid = 'catalog.products'::regclass) as indexes
           from catalog.products`,
      );
      return rows;
    });
    expect(counted).toMatchObject({ products: 2_000, sold: prepared.sample.length });
    expect(counted?.indexes).toBeGreaterThanOrEqual(6);
    await database.stop();
    expect(await bytesOf(folder)).toBeLessThan(bytesNeeded([2_000]));
  }, 120_000);

  it("is not found where the run was stopped before it was whole, and nothing of it runs on", async () => {
    const stopping = source.seeds.map((seed) =>
      seed.entity === "product" ? { ...seed, rows: (scale: number) => stopAmid(seed.rows(scale)) } : seed,
    );

    await expect(prepare(folder, 50_000, { ...source, seeds: stopping }, () => {})).rejects.toThrow();

    expect(await findPrepared(folder, 50_000)).toBeUndefined();
    expect(existsSync(join(clusterOf(folder, 50_000), "postmaster.pid"))).toBe(false);
  }, 120_000);
});

/** What a signal does, amid a load. */
function* stopAmid<T>(rows: Iterable<T>): Iterable<T> {
  let row = 0;
  for (const one of rows) {
    row += 1;
    if (row === 10) void stopDatabases();
    yield one;
  }
}

describe("disk", () => {
  it("is asked for before anything is loaded, and not for what is there", async () => {
    await expect(requireDisk(folder, [10_000_000], 5e9)).rejects.toThrow(
      /need about .* GB of disk; --disk allows 5.0 GB/,
    );
    await expect(requireDisk(folder, [100_000_000_000], 1e18)).rejects.toThrow(/to spare/);
    await requireDisk(folder, [], 0);
  });

  it("suffices for the usual sizes within the usual limit", () => {
    expect(bytesNeeded([100_000, 1_000_000, 10_000_000])).toBeLessThan(40e9);
  });
});
