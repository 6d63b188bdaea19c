import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { refusalCodes, resources, tools } from "../../packages/architect/src/agent/tools/index.js";

const page = readFileSync(new URL("../reference/mcp-tools.md", import.meta.url), "utf8");

function section(title: string): string {
  return page.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? "";
}

it("the reference has every tool with its arguments, and no other", () => {
  const documented = section("Tools")
    .split(/^### /m)
    .slice(1)
    .map((text) => [
      text.split("\n")[0],
      [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name).sort(),
    ]);
  const real = tools.map(({ name, inputSchema }) => [
    name,
    Object.keys((inputSchema.properties as object | undefined) ?? {}).sort(),
  ]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(real));
});

it("the reference says of every tool that only reads that it changes nothing", () => {
  for (const { name, annotations } of tools) {
    const [text = ""] = page.split(`### ${name}\n`)[1]?.split(/^##/m) ?? [];
    expect([name, text.includes("Changes nothing.")]).toEqual([name, annotations.readOnlyHint]);
  }
});

it("the reference has every resource and every reason to refuse a call", () => {
  const rows = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name, words]) => [name, words]),
    );
  expect(rows(section("Resources"))).toEqual(
    Object.fromEntries(resources.map(({ uri, description }) => [uri, description])),
  );
  expect(rows(section("What is told as an error"))).toEqual(refusalCodes);
});
