import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMigrations } from "./read-migrations.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lintel-migrations-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(directory, path, ".."), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

describe("the files of a directory", () => {
  it("are none where there is no directory", async () => {
    expect((await readMigrations(join(directory, "none"))).size).toBe(0);
  });

  it("come by service and number, with a checksum that line ends do not change", async () => {
    await write({
      "catalog/0001_initial.sql": "select 1;\n",
      "catalog/0002_more.sql": "-- lintel: no transaction\nselect 1;\r\nselect 2;\r\n",
      "orders/0001_initial.sql": "select 1;\r\n",
      "orders/README.md": "not a migration",
    });
    const migrations = await readMigrations(directory);
    const catalog = migrations.get("catalog") ?? [];
    expect(catalog.map((one) => [one.number, one.name, one.transaction, one.statements.length])).toEqual([
      [1, "0001_initial", true, 1],
      [2, "0002_more", false, 2],
    ]);
    expect(migrations.get("orders")?.[0]?.checksum).toBe(catalog[0]?.checksum);
  });

  it("are refused all at once where numbers are missing or twice, or a name is no name", async () => {
    await write({
      "stray.sql": "",
      "catalog/0001_initial.sql": "",
      "catalog/0003_a.sql": "",
      "catalog/0003_b.sql": "",
      "catalog/4_c.sql": "",
      "orders/0002_a.sql": "",
    });
    await expect(readMigrations(directory)).rejects.toMatchObject({
      code: "MIGRATIONS_INVALID",
      message: [
        `${join(directory, "catalog/4_c.sql")}: a migration is named like 0002_add_price.sql`,
        `${join(directory, "catalog/0003_a.sql")}: 0002 is missing before it`,
        `${join(directory, "catalog/0003_b.sql")}: has the same number as 0003_a; give the later one the next number`,
        `${join(directory, "orders/0002_a.sql")}: 0001 is missing before it`,
        `${join(directory, "stray.sql")}: belongs into the folder of a service`,
      ].join("\n"),
    });
  });

  it("does not take the words `no transaction` from a statement", async () => {
    await write({ "catalog/0001_initial.sql": "select 1;\n-- lintel: no transaction\nselect 2;\n" });
    expect((await readMigrations(directory)).get("catalog")?.[0]?.transaction).toBe(true);
  });
});
