/**
 * What Node and PostgreSQL can do at most: node:http, prepared statements, JSON made by SQL; no tokens, no checks, no
 * headers, no pages. Nobody should run this. A process of its own, with DATABASE_URL and DRIVER, which is `pg` or `postgres`.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import postgres from "postgres";
import { type LimitStatement, statementFor } from "./limit-statements.js";

type Run = (statement: LimitStatement) => Promise<string | undefined>;
const url = process.env.DATABASE_URL ?? "";
const run = process.env.DRIVER === "postgres" ? viaPostgresJs() : await viaPg();

const server = createServer(async (request, response) => {
  const { status = 200, text } = await answer(request);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
});

async function answer(request: IncomingMessage): Promise<{ status?: number; text: string }> {
  const { method = "GET", url: path = "" } = request;
  const statement = statementFor(method, path, method === "POST" ? await bodyOf(request) : "");
  const text = await run(statement);
  return text ? { text } : { status: method === "POST" ? 409 : 404, text: "{}" };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

async function viaPg(): Promise<Run> {
  const clients = Array.from(
    { length: 10 },
    () => new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig),
  );
  await Promise.all(clients.map((client) => client.connect()));
  let turn = 0;
  return async ({ name, text, values }) => {
    turn = (turn + 1) % clients.length;
    const { rows } = await (clients[turn] as pg.Client).query<{ json: string }>({
      name,
      text,
      values: [...values],
    });
    return rows[0]?.json;
  };
}

/** Ten clients of one connection in turn: a pool of ten slows down for as long as it is saturated. */
function viaPostgresJs(): Run {
  const clients = Array.from({ length: 10 }, () => postgres(url, { max: 1, prepare: true }));
  let turn = 0;
  return async ({ text, values }) => {
    turn = (turn + 1) % clients.length;
    const rows = await (clients[turn] as postgres.Sql).unsafe<{ json: string }[]>(text, [...values], {
      prepare: true,
    });
    return rows[0]?.json;
  };
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
