/**
 * What most people write: Express with helmet and express-rate-limit, a pool of ten, one statement after another, rows as
 * objects. Input is checked by plain comparisons, which costs less than the libraries that people use for it.
 * A process of its own, with DATABASE_URL, JWT_PUBLIC_KEY (SPKI), JWT_ISSUER and JWT_AUDIENCE.
 */
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import express, { json, type Request } from "express";
import { rateLimit } from "express-rate-limit";
import { createVerifier } from "fast-jwt";
import helmet from "helmet";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const verify = createVerifier({
  key: process.env.JWT_PUBLIC_KEY ?? "",
  allowedIss: process.env.JWT_ISSUER ?? "",
  allowedAud: process.env.JWT_AUDIENCE ?? "",
  algorithms: ["ES256"],
});

const app = express();
app.use(helmet());
app.use(rateLimit({ limit: 1_000_000_000, windowMs: 60_000 }));
app.use(((request, response, next) => {
  try {
    const [, token = ""] = request.headers.authorization?.split(" ") ?? [];
    response.locals.subject = verify(token).sub;
    next();
  } catch {
    response.status(401).json({ code: "UNAUTHORIZED" });
  }
}) satisfies Parameters<typeof app.get>[1]);
app.use(json());

const columns = `id, name, description, price, category_id as category, inventory_count as "inventoryCount",
       is_active as "isActive", created_at as "createdAt", updated_at as "updatedAt", version, deleted_at as "deletedAt"`;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const decimal = /^\d{1,8}(\.\d{1,2})?$/;
const meta = (page?: object) => ({ timestamp: new Date().toISOString(), requestId: randomUUID(), page });

app.get("/v1/products/:id", async (request, response) => {
  const { id = "" } = request.params;
  if (!uuid.test(id)) return response.status(400).json({ code: "INVALID" });
  const { rows } = await pool.query(
    `select ${columns} from catalog.products where id = $1 and deleted_at is null`,
    [id],
  );
  if (!rows[0]) return response.status(404).json({ code: "PRODUCT_NOT_FOUND" });
  return response.json({ data: rows[0], meta: meta() });
});

app.get("/v1/products", async ({ query }, response) => {
  const size = Number(query["page[size]"] ?? 20);
  const offset = Number(query["page[after]"] ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > 100 || !Number.isInteger(offset) || offset < 0)
    return response.status(400).json({ code: "INVALID" });
  const statement = query.q ? searchOf(query.q) : listOf(query);
  if (!statement) return response.status(400).json({ code: "INVALID" });
  const { text, values } = statement;
  const { rows } = await pool.query(`${text} limit $${values.length + 1} offset $${values.length + 2}`, [
    ...values,
    size + 1,
    offset,
  ]);
  const next = rows.length > size ? String(offset + size) : null;
  return response.json({ data: rows.slice(0, size), meta: meta({ size, next }) });
});

function searchOf(words: string) {
  return {
    text: `select ${columns} from catalog.products, websearch_to_tsquery('english', $1) as words
            where search_vector @@ words and deleted_at is null
            order by ts_rank(search_vector, words) desc, id`,
    values: [words],
  };
}

function listOf(query: Request["query"]) {
  const values: string[] = [];
  const where = ["deleted_at is null"];
  const filter = (name: string, valid: RegExp, condition: string) => {
    const value = query[name];
    if (value === undefined) return true;
    where.push(`${condition} $${values.push(value)}`);
    return valid.test(value);
  };
  const valid =
    (query.sort ?? "price") === "price" &&
    filter("filter[isActive]", /^(true|false)$/, "is_active =") &&
    filter("filter[category]", uuid, "category_id =") &&
    filter("filter[price][gte]", decimal, "price >=") &&
    filter("filter[price][lte]", decimal, "price <=");
  return valid
    ? {
        text: `select ${columns} from catalog.products where ${where.join(" and ")} order by price, id`,
        values,
      }
    : undefined;
}

interface Item {
  readonly product: string;
  readonly quantity: number;
}
interface Order {
  readonly items: readonly Item[];
  readonly deliverTo: Readonly<Record<string, unknown>>;
}

app.post("/v1/orders/place-order", async (request, response) => {
  if (!isOrder(request.body)) return response.status(400).json({ code: "INVALID" });
  const { items, deliverTo } = request.body;
  const client = await pool.connect();
  try {
    await client.query("begin");
    const placed = await place(client, response.locals.subject ?? "", items, deliverTo);
    await client.query("commit");
    return response.json({ data: placed, meta: meta() });
  } catch (error) {
    await client.query("rollback");
    if (!(error instanceof Refused)) throw error;
    return response.status(error.status).json({ code: error.message });
  } finally {
    client.release();
  }
});

class Refused extends Error {
  constructor(
    readonly status: number,
    code: string,
  ) {
    super(code);
  }
}

function isOrder(body: unknown): body is Order {
  const { items, deliverTo } = (body ?? {}) as Partial<Order>;
  const text = (name: string, max: number) => {
    const value = deliverTo?.[name];
    return typeof value === "string" && value.length >= 1 && value.length <= max;
  };
  return (
    Array.isArray(items) &&
    items.length >= 1 &&
    items.length <= 100 &&
    items.every(
      ({ product, quantity }) =>
        uuid.test(product) && Number.isInteger(quantity) && quantity >= 1 && quantity <= 1_000,
    ) &&
    new Set(items.map(({ product }) => product)).size === items.length &&
    text("recipient", 200) &&
    text("street", 200) &&
    text("postalCode", 20) &&
    text("city", 120) &&
    text("country", 2)
  );
}

async function place(client: pg.PoolClient, customer: string, items: readonly Item[], deliverTo: object) {
  const { rows } = await client.query(
    `select id, name, price, inventory_count as stock
       from catalog.products
      where id = any($1) and is_active and deleted_at is null
      order by id for update`,
    [items.map(({ product }) => product)],
  );
  let cents = 0;
  const lines = items.map(({ product, quantity }) => {
    const row = rows.find(({ id }) => id === product);
    if (!row) throw new Refused(422, "PRODUCT_UNAVAILABLE");
    if (row.stock < quantity) throw new Refused(409, "OUT_OF_STOCK");
    const line = Math.round(Number(row.price) * 100) * quantity;
    cents += line;
    return { product, name: row.name, unitPrice: row.price, quantity, lineTotal: (line / 100).toFixed(2) };
  });
  const total = (cents / 100).toFixed(2);
  const inserted = await client.query(
    "insert into orders.orders (id, customer, total, deliver_to) values (uuidv7(), $1, $2, $3) returning id",
    [customer, total, deliverTo],
  );
  const order = inserted.rows[0].id;
  for (const { product, name, unitPrice, quantity, lineTotal } of lines) {
    await client.query("update catalog.products set inventory_count = inventory_count - $2 where id = $1", [
      product,
      quantity,
    ]);
    await client.query(
      `insert into orders.order_lines (id, order_id, customer, product, name, unit_price, quantity, line_total)
       values (uuidv7(), $1, $2, $3, $4, $5, $6, $7)`,
      [order, customer, product, name, unitPrice, quantity, lineTotal],
    );
  }
  await client.query(
    "insert into orders.payments (id, order_id, customer, amount) values (uuidv7(), $1, $2, $3)",
    [order, customer, total],
  );
  return { order, total, lines };
}

const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
