/** TypeScript that knows where it may be broken into lines, so that it comes out as a formatter would leave it. */
export type Code =
  | string
  | { readonly kind: "sequence"; readonly parts: readonly Code[] }
  /** Between an opening and a closing text, separated by commas: in one line where that fits, else each in its own. */
  | {
      readonly kind: "list";
      readonly open: string;
      readonly items: readonly Code[];
      readonly close: string;
      /** What stands inside the opening and closing where all is in one line: a space in objects. */
      readonly padding: "" | " ";
      /** Whether the last item is hugged: `it("...", () => {` stays in one line. */
      readonly hugged?: true;
    }
  /** After an equals sign: in the same line where that fits, else in the next. */
  | { readonly kind: "value"; readonly code: Code }
  /** Lines of a comment, and what they are about in the line below. */
  | { readonly kind: "noted"; readonly lines: readonly string[]; readonly code: Code }
  /** A call of what stands before it, in a line of its own, indented by one step. */
  | { readonly kind: "chained"; readonly code: Code }
  /** Statements in braces, each in its own line. */
  | { readonly kind: "block"; readonly statements: readonly Code[] };

const width = 110;

export const sequence = (...parts: readonly Code[]): Code => ({ kind: "sequence", parts });
export const value = (code: Code): Code => ({ kind: "value", code });
export const noted = (lines: readonly string[], code: Code): Code =>
  lines.length === 0 ? code : { kind: "noted", lines, code };
export const block = (statements: readonly Code[]): Code => ({ kind: "block", statements });
export const array = (items: readonly Code[]): Code =>
  items.length === 0 ? "[]" : { kind: "list", open: "[", items, close: "]", padding: "" };
export const object = (items: readonly Code[]): Code =>
  items.length === 0 ? "{}" : { kind: "list", open: "{", items, close: "}", padding: " " };
/** A call. Where its last argument is a function, an object or an array, that alone is broken. */
export function call(callee: string, ...items: readonly Code[]): Code {
  const last = items.at(-1);
  const hugs =
    typeof last === "object" &&
    (endsInBlock(last) ||
      (last.kind === "list" && items.slice(0, -1).every((item) => typeof item === "string")));
  const list: Code = { kind: "list", open: `${callee}(`, items, close: ")", padding: "" };
  return hugs ? { ...list, hugged: true } : list;
}

function endsInBlock(code: Code): boolean {
  if (typeof code === "string") return false;
  if (code.kind === "noted" || code.kind === "chained") return endsInBlock(code.code);
  if (code.kind === "sequence") return endsInBlock(code.parts.at(-1) ?? "");
  return code.kind === "block";
}

/** The code as text, with statements in lines of 110 characters where they can be broken. */
export function layOut(code: Code): string {
  return print(code, 0, 0, 0).replace(/[ ]+$/gm, "");
}

/** `column` is where it begins in its line, `indent` how far its lines are indented, `after` what still stands behind it. */
function print(code: Code, indent: number, column: number, after: number): string {
  if (typeof code === "string") return code;
  const inOne = flat(code);
  if (code.kind !== "block" && inOne !== undefined && column + inOne.length + after <= width) return inOne;
  switch (code.kind) {
    case "sequence": {
      let text = "";
      for (const [at, part] of code.parts.entries()) {
        const rest = code.parts.slice(at + 1);
        text += print(part, indent, columnAfter(text, column), after + headOf(rest));
      }
      return text;
    }
    case "value": {
      const one = code.code;
      if (typeof one !== "string") return ` ${print(one, indent, column + 1, after)}`;
      return `\n${" ".repeat(indent + 2)}${one}`;
    }
    case "noted": {
      const margin = `\n${" ".repeat(indent)}`;
      return `${code.lines.join(margin)}${margin}${print(code.code, indent, indent, after)}`;
    }
    case "chained":
      return `\n${" ".repeat(indent + 2)}${print(code.code, indent + 2, indent + 2, after)}`;
    case "block": {
      if (code.statements.length === 0) return "{}";
      const lines = code.statements.map((one) => line(one, indent + 2));
      return `{\n${lines.join("\n")}\n${" ".repeat(indent)}}`;
    }
    case "list": {
      const last = code.items.at(-1);
      if (code.hugged && last !== undefined) {
        const before = code.items.slice(0, -1).map((item) => `${flat(item) ?? ""}, `);
        const head = `${code.open}${before.join("")}`;
        return `${head}${print(last, indent, column + head.length, code.close.length + after)}${code.close}`;
      }
      const lines = code.items.map((item) => `${line(item, indent + 2, 1)},`);
      return `${code.open}\n${lines.join("\n")}\n${" ".repeat(indent)}${code.close}`;
    }
  }
}

function line(code: Code, indent: number, after = 0): string {
  return code === "" ? "" : `${" ".repeat(indent)}${print(code, indent, indent, after)}`;
}

/** In one line; undefined where it cannot be. */
function flat(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if (code.kind === "noted" || code.kind === "chained") return undefined;
  if (code.kind === "block") return code.statements.length === 0 ? "{}" : undefined;
  if (code.kind === "value") {
    const one = flat(code.code);
    return one === undefined ? undefined : ` ${one}`;
  }
  const parts = code.kind === "sequence" ? code.parts.map(flat) : code.items.map(flat);
  if (parts.includes(undefined)) return undefined;
  if (code.kind === "sequence") return parts.join("");
  return `${code.open}${code.padding}${parts.join(", ")}${code.padding}${code.close}`;
}

/** Characters that stand in the same line up to the first place where it may be broken. */
function headOf(parts: readonly Code[]): number {
  let length = 0;
  for (const part of parts) {
    const text =
      typeof part === "string" ? part : part.kind === "list" ? part.open : part.kind === "block" ? " {" : " ";
    length += text.length;
    if (typeof part !== "string") break;
  }
  return length;
}

function columnAfter(text: string, column: number): number {
  const newline = text.lastIndexOf("\n");
  return newline === -1 ? column + text.length : text.length - newline - 1;
}
