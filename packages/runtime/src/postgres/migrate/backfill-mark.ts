import { quote } from "../identifier.js";

/** What the line above a statement says of how it is run over a table: in batches of keys, in their order. */
export interface BackfillMark {
  /** Quoted, with its schema where one is said. */
  readonly table: string;
  /** Quoted. What the batches are cut by: one column, unique and not null. */
  readonly key: string;
  /** The most rows of a batch. */
  readonly batch: number;
  /** The columns that are read and filled: for messages. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const marker = /^--[ \t]*lintel:[ \t]*backfill\b(.*)$/;
const largestBatch = 100_000;
const usualBatch = 1_000;
const known = ["table", "key", "batch", "from", "to"];

/**
 * Reads a line such as `-- lintel: backfill table=catalog.products key=id batch=1000`; undefined where it is another.
 * `faults` says what is wrong with it, and with the statement below it.
 */
export function backfillMarkOf(
  line: string,
  statement: string,
): { readonly mark: BackfillMark; readonly faults: readonly string[] } | undefined {
  const words = marker.exec(line)?.[1]?.trim();
  if (words === undefined) return undefined;
  const pairs = words === "" ? [] : words.split(/\s+/).map((word) => word.split("=", 2));
  const said = new Map(pairs.map(([name = "", value = ""]) => [name, value]));
  const strange = [...said].filter(([name, value]) => !known.includes(name) || value === "");
  const table = namesIn(said.get("table") ?? "");
  const key = namesIn(said.get("key") ?? "id");
  const batch = Number(said.get("batch") ?? usualBatch);
  const faults = [
    ...strange.map(([name]) => `"${name}" is not one of ${known.map((one) => `${one}=...`).join(", ")}`),
    ...(table.length === 1 || table.length === 2 ? [] : ["say the table, as in table=catalog.products"]),
    ...(key.length === 1 ? [] : [`the key is one column, not "${said.get("key")}"`]),
    ...(Number.isInteger(batch) && batch >= 1 && batch <= largestBatch
      ? []
      : [`batch is a whole number from 1 to ${largestBatch}, not "${said.get("batch")}"`]),
    ...(/\$1\b/.test(statement) && /\$2\b/.test(statement)
      ? []
      : ["the statement takes the first key of a batch as $1 and the last one as $2"]),
  ];
  return {
    mark: {
      table: table.map(quote).join("."),
      key: key.map(quote).join("."),
      batch,
      from: said.get("from"),
      to: said.get("to"),
    },
    faults,
  };
}

/** `catalog."Odd"` as its names; none where it cannot be read. */
function namesIn(written: string): readonly string[] {
  const parts = written.match(/"(?:[^"]|"")+"|[^."]+/g) ?? [];
  if (parts.join(".") !== written) return [];
  return parts.map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
  );
}
