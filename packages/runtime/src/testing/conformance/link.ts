import { randomUUID } from "node:crypto";

/**
 * A place in a generated value that is filled in when the request is sent: an id that an answer gave, the caller's own,
 * or a new one. It is text, so that it can stand wherever an id can, and be printed.
 */
export function linkTo(resource: string, pick: number): string {
  return `<${resource} ${pick}>`;
}

/** The caller's own id. */
export const self = "<self>";
/** The caller's subject, whatever its form. */
export const me = "<me>";
/** An id that nothing has. */
export const fresh = "<fresh>";

const link = /^<(\w+)(?: (\d+))?>$/;

/** What fills the places in. */
export interface Fill {
  /** An id of the resource, or undefined where none is known. */
  readonly known: (resource: string, pick: number) => string | undefined;
  /** The caller's own id; undefined for a caller who has none that is a UUID. */
  readonly self: string | undefined;
  readonly me: string | undefined;
}

/** The value with every place in it filled in. */
export function fillIn(value: unknown, fill: Fill): unknown {
  if (typeof value === "string") return filled(value, fill);
  if (Array.isArray(value)) return value.map((one) => fillIn(one, fill));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillIn(one, fill)]));
}

function filled(text: string, fill: Fill): string {
  const [, resource, pick = "0"] = link.exec(text) ?? [];
  if (resource === undefined) return text;
  if (resource === "me") return fill.me ?? "nobody";
  if (resource === "self") return fill.self ?? randomUUID();
  return (resource === "fresh" ? undefined : fill.known(resource, Number(pick))) ?? randomUUID();
}
