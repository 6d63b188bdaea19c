/**
 * The SQL that says a value of one type in another, both as PostgreSQL names them. A `strict` one fails where the value
 * does not read as the other type; one that is not, which leads back to what an older program expects, may round.
 */
export function conversion(value: string, from: string, to: string, strict: boolean): string {
  if (from === to) return value;
  if (to === "text") return `${value}::text`;
  if (isNumber(from) && isNumber(to)) return numberConversion(value, from, to, strict);
  if (from === "date" && to === moment) return `${value}::timestamp at time zone 'UTC'`;
  if (from === moment && to === "date") return `(${value} at time zone 'UTC')::date`;
  const bits = ["boolean", "integer"];
  if (bits.includes(from) && bits.includes(to)) return `${value}::${to}`;
  return `${value}::text::${to}`;
}

const moment = "timestamp with time zone";

function isNumber(type: string): boolean {
  return type === "integer" || type === "bigint" || type.startsWith("numeric");
}

function numberConversion(value: string, from: string, to: string, strict: boolean): string {
  if (to.startsWith("numeric") || !from.startsWith("numeric")) return `${value}::${to}`;
  return strict ? `trim_scale(${value})::text::${to}` : `round(${value})::${to}`;
}
