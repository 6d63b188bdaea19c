import type { Node, Program, Sources } from "../source/index.js";

const instructions =
  /^\s*(?:eslint|biome|prettier|oxlint|tslint|jshint|jslint|globals?\s|@ts-|@?ts-|istanbul|c8|v8|node:|webpack|@vite|vite|#|@__|region|endregion|sourceMappingURL|@jsx|@license|@preserve|!|cspell|spell|deno-lint|rollup|turbopack|stylelint|\/?\s*<(?:reference|amd))/i;
const licence = /copyright|licen[cs]e|spdx|all rights reserved/i;
/** What introduces an example in a comment. */
const introduces = /(?::|e\.g\.?|example|instead of|rather than|such as|like|i\.e\.?)\s*$/i;

/**
 * Whether lines of a comment are statements that were put out of use: they parse, and they are of a kind that nobody writes as prose. A formula, the name of a
 * function, a sentence that happens to parse and an example that is introduced as one are none. Gives the index of the first such line.
 */
export function codeIn(
  sources: Sources,
  lines: readonly string[],
  withoutSemicolons: boolean,
): number | undefined {
  const text = lines.join("\n");
  if (lines.some((line) => instructions.test(line)) || licence.test(text)) return undefined;
  if (/```|@example/.test(text)) return undefined;
  if (isCode(sources, lines, withoutSemicolons)) return firstNonBlank(lines);
  // A sentence above does not make the rest less of a program.
  let before = "";
  // Where a sentence stands that has an example below it: all of what is farther in is the example.
  let sentence = Number.POSITIVE_INFINITY;
  let left = MOST_CHARACTERS;
  for (let from = 1; from < lines.length && left > 0; from++) {
    const last = lines[from - 1] ?? "";
    if (last.trim() !== "") before = last;
    // Of blank lines in a row the first one stands for all.
    else if (from > 1 && (lines[from] ?? "").trim() === "") continue;
    const line = lines[from] ?? "";
    if (line.trim() !== "") {
      const isBelow = indentOf(line) > indentOf(before) && (last.trim() !== "" || introduces.test(before));
      if (indentOf(line) <= sentence) sentence = Number.POSITIVE_INFINITY;
      if (sentence === Number.POSITIVE_INFINITY && isBelow) sentence = indentOf(before);
      if (indentOf(line) > sentence) continue;
    }
    const rest = lines.slice(from, from + MOST_LINES);
    const first = firstNonBlank(rest);
    if (!/[;{}]\s*$/.test(rest[first] ?? "") || introduces.test(before)) continue;
    if (indentOf(rest[0] ?? "") > indentOf(before)) continue;
    for (let to = first + 1; to <= rest.length && left > 0; to++) {
      const part = rest.slice(0, to);
      if (isCode(sources, part, withoutSemicolons)) return from + first;
      left -= part.join("\n").length;
    }
  }
  return undefined;
}

/** A statement below a sentence is looked for within so many lines, and so much is parsed for it in a comment: what comes after that is taken for prose. */
const MOST_LINES = 60;
const MOST_CHARACTERS = 300_000;

function firstNonBlank(lines: readonly string[]): number {
  return Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ""),
  );
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isCode(sources: Sources, lines: readonly string[], withoutSemicolons: boolean): boolean {
  const text = lines.join("\n");
  if (!/[=;({]/.test(text)) return false;
  const program = sources.fragment(text) ?? inFunction(sources, text);
  if (!program || program.body.length === 0) return false;
  const body = statementsOf(program);
  return body.some((statement) => isStatement(statement, text, withoutSemicolons));
}

/** `return` and `await` stand in a function. */
function inFunction(sources: Sources, text: string): Program | undefined {
  if (!/\b(?:return|await|yield)\b/.test(text)) return undefined;
  return sources.fragment(`${before}${text}\n}`);
}

const before = "async function* inside() {";

function statementsOf(program: Program): readonly Node[] {
  const [only] = program.body;
  return only?.type === "FunctionDeclaration" && only.id?.name === "inside" && only.body
    ? only.body.body
    : program.body;
}

function isStatement(node: Node, text: string, withoutSemicolons: boolean): boolean {
  const ends = text.trimEnd().endsWith(";") || /;\s*(?:\n|$)/.test(text) || withoutSemicolons;
  switch (node.type) {
    case "ImportDeclaration":
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSEnumDeclaration":
      return true;
    case "TSTypeAliasDeclaration":
      return ends;
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return true;
    case "ExportDefaultDeclaration":
      return node.declaration.type !== "Identifier" || ends;
    case "VariableDeclaration":
      return node.declarations.some(({ init }) => init !== null) && !/…|\.{3}\s*[;)\]}]?\s*$/.test(text);
    case "IfStatement":
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return ends || /\{[\s\S]*\S[\s\S]*\}/.test(text);
    case "TryStatement":
    case "SwitchStatement":
      return true;
    case "ReturnStatement":
    case "ThrowStatement":
      return ends && /;\s*$/.test(text.trimEnd()) && !isWord(node.argument);
    case "ExpressionStatement":
      return ends && isEffect(node.expression);
    default:
      return false;
  }
}

function isWord(node: Node | null): boolean {
  return node === null || node.type === "Identifier";
}

function isEffect(node: Node): boolean {
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
    case "AssignmentExpression":
    case "UpdateExpression":
      return true;
    case "AwaitExpression":
    case "YieldExpression":
      return node.argument !== null && isEffect(node.argument);
    case "ChainExpression":
      return isEffect(node.expression);
    default:
      return false;
  }
}
