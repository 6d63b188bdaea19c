import { failure } from "../errors.js";

/**
 * Refuses a request whose `Accept` leaves no room for JSON (RFC 9110, 12.5.1).
 *
 * @throws `NOT_ACCEPTABLE`
 */
export function requireJsonAccepted(accept: string | undefined): void {
  if (!accept || accept === "*/*" || accept === "application/json") return;
  requireAccepted(accept, "application/json");
}

/** The same for a stream of events. */
export function requireEventsAccepted(accept: string | undefined): void {
  if (!accept) return;
  requireAccepted(accept, "text/event-stream");
}

function requireAccepted(accept: string, answered: string): void {
  const ranges = ["*/*", `${answered.split("/", 1)[0]}/*`, answered];
  let best = -1;
  let quality = 0;
  for (const range of accept.split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const precision = ranges.indexOf(type);
    if (precision < best || precision === -1) continue;
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    const asked = q === undefined ? 1 : Number(q.slice(2));
    quality = precision === best ? Math.max(quality, asked) : asked;
    best = precision;
  }
  if (!(quality > 0))
    throw failure(
      "NOT_ACCEPTABLE",
      `Accept is ${JSON.stringify(accept.slice(0, 100))}; this address answers with ${answered}.`,
    );
}
