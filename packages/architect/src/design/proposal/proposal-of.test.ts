import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Proposed, proposalOf, unifiedDiff } from "./index.js";

const path = "services/orders.ts";
const [base, next, edited] = ["a\nb\nc\nd\ne\n", "a\nb\nc\nD\ne\n", "a\nB\nc\nd\ne\n"] as const;
const file = (text: string | undefined) => (text === undefined ? [] : [{ path, text }]);
const proposed = (was: string | undefined, now: string | undefined, is: string | undefined) =>
  proposalOf(file(was), file(now), () => is);

describe("what a new draft proposes", () => {
  it.each<readonly [string, string | undefined, string | undefined, string | undefined, readonly Proposed[]]>(
    [
      ["nothing where the draft is the same", base, base, edited, []],
      ["nothing where the file is as it would be", base, next, next, []],
      ["nothing where a person took away what is drafted as before", base, base, undefined, []],
      ["nothing where both took it away", base, undefined, undefined, []],
      ["a file that is new", undefined, next, undefined, [{ kind: "add", path, text: next }]],
      ["nothing where the new file is there already", undefined, next, next, []],
      [
        "another text where nobody edited",
        base,
        next,
        base,
        [{ kind: "replace", path, before: base, text: next }],
      ],
      [
        "a merge where somebody edited other lines",
        base,
        next,
        edited,
        [{ kind: "merge", path, before: edited, text: "a\nB\nc\nD\ne\n" }],
      ],
      ["nothing where a person made the same change and more", base, next, "a\nB\nc\nD\ne\n", []],
      [
        "to take away what is not drafted any more",
        base,
        undefined,
        base,
        [{ kind: "remove", path, before: base }],
      ],
      [
        "to let go what is not drafted any more and was edited",
        base,
        undefined,
        edited,
        [{ kind: "let-go", path }],
      ],
      [
        "nothing for a file that a person took away, and tells that its draft changed",
        base,
        next,
        undefined,
        [{ kind: "taken-away", path, draft: next }],
      ],
      [
        "nothing where a person's own file is in the way",
        undefined,
        next,
        "mine\n",
        [{ kind: "in-the-way", path, before: "mine\n", draft: next }],
      ],
      [
        "nothing where both changed the same line, and tells which",
        base,
        next,
        "a\nb\nc\nmine\ne\n",
        [{ kind: "both-changed", path, draft: next, places: [{ line: 4, yours: ["mine"], drafted: ["D"] }] }],
      ],
    ],
  )("%s", (_what, was, now, is, files) => {
    expect(proposed(was, now, is).files).toEqual(files);
  });

  it("counts as drafted what was applied, and of a conflict the draft before", () => {
    expect(proposed(base, next, edited)).toMatchObject({ standing: file(base), applied: file(next) });
    expect(proposed(base, next, next)).toMatchObject({ standing: file(next), applied: file(next) });
    expect(proposed(base, next, undefined)).toMatchObject({ standing: file(base), applied: file(base) });
    expect(proposed(undefined, next, "mine\n")).toMatchObject({ standing: [], applied: [] });
    expect(proposed(base, undefined, edited)).toMatchObject({ standing: file(base), applied: [] });
  });

  it("is settled by a person who says that a file stays", () => {
    const kept = proposalOf(file(base), file(next), () => "a\nb\nc\nmine\ne\n", new Set([path]));
    expect(kept).toEqual({ files: [], standing: file(next), applied: file(next) });
  });

  it("is shown as a diff that can be applied", () => {
    const [merge] = proposed(base, next, edited).files;
    expect(merge && unifiedDiff(merge)).toBe(
      `--- a/${path}\n+++ b/${path}\n@@ -1,5 +1,5 @@\n a\n B\n c\n-d\n+D\n e\n`,
    );
    const [add] = proposed(undefined, "x\n", undefined).files;
    expect(add && unifiedDiff(add)).toBe(`--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,1 @@\n+x\n`);
  });

  it("never loses a line that a person added, and settles once it is applied", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, lines, (was, now, added) => {
        const own = added.map((line, place) => `mine ${place} ${line}`);
        const middle = Math.floor(was.length / 2);
        const is = [...was.slice(0, middle), ...own, ...was.slice(middle)].join("\n");
        const [first] = proposed(was.join("\n"), now.join("\n"), is).files;
        const after = first && "text" in first ? first.text : is;
        for (const line of own) expect(after.split("\n")).toContain(line);
        if (first && "text" in first)
          expect(proposed(now.join("\n"), now.join("\n"), after).files).toEqual([]);
      }),
    );
  });
});
