/**
 * What a careful person writes by hand: Fastify with compiled schemas, helmet and rate-limit as plugins, tokens verified
 * and remembered, prepared statements on pipelined connections, keyset pages, and an order in three round trips.
 * A process of its own, with DATABASE_URL, JWT_PUBLIC_KEY (SPKI), JWT_ISSUER and JWT_AUDIENCE.
 */
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { createVerifier } from "fast-jwt";
import fastify, { type FastifyRequest } from "fastify";
import pg from "pg";

const options = { connectionString: process.env.DATABASE_URL, pipeline: true } as pg.ClientConfig;
const connect = async () => {
  const client = new pg.Client(options);
  await client.connect();
  return client;
};
/** Reads share four connections, which take many statements at once; six are for transactions. */
const readers = await Promise.all(Array.from({ length: 4 }, connect));
const idle = await Promise.all(Array.from({ length: 6 }, connect));
const waiting: ((client: pg.Client) => void)[] = [];

let turn = 0;
const query = (config: pg.QueryConfig) => {
  turn = (turn + 1) % readers.length;
  return (readers[turn] as pg.Client).query(config);
};

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = idle.pop() ?? (await new Promise<pg.Client>((resolve) => waiting.push(resolve)));
  try {
    return await work(client);
  } finally {
    const next = waiting.shift();
    if (next) next(client);
    else idle.push(client);
  }
}

const verify = createVerifier({
  key: process.env.JWT_PUBLIC_KEY ?? "",
  allowedIss: process.env.JWT_ISSUER ?? "",
  allowedAud: process.env.JWT_AUDIENCE ?? "",
  algorithms: ["ES256"],
  cache: true,
});

const text = { type: "string" } as const;
const uuid = { type: "string", format: "uuid" } as const;
const decimal = { type: "string", pattern: "^\\d{1,8}(\\.\\d{1,2})?$" } as const;
const nullable = { type: ["string", "null"] } as const;
const meta = (more: object = {}) => ({
  type: "object",
  properties: { timestamp: text, requestId: text, ...more },
});
const answer = (data: object, more?: object) => ({
  200: { type: "object", properties: { data, meta: meta(more) } },
});
const product = {
  type: "object",
  properties: {
    id: text,
    name: text,
    description: nullable,
    price: text,
    category: text,
    inventoryCount: { type: "integer" },
    isActive: { type: "boolean" },
    createdAt: text,
    updatedAt: text,
    version: { type: "integer" },
    deletedAt: nullable,
  },
} as const;
const columns = `id, name, description, price, category_id as category, inventory_count as "inventoryCount",
       is_active as "isActive", created_at as "createdAt", updated_at as "updatedAt", version, deleted_at as "deletedAt"`;

const app = fastify({ logger: false });
await app.register(helmet);
await app.register(rateLimit, { max: 1_000_000_000, timeWindow: "1 minute" });
app.decorateRequest("subject", "");
app.addHook("onRequest", async (request, reply) => {
  const header = request.headers.authorization;
  try {
    if (!header?.startsWith("Bearer ")) throw new Error("missing");
    request.subject = verify(header.slice(7)).sub;
  } catch {
    return reply.code(401).send({ code: "UNAUTHORIZED" });
  }
});
const metaOf = (request: FastifyRequest, page?: object) => ({
  timestamp: new Date().toISOString(),
  requestId: request.id,
  page,
});

app.get<{ Params: { id: string } }>(
  "/v1/products/:id",
  {
    schema: {
      params: { type: "object", properties: { id: uuid }, required: ["id"] },
      response: answer(product),
    },
  },
  async (request, reply) => {
    const { rows } = await query({
      name: "product-by-id",
      text: `select ${columns} from catalog.products where id = $1 and deleted_at is null`,
      values: [request.params.id],
    });
    if (!rows[0]) return reply.code(404).send({ code: "PRODUCT_NOT_FOUND" });
    return { data: rows[0], meta: metaOf(request) };
  },
);

interface ListQuery {
  readonly "filter[price][gte]"?: string;
  readonly "filter[price][lte]"?: string;
  readonly "filter[isActive]"?: boolean;
  readonly "filter[category]"?: string;
  readonly q?: string;
  readonly "page[size]": number;
  readonly "page[after]"?: string;
}

app.get<{ Querystring: ListQuery }>(
  "/v1/products",
  {
    schema: {
      querystring: {
        type: "object",
        properties: {
          "filter[price][gte]": decimal,
          "filter[price][lte]": decimal,
          "filter[isActive]": { type: "boolean" },
          "filter[category]": uuid,
          sort: { type: "string", enum: ["price"] },
          q: { type: "string", minLength: 1, maxLength: 200 },
          "page[size]": { type: "integer", minimum: 1, maximum: 100, default: 20 },
          "page[after]": { type: "string", maxLength: 200 },
        },
      },
      response: answer(
        { type: "array", items: product },
        { page: { type: "object", properties: { size: { type: "integer" }, next: nullable } } },
      ),
    },
  },
  async (request) => {
    const size = request.query["page[size]"];
    const { rows } = await query(listStatement(request.query, size + 1));
    const next = rows.length > size ? cursorOf(rows[size - 1]) : null;
    if (rows.length > size) rows.length = size;
    return { data: rows, meta: metaOf(request, { size, next }) };
  },
);

const cursorOf = (row: { price: string; id: string }) =>
  Buffer.from(JSON.stringify([row.price, row.id])).toString("base64url");

/** The limit is a parameter: with a constant, PostgreSQL's generic plan would sort the whole range. */
function listStatement(asked: ListQuery, limit: number): pg.QueryConfig {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const where = ["deleted_at is null"];
  if (asked.q) {
    const words = `websearch_to_tsquery('english', ${value(asked.q)})`;
    return named(
      `select ${columns} from catalog.products, ${words} as words where search_vector @@ words and deleted_at is null
        order by ts_rank(search_vector, words) desc, id limit ${value(limit)}`,
      values,
    );
  }
  if (asked["filter[isActive]"] !== undefined)
    where.push(asked["filter[isActive]"] ? "is_active" : "not is_active");
  if (asked["filter[category]"]) where.push(`category_id = ${value(asked["filter[category]"])}`);
  if (asked["filter[price][gte]"]) where.push(`price >= ${value(asked["filter[price][gte]"])}`);
  if (asked["filter[price][lte]"]) where.push(`price <= ${value(asked["filter[price][lte]"])}`);
  if (asked["page[after]"]) {
    const [price, id] = JSON.parse(Buffer.from(asked["page[after]"], "base64url").toString());
    where.push(`(price, id) > (${value(price)}, ${value(id)})`);
  }
  return named(
    `select ${columns} from catalog.products where ${where.join(" and ")} order by price, id limit ${value(limit)}`,
    values,
  );
}

const names = new Map<string, string>();
function named(text: string, values: unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? `list-${names.size}`;
  names.set(text, name);
  return { name, text, values };
}

interface Item {
  readonly product: string;
  readonly quantity: number;
}

app.post<{ Body: { items: Item[]; deliverTo: object } }>(
  "/v1/orders/place-order",
  {
    schema: {
      body: {
        type: "object",
        required: ["items", "deliverTo"],
        properties: {
          items: {
            type: "array",
            minItems: 1,
            maxItems: 100,
            items: {
              type: "object",
              required: ["product", "quantity"],
              properties: { product: uuid, quantity: { type: "integer", minimum: 1, maximum: 1_000 } },
            },
          },
          deliverTo: {
            type: "object",
            additionalProperties: false,
            required: ["recipient", "street", "postalCode", "city", "country"],
            properties: {
              recipient: { type: "string", minLength: 1, maxLength: 200 },
              street: { type: "string", minLength: 1, maxLength: 200 },
              postalCode: { type: "string", minLength: 1, maxLength: 20 },
              city: { type: "string", minLength: 1, maxLength: 120 },
              region: { type: ["string", "null"], maxLength: 120 },
              country: { type: "string", pattern: "^[A-Z]{2}$" },
            },
          },
        },
      },
      response: answer({
        type: "object",
        properties: {
          order: text,
          total: text,
          lines: {
            type: "array",
            items: {
              type: "object",
              properties: {
                product: text,
                name: text,
                unitPrice: text,
                quantity: { type: "integer" },
                lineTotal: text,
              },
            },
          },
        },
      }),
    },
  },
  async (request, reply) => {
    const { items, deliverTo } = request.body;
    if (new Set(items.map(({ product }) => product)).size < items.length)
      return reply.code(422).send({ code: "PRODUCT_REPEATED" });
    const placed = await withClient((client) => place(client, request.subject, items, deliverTo));
    if (typeof placed === "string")
      return reply.code(placed === "OUT_OF_STOCK" ? 409 : 422).send({ code: placed });
    return { data: placed, meta: metaOf(request) };
  },
);

/** Locks the rows in the order of their ids, then sends all that follows at once. */
async function place(client: pg.Client, customer: string, items: readonly Item[], deliverTo: object) {
  const begun = client.query("begin");
  const [, { rows }] = await Promise.all([
    begun,
    client.query({
      name: "lock-products",
      text: `select id, name, price, inventory_count as stock
               from catalog.products
              where id = any($1) and is_active and deleted_at is null
              order by id for no key update`,
      values: [items.map(({ product }) => product)],
    }),
  ]);
  const found = new Map(rows.map((row) => [row.id as string, row]));
  const short = items.some(({ product, quantity }) => quantity > found.get(product)?.stock);
  if (found.size < items.length || short) {
    await client.query("rollback");
    return short ? "OUT_OF_STOCK" : "PRODUCT_UNAVAILABLE";
  }
  let cents = 0;
  const lines = items.map(({ product, quantity }) => {
    const { name, price } = found.get(product);
    const line = Math.round(Number(price) * 100) * quantity;
    cents += line;
    return { product, name, unitPrice: price as string, quantity, lineTotal: (line / 100).toFixed(2) };
  });
  const total = (cents / 100).toFixed(2);
  const products = lines.map(({ product }) => product);
  const quantities = lines.map(({ quantity }) => quantity);
  const results = await Promise.allSettled([
    client.query({
      name: "insert-order",
      text: `with placed as (
               insert into orders.orders (id, customer, total, deliver_to)
               values (uuidv7(), $1, $2, $3) returning id
             ), lines as (
               insert into orders.order_lines (id, order_id, customer, product, name, unit_price, quantity, line_total)
               select uuidv7(), placed.id, $1, line.*
                 from placed, unnest($4::uuid[], $5::text[], $6::numeric[], $7::integer[], $8::numeric[]) as line
             ), payment as (
               insert into orders.payments (id, order_id, customer, amount)
               select uuidv7(), placed.id, $1, $2 from placed
             )
             select id from placed`,
      values: [
        customer,
        total,
        JSON.stringify(deliverTo),
        products,
        lines.map(({ name }) => name),
        lines.map(({ unitPrice }) => unitPrice),
        quantities,
        lines.map(({ lineTotal }) => lineTotal),
      ],
    }),
    client.query({
      name: "take-stock",
      text: `update catalog.products
                set inventory_count = inventory_count - item.quantity
               from unnest($1::uuid[], $2::integer[]) as item (id, quantity)
              where products.id = item.id`,
      values: [products, quantities],
    }),
    client.query("commit"),
  ]);
  const [made] = results;
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return { order: made.status === "fulfilled" ? (made.value.rows[0].id as string) : "", total, lines };
}

declare module "fastify" {
  interface FastifyRequest {
    subject: string;
  }
}

const address = await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${address}\n`);
