import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { repositoryFile } from "../../../project/fixture.js";
import { controlKinds } from "./compliance/index.js";
import { flowKinds } from "./flow.js";
import { mechanisms } from "./mechanisms.js";
import { controlsPage, threatsPage } from "./reference-pages.js";
import { letters, threatKinds } from "./threats/index.js";

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[`*]/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

describe("pages of reference", () => {
  it("docs/reference/threats.md says what the code says", async () => {
    await expect(threatsPage()).toMatchFileSnapshot(repositoryFile("docs/reference/threats.md"));
  });

  it("docs/reference/controls.md says what the code says", async () => {
    await expect(controlsPage()).toMatchFileSnapshot(repositoryFile("docs/reference/controls.md"));
  });
});

describe("what is said to be in place", () => {
  it.each(Object.entries(mechanisms))("%s is told on a page and tested", (_, { page, test }) => {
    const [file = "", anchor] = page.split("#");
    expect(existsSync(repositoryFile(file)), file).toBe(true);
    expect(existsSync(repositoryFile(test)), test).toBe(true);
    if (anchor === undefined) return;
    const titles = [...readFileSync(repositoryFile(file), "utf8").matchAll(/^#+ (.+)$/gm)];
    expect(titles.map(([, title = ""]) => anchorOf(title))).toContain(anchor);
  });

  it("answers some threat or control, each of it", () => {
    const used = new Set([
      ...threatKinds.flatMap(({ answers }) =>
        answers.flatMap(({ verdict }) => (verdict.status === "in place" ? verdict.by : [])),
      ),
      ...controlKinds.flatMap(({ means }) =>
        means.flatMap((mean) => (mean.means.status === "in place" ? mean.means.by : [])),
      ),
    ]);
    expect([...Object.keys(mechanisms)].filter((id) => !(used as ReadonlySet<string>).has(id))).toEqual([]);
  });
});

describe("threats", () => {
  it("has one for each letter, of flows of every kind", () => {
    for (const flow of flowKinds)
      for (const letter of letters)
        expect(
          threatKinds.some((kind) => kind.flow === flow && kind.letter === letter),
          `${flow} ${letter}`,
        ).toBe(true);
  });

  it("has an answer for every case, and names something in each", () => {
    for (const { id, answers } of threatKinds) {
      expect(answers.at(-1)?.if, id).toBeUndefined();
      expect(
        answers.slice(0, -1).every((answer) => answer.if !== undefined),
        id,
      ).toBe(true);
      for (const { verdict } of answers)
        if (verdict.status === "in place") expect(verdict.by.length).toBeGreaterThan(0);
    }
  });

  it("has ids that are unique", () => {
    const ids = threatKinds.map(({ id, flow }) => `${flow}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const controls = controlKinds.map(({ id }) => id);
    expect(new Set(controls).size).toBe(controls.length);
  });

  it("controls have a last answer", () => {
    for (const { id, means } of controlKinds) {
      expect(means.at(-1)?.if, id).toBeUndefined();
      expect(
        means.slice(0, -1).every((mean) => mean.if !== undefined),
        id,
      ).toBe(true);
    }
  });
});
