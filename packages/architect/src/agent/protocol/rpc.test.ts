import { expect, it } from "vitest";
import { parseMessage } from "./rpc.js";
import { SessionTransport } from "./session-transport.js";

const parsed = (method: string, params: unknown, id: unknown = 1) =>
  parseMessage(JSON.stringify({ jsonrpc: "2.0", id, method, params }));

it("answers a request whose id no number of JavaScript can keep, or whose _meta is none", () => {
  const huge = parseMessage('{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}');
  expect(huge).toMatchObject({ kind: "wrong", response: { error: { code: -32600 } } });
  for (const _meta of [5, [], { progressToken: {} }, { progressToken: 1.5 }])
    expect(parsed("tools/list", { _meta })).toMatchObject({
      kind: "wrong",
      response: { id: 1, error: { code: -32602, message: expect.stringContaining("_meta") } },
    });
  expect(parsed("tools/list", { _meta: { progressToken: "a" } })).toMatchObject({ kind: "request" });
});

it("answers a handshake of the wrong form as what it is", () => {
  const whole = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "x", version: "1" } };
  expect(parsed("initialize", whole)).toMatchObject({ kind: "request" });
  for (const [member, value] of [
    ["protocolVersion", 5],
    ["capabilities", undefined],
    ["clientInfo", { name: "x" }],
  ] as const)
    expect(parsed("initialize", { ...whole, [member]: value })).toMatchObject({
      kind: "wrong",
      response: { id: 1, error: { code: -32602, message: expect.stringContaining(member) } },
    });
});

it("leaves no request without an answer that the SDK would not read", () => {
  const written: unknown[] = [];
  const transport = new SessionTransport((message) => void written.push(message));
  transport.receive({ jsonrpc: "2.0", id: 7, method: "ping", params: { _meta: 5 } });
  transport.receive({ jsonrpc: "2.0", method: "notifications/progress", params: { _meta: 5 } });
  expect(written).toMatchObject([{ id: 7, error: { code: -32602 } }]);
});
