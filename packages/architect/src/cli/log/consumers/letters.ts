import type { Letter } from "@lintel/runtime/tools";
import { shown } from "../../shown.js";
import { formatTable } from "../../table.js";
import type { Paint } from "../../terminal.js";
import { noLetter } from "./letter-errors.js";
import { nameOf } from "./named-consumer.js";
import type { OpenConsumer } from "./with-consumer.js";

/** Characters of a key, and of an error, in a list. */
const most = { key: 40, error: 80 };

/** The letter at a position. Where several epochs have one there, the latest is meant. */
export async function letterAt(open: OpenConsumer, text = ""): Promise<Letter> {
  const { findLetters } = await import("@lintel/runtime/tools");
  const position = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
  const found = position === undefined ? [] : await findLetters(open.client, open.place, position);
  const last = found.at(-1);
  if (!last) throw noLetter(nameOf(open), text);
  return last;
}

/** A letter as JSON, its data as they are. */
export function letterToJson(letter: Letter): object {
  const { before, after, cause, wait, ...rest } = letter;
  const read = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return { ...rest, nextIn: wait, before: read(before), after: read(after), cause: read(cause) };
}

export function formatLetters(letters: readonly Letter[], paint: Paint): string {
  if (letters.length === 0) return "There are none.";
  const rows = letters.map(({ position, state, kind, subject, key, attempts, lastFailedAt, error }) => [
    String(position),
    state,
    kind === "event" ? subject : `${kind} ${subject}`,
    cut(shown(key), most.key),
    String(attempts),
    lastFailedAt?.slice(0, 19) ?? "",
    cut(shown(error ?? ""), most.error),
  ]);
  return formatTable(["POSITION", "STATE", "WHAT", "KEY", "ATTEMPTS", "LAST FAILED", "ERROR"], rows, paint);
}

export function formatLetter(letter: Letter): string {
  const { position, epoch, state, kind, subject, key, version, at, attempts, failures } = letter;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["entry", `${kind} ${subject} v${version}`],
    ["position", `${epoch}:${position}`],
    ["key", key],
    ["happened", at],
    ["state", state],
    ["attempts", `${attempts}, of which ${failures} failed`],
    ["first failed", letter.firstFailedAt],
    ["last failed", letter.lastFailedAt],
    ["error", letter.error],
    ["edited", letter.editedAt],
    ["cause", letter.cause ?? undefined],
    ["before", letter.before ?? undefined],
    [kind === "event" ? "data" : "after", letter.after ?? undefined],
  ];
  return lines.flatMap(([name, value]) => (value ? [`${name.padEnd(14)}${shown(value)}`] : [])).join("\n");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
