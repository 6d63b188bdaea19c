import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../brief/store/scenario.js";
import type { DocumentFile } from "../documents/document.js";
import { commitFiles, compareDocuments, documentChanges } from "./index.js";

const first: readonly DocumentFile[] = [
  { path: "system.md", text: "one\n" },
  { path: "diagrams/context.svg", text: "<svg/>\n" },
];

function render(
  folder: string,
  documents: { readonly [path: string]: string },
  files: readonly DocumentFile[],
) {
  const standings = compareDocuments(folder, { documents }, files);
  const made = documentChanges(folder, standings, files);
  commitFiles(folder, made.changes);
  return { ...made, states: Object.fromEntries(standings.map(({ path, state }) => [path, state])) };
}

const at = (folder: string, path: string) => join(folder, "docs/architecture", path);
const read = (folder: string, path: string) => readFileSync(at(folder, path), "utf8");
const write = (folder: string, path: string, text: string) => {
  mkdirSync(dirname(at(folder, path)), { recursive: true });
  writeFileSync(at(folder, path), text);
};

describe("documents of a design", () => {
  it("are written where they are missing, and written anew where they are stale", () => {
    const folder = projectFolder();
    const made = render(folder, {}, first);
    expect(made.states).toEqual({ "system.md": "missing", "diagrams/context.svg": "missing" });
    const changed = [{ path: "system.md", text: "two\n" }, ...first.slice(1)];
    const again = render(folder, made.documents, changed);
    expect(again.states).toEqual({ "system.md": "stale", "diagrams/context.svg": "current" });
    expect(read(folder, "system.md")).toBe("two\n");
  });

  it("leave what a person wrote where it is, also where Lintel would write", () => {
    const folder = projectFolder();
    write(folder, "system.md", "mine\n");
    write(folder, "notes.md", "mine too\n");
    const made = render(folder, {}, first);
    expect([made.foreign, made.documents]).toEqual([
      ["docs/architecture/system.md"],
      { "diagrams/context.svg": expect.any(String) },
    ]);
    expect([read(folder, "system.md"), read(folder, "notes.md")]).toEqual(["mine\n", "mine too\n"]);
  });

  it("keep an edit by hand beside what is written anew, and never the same one twice", () => {
    const folder = projectFolder();
    const made = render(folder, {}, first);
    write(folder, "system.md", "edited\n");
    const again = render(folder, made.documents, first);
    expect([again.states["system.md"], again.aside]).toEqual([
      "edited",
      [{ path: "docs/architecture/system.md", to: "docs/architecture/system.edited.md" }],
    ]);
    expect([read(folder, "system.md"), read(folder, "system.edited.md")]).toEqual(["one\n", "edited\n"]);
    write(folder, "system.md", "edited\n");
    render(folder, again.documents, first);
    write(folder, "system.md", "edited otherwise\n");
    render(folder, again.documents, first);
    expect(readdirSync(join(folder, "docs/architecture")).sort()).toEqual([
      "diagrams",
      "system.edited-2.md",
      "system.edited.md",
      "system.md",
    ]);
  });

  it("are taken away when they are not made any more, unless somebody edited them", () => {
    const folder = projectFolder();
    const made = render(folder, {}, first);
    const fewer = first.slice(0, 1);
    expect(render(folder, made.documents, fewer).states["diagrams/context.svg"]).toBe("left-over");
    expect(existsSync(at(folder, "diagrams/context.svg"))).toBe(false);
    render(folder, {}, first);
    write(folder, "diagrams/context.svg", "<svg>mine</svg>\n");
    const kept = render(folder, made.documents, fewer);
    expect([kept.states["diagrams/context.svg"], kept.documents]).toEqual([
      "edited",
      { "system.md": expect.any(String) },
    ]);
    expect(read(folder, "diagrams/context.svg")).toBe("<svg>mine</svg>\n");
  });

  it("are the same whatever ends their lines, and are written as they are rendered", () => {
    const folder = projectFolder();
    const files = [...first, { path: "capacity.csv", text: "a,b\r\n1,2\r\n" }];
    const made = render(folder, {}, files);
    expect(read(folder, "capacity.csv")).toBe("a,b\r\n1,2\r\n");
    write(folder, "system.md", "one\r\n");
    expect(render(folder, made.documents, files).states).toEqual({
      "system.md": "current",
      "diagrams/context.svg": "current",
      "capacity.csv": "current",
    });
  });
});
