import type { Kind } from "./field.js";
import { plural, snakeCase } from "./naming.js";

/** The columns that a field may have had under this name, the likelier first. A column's own name does as well. */
export function formerColumns(name: string, kind: Kind): readonly string[] {
  const column = snakeCase(name);
  const referring = `${column}_id`;
  return kind === "reference" ? [referring, column] : [column, referring];
}

/** The tables that an entity may have had under this name, the likelier first. */
export function formerTables(name: string): readonly string[] {
  return [...new Set([snakeCase(plural(name)), snakeCase(name)])];
}
