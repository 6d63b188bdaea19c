import type { Comparison } from "../blueprint/index.js";

/** Conditions on the fields of a row, all of which must hold. A bare value means equal. */
export type Where<R> = {
  readonly [K in keyof R]?: NonNullable<R[K]> | Readonly<Comparison<NonNullable<R[K]>>>;
};

/**
 * The query string of a view, in the grammar of lists in REST: `filter[price][lt]=20&fields=id,name`.
 *
 * @throws TypeError for a condition that is null or undefined: left out, it would match every row
 */
export function queryOf(where: object = {}, fields?: readonly string[]): string {
  const parts: string[] = [];
  const add = (name: string, value: unknown) => {
    if (value == null) throw new TypeError(`${name} is ${value}; expected a value. For null write isNull.`);
    const text = Array.isArray(value) ? value.map(quoted).join(",") : String(value);
    parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  };
  for (const [field, condition] of Object.entries(where)) {
    if (condition === null || typeof condition !== "object") add(`filter[${field}]`, condition);
    else
      for (const [comparison, value] of Object.entries(condition))
        add(`filter[${field}][${comparison}]`, value);
  }
  if (fields) add("fields", fields);
  return parts.join("&");
}

/** A value of a list: in quotes where a comma or a quote of its own would end it. */
function quoted(value: unknown): string {
  const text = String(value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
