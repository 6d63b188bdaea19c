import { failure, type LintelError } from "../../errors.js";

/** What a client says, as `docs/reference/feed-protocol.md` has it. */
export type ClientMessage =
  | { readonly type: "authenticate"; readonly token: string }
  | {
      readonly type: "subscribe";
      readonly id: number;
      readonly entity: string;
      readonly query: string;
      readonly from: string | undefined;
      readonly snapshot: boolean;
    }
  | { readonly type: "unsubscribe"; readonly id: number }
  | { readonly type: "ack"; readonly id: number; readonly position: number };

/** Members that each type has beside `type`, and whether it must have them. */
const members = {
  authenticate: { token: "text" },
  subscribe: { id: "count", entity: "text", query: "text?", from: "text?", snapshot: "truth?" },
  unsubscribe: { id: "count" },
  ack: { id: "count", position: "whole" },
} as const satisfies { readonly [type: string]: { readonly [name: string]: Kind } };

type Kind = "text" | "text?" | "truth?" | "count" | "whole";
type Read = { readonly [name: string]: unknown };

const rules: {
  readonly [kind in Kind]: { readonly holds: (value: unknown) => boolean; readonly says: string };
} = {
  text: { holds: (value) => typeof value === "string", says: "a string" },
  "text?": { holds: isTextOrAbsent, says: "a string, or nothing" },
  "truth?": {
    holds: (value) => value === undefined || typeof value === "boolean",
    says: "true, false, or nothing",
  },
  count: { holds: (value) => isWhole(value) && value >= 1, says: "a whole number from 1" },
  whole: { holds: isWhole, says: "a whole number from 0" },
};

/**
 * Reads what a client sent.
 *
 * @throws `FEED_MESSAGE_INVALID`, whose detail names what was received, where, and what was expected
 */
export function readMessage(text: string): ClientMessage {
  const read = parse(text);
  const { type } = read;
  if (typeof type !== "string" || !Object.hasOwn(members, type))
    throw invalid(`/type is ${shown(type)}; one of ${Object.keys(members).join(", ")} was expected.`);
  const known: { readonly [name: string]: Kind } = members[type as keyof typeof members];
  for (const [name, kind] of Object.entries(known))
    if (!rules[kind].holds(read[name]))
      throw invalid(`/${name} of ${type} is ${shown(read[name])}; ${rules[kind].says} was expected.`);
  for (const name of Object.keys(read))
    if (name !== "type" && !Object.hasOwn(known, name))
      throw invalid(
        `/${shortened(name)} is no member of ${type}, which has ${Object.keys(known).join(", ")}.`,
      );
  const whole =
    type === "subscribe"
      ? { ...read, query: read.query ?? "", from: read.from, snapshot: read.snapshot ?? true }
      : read;
  return whole as unknown as ClientMessage;
}

/** A message that no client should have sent: its connection is closed with 4400. */
export function invalid(detail: string): LintelError {
  return failure("FEED_MESSAGE_INVALID", detail);
}

function parse(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`The message begins ${shown(text)}; one JSON object was expected.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(`The message is ${shown(value)}; one JSON object was expected.`);
  return value as Read;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What is nested may be so deep that it cannot be written out again. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
