import { btreePages, keyBytes } from "../layout/btree.js";
import { ginPages } from "../layout/gin.js";
import { heapPages } from "../layout/heap.js";
import { maxAlign, page } from "../layout/page.js";
import { type ColumnShape, sampleRows } from "../layout/sample.js";
import { storageOf } from "../layout/storage-type.js";
import { chunkTuple, storedRow } from "../layout/toast.js";
import type { ValueBytes } from "../layout/tuple.js";
import { wordsOf } from "../widths/words.js";
import type { IndexShape } from "./index-shape.js";
import type { TableShape } from "./table-shape.js";

/** Bytes of a table and what belongs to it, as it is written and its indexes are built, without what updates leave behind. */
export interface TableSize {
  /** Of one row on its page, line pointer and padding with it, on average. */
  readonly row: number;
  readonly table: number;
  /** Values that are too long for their row, and the index by which they are found. */
  readonly outside: number;
  readonly indexes: readonly { readonly name: string; readonly bytes: number }[];
}

/** The sizes of a table at any number of rows: what costs time is done once. */
export function sizesOfTable(shape: TableShape): (rows: number) => TableSize {
  const types = shape.columns.map(({ type }) => type);
  const compressed = shape.columns.map((column) => column.compressed);
  const sample = sampleRows(shape.columns);
  const stored = sample.map((values) => storedRow(types, values, compressed));
  const tuples = stored.map(({ bytes }) => bytes);
  const chunks = stored.flatMap((row) => row.chunks.map(chunkTuple));
  const keys = new Map(shape.indexes.map((index) => [index.name, keysOf(index, shape.columns, sample)]));
  const row = tuples.reduce((sum, bytes) => sum + maxAlign(bytes) + page.linePointer, 0) / tuples.length;
  return (rows) => {
    const heap = heapPages(rows, tuples);
    const outsideRows = Math.ceil((rows * chunks.length) / sample.length);
    const outside =
      heapPages(outsideRows, chunks) +
      (outsideRows > 0 ? btreePages({ rows: outsideRows, keys: [chunkKey] }) : 0);
    const indexes = shape.indexes.map((index) => {
      const of = rows * partOf(index, shape);
      const pages =
        index.method === "gin"
          ? ginPages(of, rows / Math.max(1, heap), wordsOf(of, shape.widths, shape.texts))
          : btreePages({ rows: of, keys: keys.get(index.name) ?? [] });
      return { name: index.name, bytes: pages * page.size };
    });
    return { row, table: heap * page.size, outside: outside * page.size, indexes };
  };
}

/** An id and a number. */
const chunkKey = 16;

function partOf({ name, where }: IndexShape, { widths }: TableShape): number {
  return where === undefined ? 1 : (widths?.parts[name] ?? 1);
}

/** What its columns would be in rows of the sample: a value that is kept elsewhere in its row is whole in an index. */
function keysOf(
  { columns }: IndexShape,
  all: readonly ColumnShape[],
  sample: readonly (readonly ValueBytes[])[],
): readonly number[] {
  const places = columns.map((name) => all.findIndex((column) => column.name === name));
  const types = places.map((at) => all[at]?.type ?? storageOf("text"));
  return sample.map((values) =>
    keyBytes(
      types,
      places.map((at) => values[at]),
    ),
  );
}
