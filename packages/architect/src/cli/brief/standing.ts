import type { Brief, Standing } from "../../brief/index.js";
import { counted } from "../table.js";

/** How a brief stands, in a sentence. */
export function describeStanding({ name }: Brief, standing: Standing): string {
  switch (standing.state) {
    case "incomplete":
      return `The brief of ${name} is not complete: ${counted(standing.gaps.length, "thing")} still open.`;
    case "unconfirmed":
      return `The brief of ${name} is complete, and nobody has confirmed it.`;
    case "changed":
      return `The brief of ${name} was changed since ${standing.confirmation.name} confirmed it at ${standing.confirmation.at}.`;
    case "confirmed":
      return `The brief of ${name} is confirmed by ${standing.confirmation.name}, at ${standing.confirmation.at}.`;
  }
}

/** What to type next; undefined where the brief is confirmed. */
export function nextOf(standing: Standing): string | undefined {
  switch (standing.state) {
    case "incomplete":
      return standing.gaps[0]?.next ?? "lintel interview";
    case "confirmed":
      return undefined;
    default:
      return "lintel brief confirm";
  }
}
