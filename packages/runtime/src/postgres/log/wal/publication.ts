import { quote } from "../../identifier.js";
import { logTables } from "../tables.js";
import type { Client } from "./login.js";
import { publicationOf } from "./names.js";
import { publishedColumns } from "./pgoutput.js";
import { publicationIdentity } from "./publication-identity.js";

/**
 * The statement that publishes the order in which transactions write to the outbox of a schema, for migrations. Who runs it
 * owns the table and may create in the database. It publishes no data: three columns, of rows that are added.
 */
export function publicationStatement(schema: string): string {
  const columns = publishedColumns.map(quote).join(", ");
  return `create publication ${quote(publicationOf(schema))}
  for table ${quote(schema)}.${quote(logTables.outbox)} (${columns})
  with (publish = 'insert', publish_via_partition_root = true)`;
}

/** The statement that takes it away. */
export function dropPublicationStatement(schema: string): string {
  return `drop publication if exists ${quote(publicationOf(schema))}`;
}

const readPublication = `
select p.pubinsert and p.pubviaroot and not p.puballtables
         and not p.pubupdate and not p.pubdelete and not p.pubtruncate
         and count(*) = 1
         and bool_and(t.schemaname = $2 and t.tablename = $3 and t.rowfilter is null
                      and t.attnames::text[] = $4::text[]) as right
  from pg_publication p
  left join pg_publication_tables t on t.pubname = p.pubname
 where p.pubname = $1
 group by p.oid`;

/** Whether the publication is there, and whether it is what Lintel makes. */
export async function readPublicationState(
  client: Client,
  schema: string,
): Promise<"right" | "wrong" | "missing"> {
  const { rows } = await client.query<{ right: boolean | null }>(readPublication, [
    publicationOf(schema),
    schema,
    logTables.outbox,
    publishedColumns,
  ]);
  const [found] = rows;
  if (!found) return "missing";
  return found.right === true ? "right" : "wrong";
}

/** Makes the publication what it has to be. */
export async function ensurePublication(client: Client, schema: string): Promise<void> {
  const state = await readPublicationState(client, schema);
  if (state === "right") return;
  if (state === "wrong") await client.query(dropPublicationStatement(schema));
  await client.query(publicationStatement(schema));
}

export async function readPublicationIdentity(client: Client, schema: string): Promise<string | undefined> {
  const { rows } = await client.query<{ identity: string | null }>(
    `select ${publicationIdentity("$1")} as identity`,
    [publicationOf(schema)],
  );
  return rows[0]?.identity ?? undefined;
}
