import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type Brief, briefFiles, emptyBrief, saveBrief } from "../brief/index.js";
import type { ToolError } from "../tool-error.js";
import { requireBrief } from "./index.js";
import { isSealed } from "./is-sealed.js";
import { changed, completeBrief, confirmed, without } from "./scenario.js";

function folder(brief?: Brief): string {
  const directory = mkdtempSync(join(tmpdir(), "lintel-gate-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  if (brief) saveBrief(directory, brief);
  return directory;
}

/** Why a verb is refused in a folder; undefined where it is not. */
async function refusal(directory: string, system?: { readonly brief?: { readonly off: string } }) {
  try {
    await requireBrief({ directory }, "dev", system);
    return undefined;
  } catch (error) {
    const { code, message, next } = error as ToolError;
    return { code, message, next };
  }
}

it("lets a project through whose brief a person has confirmed as it is", async () => {
  expect(await refusal(folder(confirmed(completeBrief())))).toBeUndefined();
});

it("knows a confirmed brief by its files alone, and looks closer where they are not as they were written", async () => {
  const directory = folder(confirmed(completeBrief()));
  const { data, document } = briefFiles(directory);
  expect(isSealed(directory)).toBe(true);
  const [asData, asText] = [readFileSync(data, "utf8"), readFileSync(document, "utf8")];

  writeFileSync(document, asText.replaceAll("\n", "\r\n"));
  expect([isSealed(directory), await refusal(directory)]).toEqual([false, undefined]);
  writeFileSync(document, asText);
  writeFileSync(
    data,
    asData.replace(/"lines": \{[^}]*\}/, (part) => part.replace(/"value": \d+/, '"value": 7')),
  );
  expect(readFileSync(data, "utf8")).not.toBe(asData);
  expect([isSealed(directory), (await refusal(directory))?.code]).toEqual([false, "BRIEF_CHANGED"]);
  writeFileSync(data, asData);
  expect(isSealed(directory)).toBe(true);
  rmSync(document);
  expect(isSealed(directory)).toBe(false);

  expect(isSealed(folder(completeBrief()))).toBe(false);
  expect(isSealed(folder(changed(confirmed(completeBrief()), "testing.coverage", "93 %")))).toBe(false);
  expect(isSealed(folder())).toBe(false);
});

it("does not let through in short what a longer look refuses: files that are links", async () => {
  const directory = folder(confirmed(completeBrief()));
  const { data } = briefFiles(directory);
  renameSync(data, `${data}.elsewhere`);
  symlinkSync(`${data}.elsewhere`, data);
  expect((await refusal(directory))?.code).toBe("BRIEF_NOT_A_FILE");
});

it("refuses a project without a brief, and names both ways to one", async () => {
  const directory = folder();
  expect(await refusal(directory)).toMatchObject({
    code: "BRIEF_MISSING",
    message: expect.stringContaining(directory),
    next: expect.stringMatching(/lintel interview.*lintel brief adopt.*brief: \{ off/),
  });
});

it("refuses a brief that is not complete, confirmed or not, and says what is missing", async () => {
  const told = await refusal(folder(without(confirmed(completeBrief()), "scope.users", "performance.load")));
  expect(told).toMatchObject({ code: "BRIEF_INCOMPLETE", next: "lintel interview" });
  expect(told?.message).toMatch(/`lintel dev` .*\n- scope\.users: .*\n- performance\.load: /);
});

it("tells no more than five things that are missing, and where the others are told", async () => {
  const told = (await refusal(folder(emptyBrief("Example"))))?.message;
  expect(told?.split("\n")).toHaveLength(7);
  expect(told).toMatch(/and \d+ more: lintel brief status$/);
});

it("refuses a brief that nobody has confirmed", async () => {
  expect(await refusal(folder(completeBrief()))).toMatchObject({
    code: "BRIEF_UNCONFIRMED",
    next: "lintel brief confirm",
  });
});

it("refuses a brief that was changed since, and says who had confirmed it and what changed", async () => {
  const brief = changed(confirmed(completeBrief()), "scope.problem", anotherProblem);
  expect(await refusal(folder(brief))).toMatchObject({
    code: "BRIEF_CHANGED",
    message: expect.stringMatching(/since A person confirmed it at 2026-11-30T08:00:00Z: scope\.problem\./),
    next: expect.stringContaining("lintel brief confirm"),
  });
});

const anotherProblem =
  "Librarians lose track of 40 loans a week on paper. The goal is that every loan is found within a second.";

it("refuses what is no brief any more, by file and line", async () => {
  const directory = folder(confirmed(completeBrief()));
  writeFileSync(briefFiles(directory).data, '{ "format": 1,\n<<<<<<< HEAD\n');
  expect((await refusal(directory))?.code).toMatch(/^BRIEF_(?!MISSING)/);
});

it("lets a project through whose blueprint says why there is no brief, and asks for a reason", async () => {
  expect(await refusal(folder(), { brief: { off: "A sample." } })).toBeUndefined();
  expect(await refusal(folder(emptyBrief("Example")), { brief: { off: "A sample." } })).toBeUndefined();
  expect((await refusal(folder(), { brief: { off: "  " } }))?.code).toBe("BRIEF_MISSING");
});
