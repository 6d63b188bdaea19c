import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documentsOf } from "./index.js";
import { commerce } from "./scenario.js";

const page = readFileSync(
  new URL("../../../../../docs/reference/architecture-documents.md", import.meta.url),
  "utf8",
);

describe("the reference of documents", () => {
  it("names every file and folder that is rendered", async () => {
    const names = documentsOf(await commerce()).map(({ path }) => path.replace(/\/.*/, "/"));
    expect([...new Set(names)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
