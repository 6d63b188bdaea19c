import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { lintel, scratchFolder } from "../scenario.js";

const binary = fileURLToPath(new URL("../../../bin/lintel.js", import.meta.url));
const hooks = `import { writeSync } from "node:fs";
export async function load(url, context, next) { writeSync(2, url + "\\n"); return next(url, context); }`;
const register = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hooks))});`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** The packages of others that a command loads. */
function loadedBy(words: readonly string[]): readonly string[] {
  const { stderr } = spawnSync(process.execPath, ["--import", dataUrl(register), binary, ...words], {
    cwd: scratchFolder(),
    encoding: "utf8",
    input: "",
  });
  const packages = [...stderr.matchAll(/\/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//g)].map(
    ([, name]) => name ?? "",
  );
  expect(stderr).toContain("/cli/main.js\n");
  return [...new Set(packages)];
}

it("only lintel mcp waits for the packages of its protocol", () => {
  const heavy = ["@modelcontextprotocol/sdk", "zod"];
  expect(loadedBy(["mcp"])).toEqual(expect.arrayContaining(heavy));
  for (const words of [
    ["--help"],
    ["mcp", "--help"],
    ["routes"],
    ["agent", "install", "--check"],
    ["brief", "status"],
  ])
    expect([words, loadedBy(words).filter((name) => heavy.includes(name))]).toEqual([words, []]);
});

it("tells how to add the server to each program", async () => {
  const { stdout } = await lintel(["mcp", "--help"], { cwd: scratchFolder() });
  for (const words of [
    "claude mcp add lintel --scope project -- npx --no lintel mcp",
    '{ "mcpServers": { "lintel": { "command": "npx", "args": ["--no", "lintel", "mcp"] } } }',
    '{ "servers": { "lintel": { "type": "stdio", "command": "npx", "args": ["--no", "lintel", "mcp"] } } }',
    'args = ["--no", "lintel", "mcp"]',
  ])
    expect(stdout).toContain(words);
});
