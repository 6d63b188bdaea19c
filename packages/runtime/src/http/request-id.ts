import { v7 } from "uuid";

/** Visible ASCII without quotation mark and backslash, so that an id stands in JSON and in a log as it is. */
const acceptable = /^[!#-[\]-~]{1,128}$/;

/** The id that the caller gave in `X-Request-Id` if it is one to pass on, else a new UUIDv7. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === "string" && acceptable.test(given) ? given : v7();
}
