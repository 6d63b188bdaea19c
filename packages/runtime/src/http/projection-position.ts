import type { EntityModel } from "../blueprint/index.js";
import { failure } from "../errors.js";
import type { Exchange } from "./exchange.js";
import type { HttpOptions } from "./options.js";

/** Seconds for which a projection is waited for: unless told, and at most. */
const waits = { usual: 2, most: 10 };

/**
 * How far a projection is at least, in whatever is read of it after this: as `epoch:position`, null before anything was built, undefined
 * of what is no projection. With `Lintel-Wait` it is waited for until it has what that names, for as long as `Prefer: wait=` says
 * (RFC 7240, 4.3).
 *
 * @throws `HEADER_INVALID`, `COMMIT_INVALID`, `COMMIT_OTHER_EPOCH`, `PROJECTION_BEHIND`
 */
export async function positionOf(
  { commits }: Pick<HttpOptions, "commits">,
  { request: { headers } }: Exchange,
  entity: EntityModel,
): Promise<string | null | undefined> {
  if (!entity.projection || !commits) return undefined;
  const token = headers["lintel-wait"];
  if (Array.isArray(token)) throw failure("HEADER_INVALID", "Received Lintel-Wait more than once.");
  return commits.reached(entity, token, secondsOf(headers.prefer) * 1_000);
}

function secondsOf(prefer: string | readonly string[] | undefined): number {
  const [, seconds] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i.exec(String(prefer ?? "")) ?? [];
  return seconds === undefined ? waits.usual : Math.min(Number(seconds), waits.most);
}
