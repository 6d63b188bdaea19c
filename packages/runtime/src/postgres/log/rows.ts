import type { EntityModel } from "../../blueprint/index.js";
import type { Statement } from "../database.js";
import { quote } from "../identifier.js";
import { untoldColumns } from "../schema/capture.js";

/** A row as the log would tell that it was inserted: `after` is the text of JSON, without what is never told. */
export interface ToldRow {
  readonly key: string;
  readonly version: string;
  readonly at: string;
  readonly after: string;
}

/** Asks for {@link ToldRow}s of an entity, by their ids: those after one, or the first. */
export function toldRowsStatement(entity: EntityModel, after: string | undefined, limit: number): Statement {
  const from = after === undefined ? "" : "\n where t.id > $3";
  return {
    name: after === undefined ? "log.rows-first" : "log.rows-next",
    text: `select t.id::text as key,
       t.version::text as version,
       to_json(transaction_timestamp()) #>> '{}' as at,
       (to_jsonb(t) - $1::text[])::text as after
  from ${quote(entity.schema)}.${quote(entity.table)} t${from}
 order by t.id
 limit $2`,
    values: [untoldColumns(entity), limit, ...(after === undefined ? [] : [after])],
  };
}
