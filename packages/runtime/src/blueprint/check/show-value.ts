const longest = 60;

/** A value in few characters, for a finding. Never throws, whatever the value is. */
export function showValue(value: unknown): string {
  const written = write(value);
  return written.length > longest ? `${written.slice(0, longest - 3)}...` : written;
}

function write(value: unknown): string {
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol") return "a symbol";
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "a value that cannot be written";
  }
}
