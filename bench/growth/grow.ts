import type { Client } from "pg";

/**
 * Multiplies the catalogue until it has `products`, each new one a copy of one of the first with another id and a price up
 * to a fifth lower or higher. Indexes that are no rules are dropped before and made anew after, which takes a fraction of
 * keeping them. `first` is how many there were at the beginning.
 */
export async function growCatalogue(
  client: Client,
  first: number,
  products: number,
  tell: (line: string) => void,
): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index
      where indrelid = 'catalog.products'::regclass and not indisunique`,
  );
  const { rows: columns } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name
       from pg_attribute
      where attrelid = 'catalog.products'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  const names = columns.map(({ name }) => name);
  await client.query("set maintenance_work_mem = '1GB'");
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (let copy = (await count(client)) / first; copy < products / first; copy += 1) {
    await client.query(
      `insert into catalog.products (${names.join(", ")})
       select ${names.map((name) => copied[name] ?? name).join(", ")}
         from catalog.products
        where substr(id::text, 25, 4) = '0000'`,
      [copy],
    );
    tell(`${(first * (copy + 1)).toLocaleString("en")} products`);
  }
  for (const { name, definition } of indexes) {
    await client.query(definition);
    tell(`index ${name}`);
  }
  await client.query("vacuum analyze catalog.products");
}

/** Ids of the seed have zeros after the last hyphen: there the number of the copy goes. */
const copied: Readonly<Record<string, string>> = {
  id: "overlay(id::text placing lpad(to_hex($1::integer), 4, '0') from 25)::uuid",
  price:
    "round(price * (0.8 + 0.4 * (hashtext(id::text || $1::integer) & 65535) / 65535.0)::numeric + 0.01, 2)",
};

async function count(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::integer as count from catalog.products",
  );
  return rows[0]?.count ?? 0;
}
