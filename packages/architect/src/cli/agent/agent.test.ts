import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lintel, scratchFolder } from "../scenario.js";

interface Told {
  readonly for: readonly string[];
  readonly files: readonly { readonly path: string; readonly outcome: string; readonly why?: string }[];
  readonly byHand: readonly string[];
}

const all = [
  ".claude/agents/backend-architect.md",
  ".mcp.json",
  ".cursor/rules/lintel.mdc",
  ".cursor/mcp.json",
  ".github/copilot-instructions.md",
  ".vscode/mcp.json",
  "AGENTS.md",
];

function folderWith(files: { readonly [path: string]: string }): string {
  const folder = scratchFolder();
  // So that it is the project's folder, whatever lies above it.
  writeFileSync(join(folder, "package.json"), "{}");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const outcomes = ({ files }: Told) => Object.fromEntries(files.map(({ path, outcome }) => [path, outcome]));

it("installs for every program where none shows signs, once, and takes all away again", async () => {
  const cwd = folderWith({});
  const checked = await lintel(["agent", "install", "--check"], { cwd });
  expect([checked.code, checked.stdout.includes("would be created")]).toEqual([1, true]);
  expect(all.some((path) => existsSync(join(cwd, path)))).toBe(false);

  const first = await lintel(["agent", "install", "--json"], { cwd });
  expect(first.code).toBe(0);
  expect(outcomes(first.json<Told>())).toEqual(Object.fromEntries(all.map((path) => [path, "created"])));
  expect(first.json<Told>().byHand[0]).toContain('[mcp_servers.lintel]\ncommand = "npx"');
  expect(readFileSync(join(cwd, ".claude/agents/backend-architect.md"), "utf8")).toMatch(
    /^---\nname: backend-architect\ndescription: .+\n---\n/,
  );
  expect(JSON.parse(readFileSync(join(cwd, ".vscode/mcp.json"), "utf8"))).toEqual({
    servers: { lintel: { type: "stdio", command: "npx", args: ["--no", "lintel", "mcp"] } },
  });

  const again = await lintel(["agent", "install", "--json"], { cwd });
  expect(outcomes(again.json<Told>())).toEqual(Object.fromEntries(all.map((path) => [path, "same"])));
  expect((await lintel(["agent", "install", "--check"], { cwd })).code).toBe(0);

  const removed = await lintel(["agent", "remove", "--json"], { cwd });
  expect(outcomes(removed.json<Told>())).toEqual(Object.fromEntries(all.map((path) => [path, "removed"])));
  expect(all.some((path) => existsSync(join(cwd, path)))).toBe(false);
});

it("installs for the programs in use, and keeps what a person wrote to the byte", async () => {
  const mine = {
    "AGENTS.md": "# House rules\r\n\r\nBe kind.",
    ".cursor/mcp.json":
      '{\n  // theirs\n  "mcpServers": { "docs": { "url": "http://localhost:9/mcp" } }\n}\n',
  };
  const cwd = folderWith(mine);
  chmodSync(join(cwd, "AGENTS.md"), 0o640);
  const installed = await lintel(["agent", "install", "--json"], { cwd });
  expect(installed.json<Told>().for).toEqual(["cursor", "codex"]);
  expect(existsSync(join(cwd, ".claude"))).toBe(false);
  expect(readFileSync(join(cwd, "AGENTS.md"), "utf8").startsWith(mine["AGENTS.md"])).toBe(true);
  expect(statSync(join(cwd, "AGENTS.md")).mode & 0o777).toBe(0o640);
  expect((await lintel(["agent", "remove"], { cwd })).code).toBe(0);
  for (const [path, text] of Object.entries(mine)) expect(readFileSync(join(cwd, path), "utf8")).toBe(text);
});

it("leaves alone and tells what it cannot read, what is a person's and what a person changed", async () => {
  const mine = {
    ".mcp.json": '{ "mcpServers": {\n<<<<<<< ours\n',
    ".claude/agents/backend-architect.md": "mine\n",
    ".vscode/mcp.json": '{ "servers": { "lintel": { "command": "bunx" } } }',
  };
  const cwd = folderWith(mine);
  mkdirSync(join(cwd, ".cursor/rules"), { recursive: true });
  writeFileSync(join(cwd, ".cursor/rules/lintel.mdc"), Buffer.from([0xff, 0xfe]));
  const { code, stdout } = await lintel(["agent", "install"], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/left alone +\.mcp\.json\n +it is not valid JSON: line 2:/);
  expect(stdout).toMatch(
    /left alone +\.claude\/agents\/backend-architect\.md\n +a file of that name is there/,
  );
  expect(stdout).toMatch(/left alone +\.vscode\/mcp\.json\n +its entry "lintel" says something else/);
  expect(stdout).toMatch(/left alone +\.cursor\/rules\/lintel\.mdc\n +it is not UTF-8/);
  for (const path of [".mcp.json", ".claude/agents/backend-architect.md", ".vscode/mcp.json"] as const)
    expect(readFileSync(join(cwd, path), "utf8")).toBe(mine[path]);
  const replaced = await lintel(["agent", "install", "--for", "copilot", "--replace"], { cwd });
  expect([replaced.code, readFileSync(join(cwd, ".vscode/mcp.json"), "utf8").includes("npx")]).toEqual([
    0,
    true,
  ]);
});

it("writes through links within the project, and never through one that leads out of it", async () => {
  const cwd = folderWith({ "docs/agents.md": "# Rules\n", ".codex/config.toml": "" });
  const outside = mkdtempSync(join(tmpdir(), "lintel-outside-"));
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
  symlinkSync("docs/agents.md", join(cwd, "AGENTS.md"));
  symlinkSync(outside, join(cwd, ".cursor"));
  const { code, stdout } = await lintel(["agent", "install"], { cwd });
  expect(code).toBe(1);
  expect(readFileSync(join(cwd, "docs/agents.md"), "utf8")).toMatch(/^# Rules\n<!-- lintel agent: begin/);
  expect(stdout).toContain("it leads out of the project");
  expect(existsSync(join(outside, "mcp.json"))).toBe(false);
});

it("knows what it was not told", async () => {
  const cwd = folderWith({});
  const { code, stderr } = await lintel(["agent", "install", "--for", "claude,emacs"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("AGENT_UNKNOWN");
  expect(stderr).toContain("claude, cursor, copilot, codex");
});
