import { changedFields, type LogEntry } from "@lintel/runtime/tools";
import { shown } from "../shown.js";

/** Characters of an event's data that are shown. */
const mostOfData = 200;

/**
 * An entry as a line for a person: `17  2026-01-01T00:00:00.123Z  update product 0190... v3  name, price`. Control characters are
 * shown, not sent, so that no key can steer the terminal.
 */
export function entryLine(entry: LogEntry): string {
  const { position, at, kind, subject, key, version, after } = entry;
  const data = after ?? "";
  const what =
    kind === "event"
      ? data.length > mostOfData
        ? `${data.slice(0, mostOfData)}...`
        : data
      : kind === "update"
        ? changedFields(entry).join(", ")
        : "";
  const parts = [String(position).padStart(8), at, `${kind} ${subject} ${key} v${version}`, what];
  return shown(parts.filter((part) => part !== "").join("  "));
}

/** An archived CloudEvent as a line for a person, as far as it says the same. */
export function archivedLine(text: string): string {
  const event = JSON.parse(text) as { readonly [name: string]: unknown };
  const { position, time, type, subject = "", rowversion } = event;
  const version = rowversion === undefined ? "" : ` v${rowversion}`;
  return shown(`${String(position).padStart(8)}  ${time}  ${type} ${subject}${version}`);
}
