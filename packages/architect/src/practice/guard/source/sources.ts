import { bracketsTooDeep, isTooDeep } from "./depth.js";
import { lineFinder } from "./lines.js";
import type { Comment, Node, Parser, Program } from "./parser.js";

/** A file of TypeScript or JavaScript. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  lineOf(offset: number): number;
}

/** Where a file is not what its name says. */
export interface Unparsed {
  readonly line: number;
  readonly because: string;
}

export interface Sources {
  /** The syntax of a text; the same object for the same file and text. */
  parse(path: string, text: string): Source | Unparsed;
  /** Statements of a text that is no file; undefined where it is not what a program can say. */
  fragment(text: string): Program | undefined;
  /** A value of JSON, in which comments and trailing commas may stand. */
  json(text: string): unknown;
}

const extensions = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Whether a file is of TypeScript or JavaScript. */
export function isSource(path: string): boolean {
  return extensions.test(path);
}

/** Whether a file is of TypeScript, by its name. */
export function isNamedTypeScript(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path);
}

export function isParsed(source: Source | Unparsed | undefined): source is Source {
  return source !== undefined && "program" in source;
}

export function sourcesOf(parser: Parser): Sources {
  // A file is asked for with one or two texts: as it is, and as it was.
  const known = new Map<string, { readonly text: string; readonly source: Source | Unparsed }[]>();
  return {
    parse(path, text) {
      const versions = known.get(path) ?? [];
      const found = versions.find((one) => one.text === text);
      if (found) return found.source;
      const source = parseFile(parser, path, text);
      known.set(path, [...versions, { text, source }]);
      return source;
    },
    fragment(text) {
      if (bracketsTooDeep(text) !== undefined) return undefined;
      const { program, errors } = parser.parseSync("comment.tsx", text, {
        lang: "ts",
        sourceType: "module",
        preserveParens: false,
      });
      return errors.length === 0 && !isTooDeep(program) ? program : undefined;
    },
    json(text) {
      if (bracketsTooDeep(text) !== undefined) return undefined;
      const { program, errors } = parser.parseSync("value.js", `(${text}\n)`, { preserveParens: false });
      const [statement] = program.body;
      if (
        errors.length > 0 ||
        isTooDeep(program) ||
        program.body.length !== 1 ||
        statement?.type !== "ExpressionStatement"
      )
        return undefined;
      return literalOf(statement.expression);
    },
  };
}

function parseFile(parser: Parser, path: string, text: string): Source | Unparsed {
  const lang = /\.d\.[cm]?ts$/.test(path)
    ? "dts"
    : /\.[cm]?ts$/.test(path)
      ? "ts"
      : /\.tsx$/.test(path)
        ? "tsx"
        : "jsx";
  const lineOf = lineFinder(text);
  const deep = bracketsTooDeep(text);
  if (deep !== undefined) return { line: lineOf(deep), because: tooDeep };
  let unparsed: Unparsed = { line: 1, because: "It cannot be parsed." };
  for (const sourceType of ["module", "commonjs", "script"] as const) {
    const result = parser.parseSync(path, text, { lang, sourceType, preserveParens: false });
    const [error] = result.errors;
    if (!error && isTooDeep(result.program)) return { line: 1, because: tooDeep };
    if (!error)
      return Object.freeze({ path, text, program: result.program, comments: result.comments, lineOf });
    if (sourceType === "module")
      unparsed = { line: lineOf(error.labels[0]?.start ?? 0), because: error.message };
  }
  return unparsed;
}

const tooDeep = "It is nested too deeply to be looked into.";

function literalOf(node: Node): unknown {
  switch (node.type) {
    case "Literal":
      return node.value;
    case "ArrayExpression":
      return node.elements.map((one) => (one ? literalOf(one) : null));
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.flatMap((one) => {
          if (one.type !== "Property") return [];
          const key = one.key.type === "Literal" ? String(one.key.value) : "";
          return [[key, literalOf(one.value)]];
        }),
      );
    case "UnaryExpression":
      return node.operator === "-" ? -Number(literalOf(node.argument)) : undefined;
    default:
      return undefined;
  }
}
