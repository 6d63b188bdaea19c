/** Characters that are passed on; every system must take 512 (W3C Trace Context Level 2, section 3.3.1.5). */
const longest = 2_048;
const mostMembers = 32;
/** `key=value` or `tenant@system=value` (section 3.3.1.3). The value does not end in a blank. */
const member =
  /^(?:[a-z0-9][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;

/**
 * What of a caller's `tracestate` to send on, beside a `traceparent` of the caller's own trace: all of it, in its
 * order, several headers joined to one. Undefined where the `traceparent` was not valid, and where the list
 * breaks a rule (a member that is malformed or stands twice, or more than 32 members): then it is dropped as a
 * whole. Lintel adds no member of its own.
 *
 * @param continued Whether the request's `traceparent` was valid.
 */
export function passOnTracestate(
  tracestate: string | readonly string[] | undefined,
  continued: boolean,
): string | undefined {
  if (!continued || tracestate === undefined) return undefined;
  const text = typeof tracestate === "string" ? tracestate : tracestate.join(",");
  if (text.length > longest) return undefined;
  const members = text
    .split(",")
    .map((one) => one.replace(/^[ \t]+|[ \t]+$/g, ""))
    .filter((one) => one !== "");
  if (members.length === 0 || members.length > mostMembers) return undefined;
  const keys = new Set<string>();
  for (const one of members) {
    if (!member.test(one)) return undefined;
    keys.add(one.slice(0, one.indexOf("=")));
  }
  return keys.size === members.length ? members.join(",") : undefined;
}
