import { inCode } from "./markdown.js";

/** The mark of what rests on questions without a clear answer; empty where none is open. */
export function provisional(missing: readonly (string | undefined)[]): string {
  const open = [...new Set(missing)].filter((id) => id !== undefined).sort();
  return open.length === 0 ? "" : `**Provisional**: nobody has answered ${open.map(inCode).join(", ")}.`;
}
