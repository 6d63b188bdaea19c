import { kebabCase, type ServiceModel } from "../../blueprint/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { membersOf } from "../json-members.js";
import type { ArchivedEntry } from "./read.js";

const kinds = { created: "insert", updated: "update", deleted: "delete", truncated: "truncate" } as const;

/**
 * Makes entries of a service's log of what was archived of it, as far as they tell of events and entities that the service has: of others the
 * subject is empty. Numbers keep every digit. Which transaction an entry was of is not in an archive, nor who caused it, but for the tenant: each stands by itself.
 */
export function archivedEntries({ events, entities }: ServiceModel): (archived: ArchivedEntry) => LogEntry {
  const named = new Map<string, Pick<LogEntry, "kind" | "subject">>();
  for (const { name } of entities)
    for (const [past, kind] of Object.entries(kinds))
      named.set(`${kebabCase(name)}-${past}`, { kind, subject: name });
  for (const { name } of events) named.set(kebabCase(name), { kind: "event", subject: name });
  return ({ position, text }) => {
    const members = membersOf(text);
    const textOf = (name: string) => JSON.parse(members.get(name) ?? '""') as string;
    const [, type = "", declared = "1"] = /([^.]*)[.]v(\d+)$/.exec(textOf("type")) ?? [];
    const { kind, subject } = named.get(type) ?? { kind: "event", subject: "" };
    const data = members.get("data") ?? null;
    const row = membersOf(data);
    const of = (part: string) => (row.get(part) === "null" ? null : (row.get(part) ?? null));
    const at = textOf("time");
    return {
      position,
      transaction: { position, events: 1, xid: "0", committedAt: at },
      kind,
      subject,
      key: textOf("partitionkey"),
      version: Number(kind === "event" ? declared : (members.get("rowversion") ?? 0)),
      at,
      before: kind === "event" ? null : of("before"),
      after: kind === "event" ? data : of("after"),
      cause: members.has("tenant") ? `{"actor":{"tenant":${members.get("tenant")}}}` : null,
    };
  };
}
