import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findFolder } from "./index.js";

function folders(...paths: readonly string[]): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "lintel-folder-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of paths) mkdirSync(join(root, path), { recursive: true });
  return root;
}

it.each(["ai/memory-bank", ".git"])("finds the nearest folder upward that has %s", (mark) => {
  const root = folders(`shop/${mark}`, "shop/services/deep", ".git");
  expect(findFolder(join(root, "shop/services/deep"))).toBe(join(root, "shop"));
});

it.each(["blueprint.ts", "package.json"])("finds the nearest folder upward that has a file %s", (mark) => {
  const root = folders("shop/services/deep", "ai/memory-bank");
  writeFileSync(join(root, "shop", mark), "");
  expect(findFolder(join(root, "shop/services/deep"))).toBe(join(root, "shop"));
  expect(findFolder(root)).toBe(root);
});

it("takes the folder of a blueprint that is named", () => {
  const root = folders("shop/ai/memory-bank", "other");
  expect(findFolder(join(root, "shop"), "../other/blueprint.ts")).toBe(join(root, "other"));
});

it("takes a package below a blueprint for a part of its project, as every other verb does", () => {
  const root = folders("shop/.git", "shop/client/src", "shop/own/.git", "shop/begun/ai/memory-bank");
  for (const file of ["shop/blueprint.ts", "shop/client/package.json", "shop/own/package.json"])
    writeFileSync(join(root, file), "");
  expect(findFolder(join(root, "shop/client/src"))).toBe(join(root, "shop"));
  expect(findFolder(join(root, "shop/own"))).toBe(join(root, "shop/own"));
  expect(findFolder(join(root, "shop/begun"))).toBe(join(root, "shop/begun"));
});

it.each(["nowhere/blueprint.ts", "shop"])("refuses %s as a blueprint", (path) => {
  const root = folders("shop");
  expect(() => findFolder(root, path)).toThrow(expect.objectContaining({ code: "BLUEPRINT_NOT_FOUND" }));
});
