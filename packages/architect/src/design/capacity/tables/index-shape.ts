import type { IndexDescription } from "@lintel/runtime/tools";

/** An index as far as its size goes. */
export interface IndexShape {
  readonly name: string;
  readonly method: "btree" | "gin";
  /** Columns in the order of its keys; an expression counts as the column that it is made of. */
  readonly columns: readonly string[];
  /** Its condition, where it has one. */
  readonly where?: string;
}

/** The shape of an index from the statement that makes it. */
export function shapeOfIndex({ name, definition }: IndexDescription): IndexShape {
  const [, method = "btree", rest = ""] = /\susing (btree|gin) ([\s\S]*)$/.exec(definition) ?? [];
  const split = rest.indexOf(")\n  where ");
  const keys = split === -1 ? rest : rest.slice(0, split);
  return {
    name,
    method: method === "gin" ? "gin" : "btree",
    columns: quoted(keys),
    ...(split !== -1 && { where: rest.slice(split + ")\n  where ".length) }),
  };
}

/** Names in double quotes, in order. */
function quoted(sql: string): readonly string[] {
  return [...sql.matchAll(/"((?:[^"]|"")+)"/g)].map(([, name = ""]) => name.replaceAll('""', '"'));
}
