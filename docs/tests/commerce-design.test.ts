import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shop = join(root, "examples/commerce");

it("the documents of the commerce example say what its brief and its blueprint do: otherwise, there, lintel design --documents", {
  timeout: 120_000,
}, () => {
  expect(existsSync(join(shop, "docs/architecture/system.md"))).toBe(true);
  const check = [join(root, "packages/architect/bin/lintel.js"), "check"];
  const { status, stdout, stderr } = spawnSync(process.execPath, check, { cwd: shop, encoding: "utf8" });
  expect([stdout, stderr]).toEqual([expect.not.stringContaining("DOCUMENT_"), ""]);
  expect(status).toBe(0);
});
