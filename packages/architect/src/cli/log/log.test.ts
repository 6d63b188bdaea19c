import type { LogEntry, LogStatus, ServiceModel } from "@lintel/runtime/tools";
import { describe, expect, it } from "vitest";
import { entryLine } from "./entry-line.js";
import { formatLogs } from "./status.js";
import { positionOf, serviceOf } from "./tail.js";

const epoch = "5f0c0a52-95f2-4d0a-a6b3-94c1ac6f4b6e";
const status: LogStatus = {
  epoch,
  generation: "3",
  tid: "(0,1)",
  position: 12_345,
  firstKept: 101,
  holder: "web-1 42",
  isHeld: true,
  waiting: 7,
  order: "commits",
  slot: { name: "lintel_5_orders", isRead: false, state: "reserved", bytes: 2_097_152 },
  keptSince: "2026-01-01T00:00:00.123Z",
  bytes: 3_145_728,
};
const plain = (_style: unknown, text: string) => text;

describe("lintel log status", () => {
  it("shows each log on a line", () => {
    const text = formatLogs([{ service: "orders", status }], plain);
    expect(text.split("\n")[1]).toBe(
      `orders   12,345    7        commits  web-1 42   101 since 2026-01-01T00:00:00Z  3.0 MB  2.0 MB, unread  ${epoch}`,
    );
  });

  it("says that nobody gives positions where events wait, and when no service has a log", () => {
    expect(formatLogs([{ service: "orders", status: { ...status, isHeld: false } }], plain)).toContain(
      "Nobody gives positions to what waits in orders",
    );
    const lost = { name: "s", isRead: false, state: "lost", bytes: 0 };
    expect(formatLogs([{ service: "orders", status: { ...status, slot: lost } }], plain)).toContain(
      "Nothing more can be read from the slot of orders",
    );
    expect(formatLogs([], plain)).toContain("No service has a log");
  });
});

describe("lintel log tail", () => {
  const service = (name: string, log?: { keep: number }) => ({ name, log }) as ServiceModel;
  const codeOf = (work: () => unknown) => {
    try {
      return work();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it("takes the one service that has a log, or the one that is named", () => {
    const [orders, users, mail] = [
      service("orders", { keep: 1 }),
      service("users"),
      service("mail", { keep: 1 }),
    ];
    expect(serviceOf({ services: [orders, users] }, undefined)).toBe(orders);
    expect(serviceOf({ services: [orders, users, mail] }, "mail")).toBe(mail);
    for (const [services, name] of [
      [[orders, mail], undefined],
      [[users], undefined],
      [[orders, users], "users"],
      [[orders], "nobody"],
    ] as const)
      expect(codeOf(() => serviceOf({ services }, name))).toBe("SERVICE_UNKNOWN");
  });

  it("takes a position, with its epoch or without", () => {
    expect(positionOf(undefined)).toEqual({});
    expect(positionOf("17")).toEqual({ position: 17 });
    expect(positionOf(`${epoch}:17`)).toEqual({ epoch, position: 17 });
    for (const text of ["", "0", "-1", "1.5", "x", `${epoch}:`, `${epoch}:0`])
      expect(codeOf(() => positionOf(text))).toBe("POSITION_INVALID");
  });

  it("shows an entry on one line, whatever its key holds", () => {
    const entry: LogEntry = {
      position: 17,
      transaction: { position: 17, events: 1, xid: "9", committedAt: "" },
      kind: "update",
      subject: "product",
      key: "a\u001b[2J\nb",
      version: 3,
      at: "2026-01-01T00:00:00Z",
      before: '{"name": "x", "price": 1.10}',
      after: '{"name": "x", "price": 1.20}',
      cause: null,
    };
    expect(entryLine(entry)).toBe(
      "      17  2026-01-01T00:00:00Z  update product a\\u001b[2J\\u000ab v3  price",
    );
  });
});
