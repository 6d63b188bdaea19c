/** The SQL of the limits: the answer as PostgreSQL makes it, with nothing around it. */

/** A statement with its parameters as text. */
export interface LimitStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
}

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

/** The statement that answers a request; `body` is the text of what was sent along. */
export function statementFor(method: string, path: string, body: string): LimitStatement {
  if (method === "POST") return { name: "order", text: statements.order, values: [body] };
  const at = path.indexOf("?");
  if (at === -1) return { name: "one", text: statements.one, values: [path.slice("/v1/products/".length)] };
  const query = new URLSearchParams(path.slice(at));
  const value = (name: string) => query.get(name) ?? "";
  const size = value("page[size]");
  if (query.has("q")) return { name: "search", text: statements.search, values: [value("q"), size] };
  const range = [value("filter[price][gte]"), value("filter[price][lte]"), size];
  const category = query.get("filter[category]");
  return category
    ? { name: "shelf", text: statements.shelf, values: [...range, category] }
    : { name: "list", text: statements.list, values: range };
}
