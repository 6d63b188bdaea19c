import { expect, it } from "vitest";
import { entity, event, resolve, service, signedIn, system, tenant, text } from "../../blueprint/index.js";
import type { LogEntry } from "../../postgres/log/index.js";
import { toCloudEvent } from "../cloud-event.js";
import { tenantOfEntry } from "../tenant-of-entry.js";
import { archivedEntries } from "./entry-of.js";

const acme = "0199b000-0000-7000-8000-00000000000a";
const sales = service("sales", {
  entities: { sale: entity({ firm: tenant(), name: text() }, { feed: true, access: { read: signedIn } }) },
  events: { sold: event({ name: text() }) },
});
const [model] = resolve(system("shop", { version: 1, services: [sales] })).services;
const entry: LogEntry = {
  position: 7,
  transaction: { position: 7, events: 1, xid: "1", committedAt: "2026-01-01T00:00:00Z" },
  kind: "event",
  subject: "sold",
  key: "",
  version: 1,
  at: "2026-01-01T00:00:00Z",
  before: null,
  after: '{"name": "chair"}',
  cause: JSON.stringify({ actor: { kind: "user", id: "ann", tenant: acme }, request: "r", trace: "t" }),
};
const epoch = "0195d1a0-0000-4000-8000-00000000000a";

it.each<[string, LogEntry, string | undefined]>([
  ["an event", entry, acme],
  ["an event of nobody's", { ...entry, cause: null }, undefined],
  [
    "a row",
    {
      ...entry,
      kind: "insert",
      subject: "sale",
      cause: null,
      after: `{"id": "${epoch}", "firm": "${acme}"}`,
    },
    acme,
  ],
])("%s that was archived is of the tenant that it was of", (_, written, expected) => {
  const line = toCloudEvent(written, { system: "shop", service: "sales", epoch });
  const read = archivedEntries(model ?? expect.unreachable())({ epoch, position: 7, text: line } as never);
  const tenantOf = tenantOfEntry(model ?? expect.unreachable());
  expect([tenantOf(written), tenantOf(read)]).toEqual([expected, expected]);
});
