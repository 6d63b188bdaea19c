import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, blocksOf, linksOf } from "./page.js";
import { openWorkplace, type Workplace } from "./workplace.js";

/*
 * What the pages show is compiled and run, in the order in which a reader meets it:
 *   ```ts title="services/catalog.ts"   is that file of the page's project
 *   ```ts                               is a file of its own
 *   ```html title="pages/live.html"     is that file, of any language
 *   ```sh run                           is run by bash and must succeed; `sh run fails` must fail
 *   ```sh serve                         is started, and stopped at the end of the page
 *   ```text output                      is what the command before it printed: its lines, in order, with others between;
 *                                       an ellipsis (U+2026) within a line stands for anything,
 *                                       and several spaces for one
 * Folder and variables of a command are there for the next one. A block within an HTML comment counts like any other.
 * All TypeScript of a page is compiled together at the end. A page that says <!-- embedded --> runs on the project's own
 * database; the others find an empty one in DATABASE_URL.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "examples/commerce/README.md",
  "bench/README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe.each(pages)("%s", (page) => {
  const file = join(root, page);

  it("links to what is there", () => {
    for (const target of linksOf(file)) {
      expect(existsSync(join(dirname(file), target)), `${page} links to ${target}`).toBe(true);
    }
  });

  const blocks = blocksOf(file).filter(isAlive);
  if (blocks.length === 0) return;

  describe("shows what works", () => {
    let workplace: Workplace;
    let printed = "";
    let failed = false;
    beforeAll(async () => {
      // The tutorial is run with npm's own npx, as its readers do.
      workplace = await openWorkplace({
        embedded: readFileSync(file, "utf8").includes("<!-- embedded -->"),
        shortNpx: page !== join("docs", "tutorial", "README.md"),
      });
    });
    afterAll(() => workplace.close());

    for (const block of blocks) {
      it(`line ${block.line}: ${block.title ?? [block.language, ...block.words].join(" ")}`, async (test) => {
        test.skip(failed, "a block before it failed");
        failed = true;
        if (block.language === "ts" || block.title) {
          const target = block.title ?? `line-${block.line}.ts`;
          await workplace.write(target, block.title ? block.text : `${block.text}\nexport {};\n`);
        } else if (block.words.includes("serve")) {
          await workplace.serve(block.text.trim());
        } else if (block.words.includes("run")) {
          printed = await workplace.run(block.text, block.words.includes("fails"));
        } else {
          expectLines(printed, block.text);
        }
        failed = false;
      }, 120_000);
    }

    if (blocks.some((block) => block.language === "ts")) {
      it("compiles", async () => {
        await workplace.run(`tsc --noEmit --project "${workplace.directory}"`);
      }, 120_000);
    }
  });
});

function isAlive({ language, title, words }: Block): boolean {
  return (
    language === "ts" ||
    title !== undefined ||
    words.includes("run") ||
    words.includes("serve") ||
    words.includes("output")
  );
}

function expectLines(output: string, expected: string): void {
  const spaced = (text: string) => text.replace(/ {2,}/g, " ");
  const printed = spaced(output);
  let from = 0;
  for (const line of expected
    .split("\n")
    .map((one) => spaced(one.trim()))
    .filter(Boolean)) {
    for (const part of line.split("\u2026").filter(Boolean)) {
      const at = printed.indexOf(part, from);
      expect(
        at,
        `"${part}" was not printed, after what came before it, in:\n${printed}`,
      ).toBeGreaterThanOrEqual(0);
      from = at + part.length;
    }
  }
}
