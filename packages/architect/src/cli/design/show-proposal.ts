import type { Proposed } from "../../design/proposal/index.js";
import { unifiedDiff } from "../../design/proposal/index.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";

const words: { readonly [kind in Proposed["kind"]]: string } = {
  add: "new",
  replace: "changed, and nobody edited it",
  merge: "changed, and merged with what was edited",
  remove: "not drafted any more, and nobody edited it: it is taken away",
  "let-go": "not drafted any more, and edited: it stays, and is yours from now on",
  "both-changed": "changed where it was edited too: it stays as it is",
  "taken-away": "its draft changed, and somebody took it away: it stays away",
  "in-the-way": "new in the draft, and a file of yours is there: it stays as it is",
};

/** What a new draft changes, as a person reads it: a line a file, and diffs where something would be written. */
export function showProposal(
  files: readonly Proposed[],
  paint: Paint,
  { withDiffs }: { readonly withDiffs: boolean },
): string {
  return files
    .map((proposed) => {
      const diff = withDiffs ? coloured(unifiedDiff(proposed), paint) : "";
      return [
        `${paint(isLeft(proposed) ? "yellow" : "green", proposed.path)}: ${words[proposed.kind]}`,
        ...placesOf(proposed, paint),
        ...(diff === "" ? [] : [diff]),
      ].join("\n");
    })
    .join("\n");
}

/** Whether a person is needed for it. */
export function isLeft({ kind }: Proposed): boolean {
  return kind === "both-changed" || kind === "taken-away" || kind === "in-the-way";
}

function placesOf(proposed: Proposed, paint: Paint): readonly string[] {
  if (proposed.kind !== "both-changed") return [];
  return proposed.places.flatMap(({ line, yours, drafted }) => [
    `  ${paint("cyan", `${proposed.path}:${line}`)}  ${counted(yours.length, "line")} of yours, ${counted(drafted.length, "line")} of the draft`,
    ...yours.map((text) => paint("red", `    yours:   ${text}`)),
    ...drafted.map((text) => paint("green", `    drafted: ${text}`)),
  ]);
}

function coloured(diff: string, paint: Paint): string {
  return diff
    .trimEnd()
    .split("\n")
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return paint("bold", line);
      if (line.startsWith("@@")) return paint("cyan", line);
      if (line.startsWith("+")) return paint("green", line);
      return line.startsWith("-") ? paint("red", line) : line;
    })
    .join("\n");
}
