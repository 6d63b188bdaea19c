import { beforeAll, describe, expect, it } from "vitest";
import { keptInterviews } from "../../cli/interview/fixture.js";
import { draftedFrom } from "../../cli/interview/scenario.js";
import type { Architecture } from "../architecture.js";
import { recordsOf } from "../records/index.js";
import type { DocumentFile } from "./document.js";
import { type ReadMarkdown, readMarkdown } from "./fixture.js";
import { documentsOf } from "./index.js";
import { commerce, designed } from "./scenario.js";

const cases: readonly { readonly name: string; readonly make: () => Promise<Architecture> }[] = [
  { name: "the example", make: commerce },
  ...keptInterviews.map((kept) => ({
    name: kept.name,
    make: async () => {
      const { brief, model } = await draftedFrom(kept);
      return designed(brief, model);
    },
  })),
];

describe.each(cases)("the documents of $name", ({ make }) => {
  let architecture: Architecture;
  let files: readonly DocumentFile[] = [];
  let pages: ReadonlyMap<string, ReadMarkdown> = new Map();

  beforeAll(async () => {
    const made = await make();
    architecture = { ...made, records: recordsOf(made.decisions, [], "2026-12-01T09:00:00.000Z") };
    files = documentsOf(architecture);
    pages = new Map(
      files.filter(({ path }) => path.endsWith(".md")).map(({ path, text }) => [path, readMarkdown(text)]),
    );
  });

  it("are sorted, each path once", () => {
    expect(files.map(({ path }) => path)).toEqual([...new Set(files.map(({ path }) => path))].sort());
  });

  it("lead somewhere, wherever they lead", () => {
    const paths = new Set(files.map(({ path }) => path));
    const lost = [...pages].flatMap(([path, { targets }]) =>
      targets
        .filter((target) => {
          if (/^https?:/.test(target)) return false;
          const url = new URL(target, `https://here/${path}`);
          const to = decodeURIComponent(url.pathname.slice(1));
          const anchor = decodeURIComponent(url.hash.slice(1));
          return !paths.has(to) || (anchor !== "" && pages.get(to)?.anchors.has(anchor) === false);
        })
        .map((target) => `${path}: ${target}`),
    );
    expect(lost).toEqual([]);
  });

  it("refer to no requirement that the brief does not have", () => {
    const unknown = [...pages].flatMap(([path, { text }]) =>
      [...text.matchAll(/\[REQ-[^\]]*\]/g)].map(([id]) => `${path}: ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it("have no heading twice on a page, and none without something below it", () => {
    for (const [path, { headings, empty }] of pages) {
      const names = headings.map(({ text }) => text);
      expect(names, path).toEqual([...new Set(names)]);
      expect(empty, path).toEqual([]);
    }
  });

  it("call rules of law as people do", () => {
    const text = files.find(({ path }) => path === "system.md")?.text ?? "";
    const [, said = ""] = /^\| Regulations \| (.*?) \|/m.exec(text) ?? [];
    expect(said).not.toMatch(/\b(?:gdpr|hipaa|pci-dss|soc2)\b/);
    if (architecture.needs.regulations.value.includes("gdpr")) expect(said).toContain("GDPR");
  });

  it("say of parts of tables that are dropped what nobody does yet", () => {
    const text = files.find(({ path }) => path === "database.md")?.text ?? "";
    const parts = architecture.decisions.filter(({ chosen }) => chosen === "drop-partitions");
    expect(text.includes("are to lie in parts by time")).toBe(parts.length > 0);
  });

  it("name in the index every document, and every requirement with where it is met or that it is not", () => {
    const index = pages.get("README.md");
    const listed = new Set(index?.targets.map((target) => target.split("#")[0]));
    const top = files.map(({ path }) => path).filter((path) => !path.includes("/") && path !== "README.md");
    expect(top.filter((path) => !listed.has(path))).toEqual([]);
    const contents = index?.tables.find(({ titles }) => titles[0] === "Document")?.rows ?? [];
    expect(contents.filter(([, says]) => says === "")).toEqual([]);
    const rows = index?.tables.find(({ titles }) => titles[0] === "Requirement")?.rows ?? [];
    expect(rows.map(([id]) => id)).toEqual(architecture.requirements.map(({ id }) => id));
    const nowhere = rows.filter((cells) => cells.slice(3).every((cell) => cell === "")).map(([id]) => id);
    const text = files.find(({ path }) => path === "README.md")?.text ?? "";
    const [, lost = ""] = text.split("## Requirements that nothing refers to yet");
    const [own = ""] = lost.split("\n## ");
    expect([...own.matchAll(/^- \[([^\]]+)\]/gm)].map(([, id]) => id)).toEqual(nowhere);
  });
});

describe("documents", () => {
  it("are the same bytes for the same architecture", async () => {
    const first = documentsOf(await commerce());
    expect(documentsOf(await commerce())).toEqual(first);
  });
});
