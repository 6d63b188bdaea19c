/**
 * What a careful person writes by hand: Fastify with compiled schemas, helmet and rate-limit as plugins, tokens verified
 * and remembered, one prepared statement on pipelined connections.
 * Started as a process of its own: `node --import tsx bench/peers/fastify-by-hand.ts`, with DATABASE_URL, JWT_PUBLIC_KEY (SPKI),
 * JWT_ISSUER and JWT_AUDIENCE.
 */
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { createVerifier } from "fast-jwt";
import fastify from "fastify";
import pg from "pg";

const connections = await Promise.all(
  Array.from({ length: 10 }, async () => {
    const client = new pg.Client({
      connectionString: process.env.DATABASE_URL,
      pipeline: true,
    } as pg.ClientConfig);
    await client.connect();
    return client;
  }),
);
let turn = 0;
const query = (config: pg.QueryConfig) => {
  turn = (turn + 1) % connections.length;
  return (connections[turn] as pg.Client).query(config);
};

const verify = createVerifier({
  key: process.env.JWT_PUBLIC_KEY ?? "",
  allowedIss: process.env.JWT_ISSUER ?? "",
  allowedAud: process.env.JWT_AUDIENCE ?? "",
  algorithms: ["EdDSA", "ES256"],
  cache: true,
});

const text = { type: "string" } as const;
const product = {
  type: "object",
  properties: {
    id: text,
    name: text,
    description: { type: ["string", "null"] },
    price: text,
    category: text,
    inventoryCount: { type: "integer" },
    isActive: { type: "boolean" },
    createdAt: text,
    updatedAt: text,
    version: { type: "integer" },
  },
} as const;

const app = fastify({ logger: false });
await app.register(helmet);
await app.register(rateLimit, { max: 1_000_000_000, timeWindow: "1 minute" });
app.addHook("onRequest", async (request, reply) => {
  const header = request.headers.authorization;
  try {
    if (!header?.startsWith("Bearer ")) throw new Error("missing");
    verify(header.slice(7));
  } catch {
    return reply.code(401).send({ code: "UNAUTHORIZED" });
  }
});
app.get<{ Params: { id: string } }>(
  "/v1/products/:id",
  {
    schema: {
      params: { type: "object", properties: { id: { type: "string", format: "uuid" } }, required: ["id"] },
      response: {
        200: {
          type: "object",
          properties: {
            data: product,
            meta: { type: "object", properties: { timestamp: text, requestId: text } },
          },
        },
      },
    },
  },
  async (request, reply) => {
    const { rows } = await query({
      name: "product-by-id",
      text: `
        select id, name, description, price, category_id as category, inventory_count as "inventoryCount",
               is_active as "isActive", created_at as "createdAt", updated_at as "updatedAt", version
        from   catalog.products
        where  id = $1 and deleted_at is null`,
      values: [request.params.id],
    });
    const row = rows[0];
    if (!row) return reply.code(404).send({ code: "PRODUCT_NOT_FOUND" });
    return { data: row, meta: { timestamp: new Date().toISOString(), requestId: request.id } };
  },
);

const address = await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT ?? 0) });
process.stdout.write(`${address}\n`);
