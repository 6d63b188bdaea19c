import { failure } from "../errors.js";
import { cut } from "../plan/index.js";

/**
 * Refuses a query string where no parameter is taken: one that is not known is never ignored.
 *
 * @throws `PARAMETER_INVALID`, which names the first.
 */
export function requireNoParameters(query: string): void {
  const first = query.split("&").find((part) => part !== "");
  if (first === undefined) return;
  const name = cut(decoded(first.split("=", 1)[0] ?? ""), 100);
  const message = `Received the parameter ${JSON.stringify(name)}; this method takes none here.`;
  throw failure("PARAMETER_INVALID", message, { errors: [{ parameter: name, rule: "unknown", message }] });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
