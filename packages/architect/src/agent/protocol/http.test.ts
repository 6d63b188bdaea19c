import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { lintel, running } from "../../cli/scenario.js";
import { projectIn, tools } from "../tools/index.js";
import { serveHttp } from "./http.js";
import { call, projectFolder, stateless } from "./scenario.js";

const token = randomBytes(32).toString("base64url");

async function served(): Promise<URL> {
  const serving = await serveHttp(projectIn(projectFolder()), { port: 0, token });
  onTestFinished(() => serving.close());
  return new URL(serving.url);
}

const usual = (): Record<string, string> => ({
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  authorization: `Bearer ${token}`,
});

/** With whatever headers are given, `Host` and `Origin` too, which `fetch` would not send. */
function send(
  url: URL,
  {
    method = "POST",
    headers = usual(),
    body = "",
    path = "/mcp",
  }: { method?: string; headers?: Record<string, string>; body?: string; path?: string },
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: url.hostname, port: url.port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function rpc(method: string, params: Record<string, unknown> = {}): string {
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
}

/** The headers that say again what the body says. */
function mirrored(method: string, name?: string): Record<string, string> {
  return {
    ...usual(),
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": method,
    ...(name === undefined ? {} : { "mcp-name": name }),
  };
}

describe("over HTTP, for the official client", () => {
  it("serves the revisions with a handshake without keeping a session", async () => {
    const url = await served();
    const client = new Client({ name: "test", version: "1.0.0" });
    const transport = new StreamableHTTPClientTransport(url, {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    });
    onTestFinished(() => client.close());
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    expect(transport.sessionId).toBeUndefined();
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(await call(client, "start_interview", { project: "Shop" })).toMatchObject({ resumed: false });
    expect(await call(client, "skip_question", { question: "scope.kind" })).toMatchObject({ isError: false });
    expect(await call(client, "brief_status")).toMatchObject({ state: "incomplete", project: "Shop" });
    await expect(client.callTool({ name: "confirm_brief", arguments: {} })).rejects.toThrow("-32602");
    await expect(client.readResource({ uri: "lintel://nothing" })).rejects.toThrow("-32002");
  });
});

describe("over HTTP, at the door", () => {
  it("lets in nobody without the token, under another name or from a page of elsewhere", async () => {
    const url = await served();
    const body = rpc("tools/list", stateless());
    const refused: readonly (readonly [Record<string, string>, number])[] = [
      [{ host: "evil.example" }, 403],
      [{ host: `evil.example:${url.port}` }, 403],
      [{ host: "127.0.0.1" }, 403],
      [{ origin: "http://evil.example" }, 403],
      [{ origin: "null" }, 403],
      [{ origin: `https://localhost:${url.port}` }, 403],
      [{ origin: "http://localhost:1" }, 403],
      [{ authorization: "" }, 401],
      [{ authorization: `Bearer ${token}x` }, 401],
      [{ authorization: `Basic ${token}` }, 401],
      [{ "content-type": "text/plain" }, 415],
    ];
    for (const [header, status] of refused) {
      const answer = await send(url, { headers: { ...mirrored("tools/list"), ...header }, body });
      expect([header, answer.status]).toEqual([header, status]);
      expect(answer.body).not.toContain(token);
      if (status === 401) expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
    for (const header of [{}, { origin: `http://localhost:${url.port}` }, { host: `localhost:${url.port}` }])
      expect((await send(url, { headers: { ...mirrored("tools/list"), ...header }, body })).status).toBe(200);
    expect((await send(url, { path: "/", body })).status).toBe(404);
    for (const method of ["GET", "DELETE", "PUT"])
      expect(await send(url, { method, body: "" })).toMatchObject({
        status: 405,
        headers: { allow: "POST" },
      });
  });

  it("does not read more than a message may have", async () => {
    const url = await served();
    const said = await send(url, { headers: { ...usual(), "content-length": "5000000" }, body: "" }).catch(
      () => undefined,
    );
    if (said) expect(said.status).toBe(413);
    const socket = connect(Number(url.port), url.hostname);
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    const heard = new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
    const head = Object.entries({ ...usual(), host: url.host, "transfer-encoding": "chunked" });
    socket.write(
      `POST /mcp HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`,
    );
    socket.write(`${(5_000_000).toString(16)}\r\n`);
    socket.write("x".repeat(5_000_000));
    expect(await heard).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe("over HTTP, the stateless revision", () => {
  it("answers each request by itself, and holds its headers to its body", async () => {
    const url = await served();
    const discovered = await send(url, {
      headers: mirrored("server/discover"),
      body: rpc("server/discover", stateless()),
    });
    expect(discovered).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
    expect(discovered.headers["mcp-session-id"]).toBeUndefined();
    expect(JSON.parse(discovered.body)).toMatchObject({ result: { resultType: "complete" } });

    const callBody = rpc("tools/call", stateless({ name: "brief_status" }));
    for (const [headers, body, status, code] of [
      [mirrored("tools/call", "brief_status"), callBody, 200, undefined],
      [
        mirrored("tools/call", `=?base64?${Buffer.from("brief_status").toString("base64")}?=`),
        callBody,
        200,
        undefined,
      ],
      [mirrored("tools/call"), callBody, 400, -32020],
      [mirrored("tools/call", "brief_summary"), callBody, 400, -32020],
      [mirrored("tools/list", "brief_status"), callBody, 400, -32020],
      [
        { ...mirrored("tools/call", "brief_status"), "mcp-protocol-version": "2025-11-25" },
        callBody,
        400,
        -32020,
      ],
      [usual(), callBody, 400, -32020],
      [mirrored("tools/list"), rpc("tools/list"), 400, -32602],
      [
        { ...mirrored("tools/list"), "mcp-protocol-version": "2031-01-01" },
        rpc("tools/list", stateless({}, "2031-01-01")),
        400,
        -32022,
      ],
      [mirrored("nothing/such"), rpc("nothing/such", stateless()), 404, -32601],
      [mirrored("tools/call", "nothing"), rpc("tools/call", stateless({ name: "nothing" })), 200, -32602],
      [
        mirrored("resources/read", "lintel://brief"),
        rpc("resources/read", stateless({ uri: "lintel://brief" })),
        200,
        -32602,
      ],
      [mirrored("tools/list"), "{", 400, -32700],
      [mirrored("tools/list"), "[]", 400, -32600],
    ] as const) {
      const answer = await send(url, { headers, body });
      const told = JSON.parse(answer.body) as { error?: { code: number } };
      expect([headers, answer.status, told.error?.code]).toEqual([headers, status, code]);
    }
    const notified = await send(url, {
      headers: mirrored("notifications/cancelled"),
      body: JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: stateless() }),
    });
    expect(notified).toMatchObject({ status: 202, body: "" });
  });

  it("acknowledges who listens, and ends with the server", async () => {
    const serving = await serveHttp(projectIn(projectFolder()), { port: 0, token });
    const answer = await fetch(serving.url, {
      method: "POST",
      headers: mirrored("subscriptions/listen"),
      body: rpc(
        "subscriptions/listen",
        stateless({ notifications: { resourceSubscriptions: ["lintel://brief"] } }),
      ),
    });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const reader = answer.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain('"notifications":{}');
    await serving.close();
    await expect(reader?.read()).rejects.toThrow();
  });
});

describe("lintel mcp --http", () => {
  it("prints its address and a token, and stops when it is told to", async () => {
    const cwd = projectFolder();
    const server = running(["mcp", "--http", "--json"], { cwd });
    await server.says(/\n}\n/);
    const { url, token: printed } = JSON.parse(server.output.stdout) as { url: string; token: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect(printed.length).toBeGreaterThanOrEqual(32);
    const body = rpc("tools/list", stateless());
    const asked = await send(new URL(url), {
      headers: { ...mirrored("tools/list"), authorization: `Bearer ${printed}` },
      body,
    });
    expect(asked.status).toBe(200);
    const port = new URL(url).port;
    const second = await lintel(["mcp", "--http", "--port", port], { cwd });
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining("PORT_TAKEN")]);
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  });

  it("says what it was given wrongly", async () => {
    const cwd = projectFolder();
    const weak = await lintel(["mcp", "--http"], { cwd, env: { LINTEL_MCP_TOKEN: "secret" } });
    expect([weak.code, weak.stderr]).toEqual([2, expect.stringContaining("MCP_TOKEN_WEAK")]);
    expect(weak.stderr).not.toContain("secret");
    const port = await lintel(["mcp", "--http", "--port", "70000"], { cwd });
    expect([port.code, port.stderr]).toEqual([2, expect.stringContaining("PORT_INVALID")]);
  });
});
