/**
 * What Node and PostgreSQL can do at most: node:http, prepared statements, JSON made by SQL; no tokens, no checks, no
 * headers, no pages. Nobody should run this. A process of its own, with DATABASE_URL and DRIVER, which is `pg` or `postgres`.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import postgres from "postgres";

type Run = (name: string, text: string, values: string[]) => Promise<string | undefined>;
const url = process.env.DATABASE_URL ?? "";
const run = process.env.DRIVER === "postgres" ? viaPostgresJs() : await viaPg();

/** Concatenation costs PostgreSQL a fraction of `json_build_object`. */
const json = `'{"id":"' || id || '","name":' || to_json(name) || ',"description":' || coalesce(to_json(description)::text, 'null')
  || ',"price":"' || price || '","category":"' || category_id || '","inventoryCount":' || inventory_count || ',"isActive":' || is_active
  || ',"createdAt":' || to_json(created_at) || ',"updatedAt":' || to_json(updated_at) || ',"version":' || version
  || ',"deletedAt":' || coalesce(to_json(deleted_at)::text, 'null') || '}'`;
const page = (rows: string) =>
  `select '{"data":[' || coalesce(string_agg(row, ','), '') || ']}' as json from (${rows}) as page`;
const list = (category: string) =>
  page(`select ${json} as row from catalog.products
         where deleted_at is null and is_active and price >= $1 and price <= $2 ${category}
         order by price, id limit $3::integer`);
const statements = {
  one: `select '{"data":' || ${json} || '}' as json from catalog.products where id = $1 and deleted_at is null`,
  list: list(""),
  shelf: list("and category_id = $4"),
  search: page(`select ${json} as row from catalog.products, websearch_to_tsquery('english', $1) as words
                 where search_vector @@ words and deleted_at is null
                 order by ts_rank(search_vector, words) desc, id limit $2::integer`),
  order: `
    with wanted as materialized (
      select product, quantity, line
        from rows from (json_to_recordset($1::text::json -> 'items') as (product uuid, quantity integer))
             with ordinality as item (product, quantity, line)
    ), locked as materialized (
      select products.id, name, price, inventory_count
        from catalog.products
       where id = any(array(select product from wanted)) and is_active and deleted_at is null
       order by id for no key update
    ), good as materialized (
      select wanted.*, name, price, price * quantity as total
        from wanted join locked on locked.id = wanted.product
       where (select count(*) = (select count(*) from wanted)
                from locked join wanted on wanted.product = locked.id
               where inventory_count >= quantity)
    ), taken as (
      update catalog.products set inventory_count = inventory_count - good.quantity from good where id = good.product
    ), placed as (
      insert into orders.orders (id, customer, total, deliver_to)
      select uuidv7(), '01900000-0000-7000-8000-000000000001', sum(total), ($1::text::json -> 'deliverTo')::jsonb from good having count(*) > 0
      returning id, total
    ), lines as (
      insert into orders.order_lines (id, order_id, customer, product, name, unit_price, quantity, line_total)
      select uuidv7(), placed.id, '01900000-0000-7000-8000-000000000001', product, name, price, quantity, good.total from good, placed
    ), payment as (
      insert into orders.payments (id, order_id, customer, amount)
      select uuidv7(), id, '01900000-0000-7000-8000-000000000001', total from placed
    )
    select '{"data":{"order":"' || placed.id || '","total":"' || placed.total || '","lines":[' || string_agg(
             '{"product":"' || product || '","name":' || to_json(name) || ',"unitPrice":"' || price || '","quantity":' || quantity
               || ',"lineTotal":"' || good.total || '"}', ',' order by line) || ']}}' as json
      from placed, good group by placed.id, placed.total`,
};

const server = createServer(async (request, response) => {
  const { status = 200, text } = await answer(request);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
});

async function answer(request: IncomingMessage): Promise<{ status?: number; text: string }> {
  const path = request.url ?? "";
  if (request.method === "POST") {
    const made = await run("order", statements.order, [await bodyOf(request)]);
    return made ? { text: made } : { status: 409, text: "{}" };
  }
  const at = path.indexOf("?");
  if (at === -1) {
    const found = await run("one", statements.one, [path.slice("/v1/products/".length)]);
    return found ? { text: found } : { status: 404, text: "{}" };
  }
  const query = new URLSearchParams(path.slice(at));
  const value = (name: string) => query.get(name) ?? "";
  const size = value("page[size]");
  if (query.has("q")) return { text: (await run("search", statements.search, [value("q"), size])) ?? "" };
  const range = [value("filter[price][gte]"), value("filter[price][lte]"), size];
  const category = query.get("filter[category]");
  const found = category
    ? run("shelf", statements.shelf, [...range, category])
    : run("list", statements.list, range);
  return { text: (await found) ?? "" };
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
  return async (name, text, values) => {
    turn = (turn + 1) % clients.length;
    const { rows } = await (clients[turn] as pg.Client).query<{ json: string }>({ name, text, values });
    return rows[0]?.json;
  };
}

/** Ten clients of one connection in turn: a pool of ten slows down for as long as it is saturated. */
function viaPostgresJs(): Run {
  const clients = Array.from({ length: 10 }, () => postgres(url, { max: 1, prepare: true }));
  let turn = 0;
  return async (_name, text, values) => {
    turn = (turn + 1) % clients.length;
    const rows = await (clients[turn] as postgres.Sql).unsafe<{ json: string }[]>(text, values, {
      prepare: true,
    });
    return rows[0]?.json;
  };
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
