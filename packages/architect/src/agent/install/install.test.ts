import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { installAgent, removeAgent, targets } from "./index.js";

const paths = targets.flatMap(({ parts }) => parts.map(({ path }) => path));

const markdown = fc.constantFrom(
  "# Rules",
  "# Rules\n",
  "# Rules\r\n\r\n- be kind\r\n",
  "\uFEFFtext\n",
  " \n\n",
  "ä",
);
const json = fc.constantFrom(
  "{}",
  '{"mcpServers":{"a":{"command":"b"}},"servers":{"a":1}}',
  '{\n\t"servers": {\n\t\t"a": {}, // kept\n\t},\n\t"mcpServers": {\n\t\t"a": {}, // kept\n\t},\n}\n',
  "[]",
  "{ broken",
  "",
);

/** What may stand at each path before: nothing, or something of a person's. */
const states = fc.record(
  Object.fromEntries(paths.map((path) => [path, fc.option(path.endsWith(".json") ? json : markdown)])),
);
const chosen = fc.subarray([...targets], { minLength: 1 });

function folderWith(files: { readonly [path: string]: string | null }): string {
  const directory = mkdtempSync(join(tmpdir(), "lintel-install-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

function read(directory: string): { readonly [path: string]: string } {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8", withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  const named = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    named.sort().map((file) => [file.slice(directory.length + 1), readFileSync(file, "utf8")]),
  );
}

it("from whatever state, keeps every byte of a person's, and is the same a second time", () => {
  fc.assert(
    fc.property(states, chosen, (before, selected) => {
      const directory = folderWith(before);
      const asked = { directory, for: selected, replace: false, dry: false };
      const was = read(directory);
      installAgent({ ...asked, dry: true });
      expect(read(directory)).toEqual(was);

      const done = installAgent(asked);
      const installed = read(directory);
      for (const [path, text] of Object.entries(was)) {
        const what = done.find((one) => one.path === path);
        if (what?.outcome === "updated") expect(isWithin(text, installed[path] ?? "")).toBe(true);
        else expect(installed[path]).toBe(text);
      }
      expect(installAgent(asked).filter(({ outcome }) => outcome !== "same" && outcome !== "left")).toEqual(
        [],
      );
      expect(read(directory)).toEqual(installed);

      removeAgent({ ...asked, for: targets });
      const after = read(directory);
      for (const [path, text] of Object.entries(was)) {
        // An object that held nothing holds nothing again; white space within it is not kept.
        if (text === "{}") expect(JSON.parse(after[path] ?? "")).toEqual(selectedContainer(path, done));
        else expect(after[path]).toBe(text);
      }
      for (const path of paths)
        if (was[path] === undefined) expect(existsSync(join(directory, path))).toBe(false);
    }),
    { numRuns: 150 },
  );
});

/** What is left of `{}`: the object that the entry stood in, where it was put there. */
function selectedContainer(path: string, done: ReturnType<typeof installAgent>) {
  if (!done.some((one) => one.path === path)) return {};
  return path === ".vscode/mcp.json" ? { servers: {} } : { mcpServers: {} };
}

function isWithin(before: string, after: string): boolean {
  let found = 0;
  for (let at = 0; at < after.length && found < before.length; at += 1)
    if (after[at] === before[found]) found += 1;
  return found === before.length;
}
