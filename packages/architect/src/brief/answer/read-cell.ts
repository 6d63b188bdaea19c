import { quoted } from "../quantity/index.js";
import type { Column } from "../questions/question.js";
import { readCriterion } from "./criterion.js";
import { oneLine, shown, slug, textProblem } from "./given.js";
import { readQuantityValue } from "./quantity-value.js";
import { saysUnknown } from "./said.js";
import { cutAt, unescaped } from "./typed-rows.js";
import type { Cell } from "./value.js";

/** What a cell came to. `left out`: nothing stands in it. */
export type CellReading =
  | { readonly cell: Cell }
  | { readonly leftOut: true }
  | { readonly missing: readonly string[] }
  | { readonly problem: string };

const longest = 2_000;
const longestName = 80;
const longestLine = 600;
const mostLines = 50;

/** Reads a cell: as data; or as it was typed, where backslashes stand before strokes and semicolons. */
export function readCell(column: Column, given: unknown, isTyped: boolean): CellReading {
  const { cell } = column;
  if (given === undefined || given === null || (typeof given === "string" && /^\s*[-–—]?\s*$/.test(given)))
    return { leftOut: true };
  if (typeof given === "string") {
    const problem = textProblem(
      given,
      "",
      cell.kind === "criteria" || cell.kind === "lines" ? longest * 10 : longest,
    );
    if (problem) return { problem: problem.message };
    if (saysUnknown(given)) return { missing: [`what goes under "${column.title}"?`] };
  }
  switch (cell.kind) {
    case "name":
      return nameOf(given, isTyped);
    case "text":
      return typeof given === "string"
        ? { cell: oneLine(isTyped ? unescaped(given) : given) }
        : { problem: `${shown(given)} is no text.` };
    case "lines":
    case "criteria":
      return linesOf(given, cell.kind === "criteria");
    case "quantity": {
      const measures = typeof cell.measure === "string" ? [cell.measure] : cell.measure;
      const read = readQuantityValue(
        isTyped && typeof given === "string" ? unescaped(given) : given,
        measures,
      );
      if (read.outcome === "clear") return { cell: read.quantity };
      return read.outcome === "vague" ? { missing: [read.missing] } : { problem: read.problem };
    }
    case "choice":
      return choiceOf(cell.options, cell.many ?? false, given);
  }
}

function nameOf(given: unknown, isTyped: boolean): CellReading {
  if (typeof given !== "string" && typeof given !== "number")
    return { problem: `${shown(given)} is no name.` };
  const said = isTyped ? unescaped(String(given)) : String(given);
  let name = oneLine(said);
  for (let before = ""; before !== name; ) {
    before = name;
    name = name
      .replace(/^(?:[-*•–—]|\d{1,3}[.)])\s+/, "")
      .replace(/^(\*\*|`|"|')(.+)\1$/, "$2")
      .trim();
  }
  if (name.length > longestName)
    return { problem: `${quoted(name)} is too long for a name: ${longestName} characters at most.` };
  if (slug(name) === "") return { problem: `${quoted(name)} is no name: it has no letter.` };
  if (name in Object.prototype)
    return { problem: `${quoted(name)} cannot be a name: it means something in JavaScript.` };
  return { cell: name };
}

function linesOf(given: unknown, areCriteria: boolean): CellReading {
  const said =
    typeof given === "string" ? given.split("\n").flatMap((line) => cutAt(line, ";").map(unescaped)) : given;
  if (!Array.isArray(said) || said.length > 1_000) return { problem: `${shown(given)} is no list of lines.` };
  const wrong = said.find((line) => typeof line !== "string");
  if (wrong !== undefined) return { problem: `${shown(wrong)} is no line.` };
  const lines = said.map((line) => oneLine(String(line))).filter((line) => line !== "");
  if (lines.length > mostLines)
    return { problem: `${lines.length} lines are too many: ${mostLines} at most.` };
  for (const line of lines) {
    const problem = textProblem(line, "", longestLine);
    if (problem) return { problem: problem.message };
  }
  if (lines.length === 0) return { leftOut: true };
  if (!areCriteria) return { cell: lines };
  const read = lines.map(readCriterion);
  const missing = read.flatMap((one) => ("missing" in one ? one.missing : []));
  return missing.length > 0
    ? { missing }
    : { cell: [...new Set(read.flatMap((one) => ("text" in one ? one.text : [])))] };
}

function choiceOf(options: readonly string[], many: boolean, given: unknown): CellReading {
  const said = Array.isArray(given)
    ? given
    : many && typeof given === "string"
      ? given.split(/[,;]/)
      : [given];
  const found = new Set<string>();
  for (const one of said) {
    const word = typeof one === "string" || typeof one === "number" ? slug(String(one)) : "";
    const same = options.filter((option) => slug(option) === word);
    const begun =
      same.length > 0 ? same : options.filter((option) => word !== "" && slug(option).startsWith(word));
    if (begun.length !== 1 || begun[0] === undefined)
      return { problem: `${shown(one)} is none of ${options.join(", ")}.` };
    found.add(begun[0]);
  }
  const chosen = options.filter((option) => found.has(option));
  if (many) return chosen.length > 0 ? { cell: chosen } : { leftOut: true };
  const [only, ...others] = chosen;
  if (only === undefined) return { leftOut: true };
  return others.length > 0 ? { missing: [`Which one: ${chosen.join(" or ")}?`] } : { cell: only };
}
