import { describe, expect, it } from "vitest";
import type { LogEntry } from "../postgres/log/index.js";
import { changedFields } from "./changed-fields.js";
import { toCloudEvent } from "./cloud-event.js";
import { formatPosition, parsePosition } from "./index.js";

const epoch = "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e";
const entry: LogEntry = {
  position: 17,
  transaction: { position: 17, events: 1, xid: "800", committedAt: "2026-01-01T00:00:01Z" },
  kind: "event",
  subject: "orderPlaced",
  key: "order-1",
  version: 2,
  at: "2026-01-01T00:00:00.5Z",
  before: null,
  after: '{"total": 9007199254740993.10}',
  cause:
    '{"actor": {"kind": "user", "id": "ada"}, "request": "r1", "trace": "4bf92f3577b34da6a3ce929d0e0e4736"}',
};
const source = { system: "commerce", service: "orders", epoch };

describe("an entry as a CloudEvent", () => {
  it("has the attributes of CloudEvents 1.0, extensions, and data with every digit", () => {
    const text = toCloudEvent(entry, source);
    expect(text).toContain('"data":{"total": 9007199254740993.10}');
    const { data: _, ...attributes } = JSON.parse(text);
    expect(attributes).toEqual({
      specversion: "1.0",
      id: `${epoch}:17`,
      source: "/commerce/orders",
      type: "commerce.orders.order-placed.v2",
      subject: "order-1",
      time: "2026-01-01T00:00:00.5Z",
      datacontenttype: "application/json",
      position: "17",
      partitionkey: "order-1",
      actor: "user:ada",
      requestid: "r1",
      traceid: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    expect(Object.keys(attributes)).toSatisfy((names: string[]) =>
      names.every((name) => /^[a-z0-9]{1,20}$/.test(name)),
    );
  });

  it("tells of a row what it was, what it is and what changed", () => {
    const row = {
      ...entry,
      kind: "update" as const,
      subject: "orderLine",
      before: '{"id": "a", "n": 1}',
      after: '{"id": "a", "n": 2}',
    };
    expect(JSON.parse(toCloudEvent(row, source))).toMatchObject({
      type: "commerce.orders.order-line-updated.v1",
      rowversion: 2,
      data: { before: { id: "a", n: 1 }, after: { id: "a", n: 2 }, changed: ["n"] },
    });
  });

  it("names who has no id by kind", () => {
    const cause = '{"actor": {"kind": "anonymous", "id": ""}, "request": "r1", "trace": ""}';
    const told = JSON.parse(toCloudEvent({ ...entry, cause }, source));
    expect(told.actor).toBe("anonymous");
    expect(Object.keys(told)).not.toContain("traceid");
  });

  it("leaves out what it does not know", () => {
    const bare = JSON.parse(toCloudEvent({ ...entry, key: "", cause: null, after: null }, source));
    expect(Object.keys(bare)).not.toContain("subject");
    expect(Object.keys(bare)).not.toContain("actor");
    expect(bare.data).toBeNull();
  });
});

describe("changed fields", () => {
  const change = (before: string | null, after: string | null, kind: LogEntry["kind"] = "update") =>
    changedFields({ ...entry, kind, before, after });

  it("are those whose value is another, whatever stands within it", () => {
    const before = '{"a": {"x": [1, "}"]}, "b": 1, "c\\"": "y, z", "d": null}';
    expect(change(before, '{"a": {"x": [1, "]"]}, "b": 1, "c\\"": "y, z", "d": 0}')).toEqual(["a", "d"]);
    expect(change(before, before)).toEqual([]);
  });

  it("see the last digit of a number that no double keeps", () => {
    expect(change('{"n": 9007199254740993}', '{"n": 9007199254740992}')).toEqual(["n"]);
  });

  it("are all of a row that came or went, and none of an event", () => {
    expect(change(null, '{"id": 1, "n": 2}', "insert")).toEqual(["id", "n"]);
    expect(change('{"id": 1, "n": 2}', null, "delete")).toEqual(["id", "n"]);
    expect(change(null, '{"id": 1}', "event")).toEqual([]);
    expect(change("{}", "{}")).toEqual([]);
  });
});

describe("a position as text", () => {
  it("comes back as it was, and nothing else is taken for one", () => {
    expect(parsePosition(formatPosition({ epoch, position: 17 }))).toEqual({ epoch, position: 17 });
    for (const text of ["", "17", epoch, `${epoch}:0`, `${epoch}:-1`, `${epoch}:1e3`, `x${epoch}:1`])
      expect(() => parsePosition(text)).toThrow(expect.objectContaining({ code: "PARAMETER_INVALID" }));
  });
});
