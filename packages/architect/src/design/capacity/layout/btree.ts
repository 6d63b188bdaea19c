import { maxAlign, page } from "./page.js";
import type { StorageType } from "./storage-type.js";
import { endOf, type ValueBytes } from "./tuple.js";

/** The end of each page of a btree, which says what is beside it (`BTPageOpaqueData`, src/include/access/nbtree.h). */
const special = 16;
/** Before each key: where its row is, and how long it is (`IndexTupleData`, src/include/access/itup.h). */
const keyHeader = 8;
/** Where a row is: its page and its place there (`ItemPointerData`). */
const rowPlace = 6;
/** Pages above the leaves are filled to this part as an index is built (`BTREE_NONLEAF_FILLFACTOR`). */
const innerFill = 70;

/** An index as it is to be worked out. */
export interface BtreeShape {
  readonly rows: number;
  /** Bytes of keys like those of the index, each with its header and padding: `keyBytes`. */
  readonly keys: readonly number[];
  readonly fillFactor?: number;
  /** Rows that have the same key on average, where PostgreSQL keeps them in one posting list: 1 for a unique index. */
  readonly sameKey?: number;
}

/** Bytes of a key on its page: header, null bitmap where there is a null, values at their alignment, padded to eight. */
export function keyBytes(types: readonly StorageType[], values: readonly ValueBytes[]): number {
  const hasNull = values.some((value) => value === undefined);
  const header = maxAlign(keyHeader + (hasNull ? nullBitmap : 0));
  const data = types.reduce((offset, type, at) => {
    const bytes = values[at];
    return bytes === undefined ? offset : endOf(offset, type, bytes);
  }, 0);
  return maxAlign(header + data);
}

/** For 32 columns, however many there are (`IndexAttributeBitMapData`). */
const nullBitmap = 4;

/**
 * Pages of a btree that was built over its rows, its first page with it, which holds no keys.
 *
 * Source: `_bt_load`, `_bt_buildadd` (src/backend/access/nbtree/nbtsort.c), `_bt_dedup_finish_pending` (nbtdedup.c), PostgreSQL documentation,
 * "B-Tree Indexes: Implementation" (btree.html).
 */
export function btreePages({ rows, keys, fillFactor = 90, sameKey = 1 }: BtreeShape): number {
  if (rows <= 0 || keys.length === 0) return 1;
  const items = sameKey > 1 ? postingLists(rows, keys, sameKey) : { count: rows, sizes: keys, lists: 0 };
  const leaves = Math.ceil(items.count / itemsPerPage(items.sizes, fillFactor, items.lists));
  const average = keys.reduce((sum, bytes) => sum + bytes, 0) / keys.length;
  return 1 + leaves + pagesAbove(leaves, maxAlign(average));
}

/** Pages above the leaves, up to the one root. */
function pagesAbove(leaves: number, key: number): number {
  let pages = 0;
  let below = leaves;
  while (below > 1) {
    below = Math.max(1, Math.ceil(below / itemsPerPage([key], innerFill, 0)));
    pages += below;
  }
  return pages;
}

/**
 * Items of a page while an index is built. A page is closed when less is free than the fill factor leaves, or the next does not fit; its last
 * item then goes on to the next page, and what of it is needed stays as the high key. `lists` are the bytes of the last item that the high key does
 * without.
 */
function itemsPerPage(sizes: readonly number[], fillFactor: number, lists: number): number {
  const full = Math.floor((page.size * (100 - fillFactor)) / 100);
  let taken = 0;
  for (let pages = 0; pages < enoughPages; pages += 1) {
    // A line pointer is kept for the high key.
    let free = page.size - page.header - special - page.linePointer;
    let items = 0;
    for (;;) {
      const size = sizes[(taken + items) % sizes.length] ?? 0;
      const space = free - page.linePointer;
      if (items > 1 && (space < size || space + lists < full)) break;
      free -= size + page.linePointer;
      items += 1;
    }
    taken += items - 1;
  }
  return taken / enoughPages;
}

const enoughPages = 100;

/** A tenth of a page, and no more, is one posting list while an index is built. */
const longestList = Math.floor(page.size / 10 / page.alignment) * page.alignment - page.linePointer;

/** Keys that are the same, as one item each with the places of their rows. */
function postingLists(rows: number, keys: readonly number[], sameKey: number) {
  const sizes: number[] = [];
  let itemsOfAKey = 0;
  let extra = 0;
  for (const key of keys) {
    const most = Math.max(1, Math.floor((Math.floor(longestList / 8) * 8 - key) / rowPlace));
    let left = Math.round(sameKey);
    while (left > 0) {
      const places = Math.min(left, most);
      const list = places > 1 ? places * rowPlace : 0;
      sizes.push(maxAlign(key + list));
      extra += list;
      itemsOfAKey += 1;
      left -= places;
    }
  }
  const count = Math.ceil((rows / sameKey) * (itemsOfAKey / keys.length));
  return { count, sizes, lists: extra / sizes.length };
}
