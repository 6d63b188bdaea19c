import { failure, type LintelError } from "../errors.js";
import { cut } from "../plan/index.js";

/** What the query string of a stream asks for: what is its own, and the rest, which is that of a list. */
export interface StreamQuery {
  readonly query: string;
  readonly from: string | undefined;
  readonly snapshot: boolean;
}

/**
 * Takes `from` and `snapshot` out of a query string.
 *
 * @param lastEventId As a client sends it that was here before; it goes before `from`, which stands in an address that does not change.
 * @throws `PARAMETER_INVALID` for one that is given twice, or is not what it has to be
 */
export function readStreamQuery(text: string, lastEventId: string | undefined): StreamQuery {
  const own = new Map<string, string>();
  const rest: string[] = [];
  for (const part of text.split("&")) {
    const [name = "", ...value] = part.split("=");
    if (name !== "from" && name !== "snapshot") {
      rest.push(part);
      continue;
    }
    if (own.has(name)) throw invalid(name, "twice", `Received ${name} twice; it is taken once.`);
    own.set(name, decoded(name, value.join("=")));
  }
  const snapshot = own.get("snapshot") ?? "true";
  if (snapshot !== "true" && snapshot !== "false")
    throw invalid("snapshot", "boolean", `Received ${shown(snapshot)}; true or false was expected.`);
  return {
    query: rest.join("&"),
    from: lastEventId || own.get("from"),
    snapshot: snapshot === "true",
  };
}

function decoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalid(name, "encoding", `Received ${shown(text)}; percent-encoded UTF-8 was expected.`);
  }
}

function shown(text: string): string {
  return JSON.stringify(cut(text, 100));
}

function invalid(parameter: string, rule: string, message: string): LintelError {
  return failure("PARAMETER_INVALID", message, { errors: [{ parameter, rule, message }] });
}
