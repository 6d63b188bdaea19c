import type pg from "pg";

/** An index that a statement builds or drops without a transaction. Names are as the statement writes them. */
export interface ConcurrentIndex {
  readonly verb: "create" | "drop";
  /** To look it up by: qualified where the statement says a schema. */
  readonly name: string;
  /** The table of an index that is built. */
  readonly table?: string | undefined;
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const qualified = String.raw`${name}(?:\s*\.\s*${name})?`;
const create = new RegExp(
  String.raw`^create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(${name})\s+on\s+(?:only\s+)?(${qualified})`,
  "iu",
);
const drop = new RegExp(String.raw`^drop\s+index\s+concurrently\s+(?:if\s+exists\s+)?(${qualified})`, "iu");

/** The index that a statement is about, where it is one of these. */
export function concurrentIndexOf(statement: string): ConcurrentIndex | undefined {
  const created = create.exec(statement);
  if (created?.[1]) return { verb: "create", name: created[1], table: created[2] };
  const dropped = drop.exec(statement);
  return dropped?.[1] ? { verb: "drop", name: dropped[1] } : undefined;
}

/**
 * Makes a statement of this kind repeatable. An index that a build left behind invalid is dropped; `if not exists`
 * would take it for a whole one. Says whether the statement has nothing left to do, which only one that was
 * `begun` before can say: what it makes is there and valid, or what it drops is gone.
 */
export async function makeWay(client: pg.Client, index: ConcurrentIndex, begun: boolean): Promise<boolean> {
  const found = await lookUp(client, index);
  if (index.verb === "drop") return begun && !found;
  if (found?.valid) return begun;
  if (found) await client.query(`drop index concurrently ${found.name}`);
  return false;
}

async function lookUp(client: pg.Client, { name, table }: ConcurrentIndex) {
  const { rows } = await client.query<{ name: string; valid: boolean }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            i.indisvalid and i.indisready         as valid
       from pg_index i
       join pg_class c on c.oid = i.indexrelid
       join pg_namespace n on n.oid = c.relnamespace
      where case
              when $2::text is null then i.indexrelid = to_regclass($1)
              else i.indrelid = to_regclass($2) and c.relname = (parse_ident($1))[1]
            end`,
    [name, table ?? null],
  );
  return rows[0];
}
