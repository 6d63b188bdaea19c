import type { Fault } from "../errors.js";
import { isStorable } from "./scalar.js";

/** How deep a value may be nested. */
const deepest = 32;

/**
 * The first thing in a JSON value that nothing here can hold or should: nesting beyond 32, NUL or a lone surrogate
 * in a text or a name, a number beyond a double, a name that reaches for prototypes. Undefined where there is none.
 */
export function hostileIn(value: unknown): Fault | undefined {
  return visit(value, 0, "");
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}

function visit(value: unknown, depth: number, pointer: string): Fault | undefined {
  if (typeof value === "string") {
    if (isStorable(value)) return undefined;
    return {
      pointer,
      rule: "text",
      message: "Received text with NUL or a lone surrogate; expected neither.",
    };
  }
  if (typeof value === "number") {
    if (Number.isFinite(value)) return undefined;
    return {
      pointer,
      rule: "number",
      message: "Received a number that is too large; expected one below 1.8e308.",
    };
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (depth === deepest) {
    return {
      pointer,
      rule: "depth",
      message: `Received more than ${deepest} levels of nesting; expected fewer.`,
    };
  }
  return Array.isArray(value) ? visitList(value, depth, pointer) : visitObject(value, depth, pointer);
}

function visitList(list: readonly unknown[], depth: number, pointer: string): Fault | undefined {
  for (let at = 0; at < list.length; at += 1) {
    const found = visit(list[at], depth + 1, "");
    if (found) return below(found, pointer, String(at));
  }
  return undefined;
}

function visitObject(object: object, depth: number, pointer: string): Fault | undefined {
  for (const [name, inner] of Object.entries(object)) {
    if (!isStorable(name)) {
      return {
        pointer,
        rule: "name",
        message: "Received a name with NUL or a lone surrogate; expected neither.",
      };
    }
    if (name === "__proto__" || (name === "constructor" && hasPrototype(inner))) {
      const message = `Received the name "${name}"; expected no name that reaches for a prototype.`;
      return { pointer: `${pointer}/${name}`, rule: "name", message };
    }
    const found = visit(inner, depth + 1, "");
    if (found) return below(found, pointer, name);
  }
  return undefined;
}

function below(found: Fault, pointer: string, name: string): Fault {
  return { ...found, pointer: `${pointer}/${pointerPart(name)}${found.pointer ?? ""}` };
}

function hasPrototype(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}
