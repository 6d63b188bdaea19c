import type { Draft, Origin, TakenDraft } from "../../brief/import/index.js";
import { widthOf, wrap } from "../interview/wrap.js";
import { counted } from "../table.js";
import type { Paint } from "../terminal.js";

/** What became of a specification, as the command tells it. */
export interface Imported extends Omit<TakenDraft, "interview"> {
  readonly form: Draft["form"];
  readonly files: readonly string[];
  /** Whether the brief is another now. */
  readonly written: boolean;
  /** What the interview will ask. */
  readonly asks: readonly { readonly question: string; readonly text: string }[];
  readonly next: string;
}

const forms = { "spec-kit": "spec-kit", kiro: "Kiro", plain: "plain Markdown" };
const priorities = {
  "spec-kit": "Its P1 is what must be there: P0 here. P2 is P1, and P3 is P2.",
  kiro: "Its requirements have no priorities: they are taken as P0.",
  plain: undefined,
};

/** The same for a person. */
export function showImport(imported: Imported, paint: Paint): string {
  const width = widthOf(process.stdout);
  const { taken, begun, same, differing, unasked, unsure, asks } = imported;
  const block = (head: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", head, ...lines.map((line) => wrap(line, width, "  ", "    "))];
  const note = priorities[imported.form];
  return [
    `Read as ${forms[imported.form]}: ${imported.files.join(", ")}${note === undefined ? "" : `. ${note}`}`,
    ...block(
      paint("green", `Taken: ${counted(taken.length, "answer")}`),
      taken.map(({ question, restated, from }) => `${question}: ${restated} ${places(from)}`),
    ),
    ...block(
      paint("yellow", `Begun, and still open: ${counted(begun.length, "answer")}`),
      begun.map(({ question, missing, from }) => `${question} ${places(from)}: ${missing[0] ?? ""}`),
    ),
    ...block(
      paint("yellow", "The brief says otherwise, and keeps what it says:"),
      differing.map(
        ({ question, brief, specification, from }) =>
          `${question}: ${short(brief)} in the brief, ${short(specification)} ${places(from)}`,
      ),
    ),
    ...block("The brief says so already:", same.length > 0 ? [same.join(", ")] : []),
    ...block(
      "This project is not asked it:",
      unasked.map(({ question, from }) => `${question} ${places(from)}`),
    ),
    ...block(
      `Left out: ${counted(unsure.length, "line")}`,
      unsure.map(({ says, from }) => `${from.file}:${from.line} ${says}`),
    ),
    ...block(
      `The interview will ask ${counted(asks.length, "question")}:`,
      asks.map(({ question, text }) => `${question}: ${text}`),
    ),
    "",
    imported.written ? "Nothing is confirmed: look at it with lintel brief show." : "Nothing was written.",
    `${paint("dim", "next:")} ${imported.next}`,
  ].join("\n");
}

/** "(spec.md:12, 14)", of many the first. */
function places(from: readonly Origin[]): string {
  const byFile = new Map<string, number[]>();
  for (const { file, line } of from) byFile.set(file, [...(byFile.get(file) ?? []), line]);
  const said = [...byFile].map(([file, lines]) => {
    const some = [...new Set(lines)].sort((one, other) => one - other);
    return `${file}:${some.slice(0, 8).join(", ")}${some.length > 8 ? ", ..." : ""}`;
  });
  return `(${said.slice(0, 5).join("; ")}${said.length > 5 ? "; ..." : ""})`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `"${line.length > 120 ? `${line.slice(0, 117).replace(/[\ud800-\udbff]$/, "")}...` : line}"`;
}
