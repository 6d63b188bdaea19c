import { maxAlign, page } from "./page.js";

/** The end of each page of a GIN index (`GinPageOpaqueData`, src/include/access/ginblock.h). */
const special = 8;
/** What of a page of a posting tree is for places of rows (`GinDataPageMaxDataSize`). */
const dataPage = page.size - page.header - 8 - special;
/** A word and where it is found may take a third of a page; what is longer has a tree of its own (`GinMaxItemSize`). */
const largestEntry = Math.floor((page.size - 40 - special) / 3 / 8) * 8;
/** A list of places: the first in full, its length, and then the distances. Trees hold lists of about this many bytes. */
const listHeader = 8;
const listInTree = 256;
/** A page below, and the last place in it (`PostingItem`). */
const postingItem = 10;
/** A place counts as its page times 2,048 plus its number there (`MaxHeapTuplesPerPageBits`, ginpostinglist.c). */
const placesOfAPage = 2_048;

/** Words that are in about as many rows each. */
export interface WordClass {
  readonly words: number;
  /** Rows that one of them is in. */
  readonly rows: number;
}

/** The words of an index. */
export interface Words {
  /** Lengths of words in bytes, from the shortest to the longest, each for as many as the next. */
  readonly lengths: readonly number[];
  readonly classes: readonly WordClass[];
}

/**
 * Pages of a GIN index over text search vectors as it was built: words in order, each with the places of its rows as distances of one to six
 * bytes. `rowsOfAPage` is of the table.
 *
 * Sources: PostgreSQL documentation, "GIN Indexes: Implementation" (gin.html); src/backend/access/gin/ginpostinglist.c (varbyte encoding),
 * gindatapage.c (posting trees), ginentrypage.c (`entrySplitPage`: a page is split in halves, also where words come in order).
 */
export function ginPages(rows: number, rowsOfAPage: number, { lengths, classes }: Words): number {
  const base = mean(lengths.map((bytes) => maxAlign(keyHeader + 1 + bytes)));
  let trees = 0;
  let words = 0;
  let bytes = 0;
  for (const { words: count, rows: found } of classes) {
    if (count <= 0 || found <= 0) continue;
    const places = listBytes(found, rows, rowsOfAPage);
    // One place is a list of a fixed length; any other ends anywhere, and is padded.
    const size = base + listHeader + (places === 0 ? 0 : places + padding);
    const inTree = size > largestEntry;
    if (inTree) trees += count * treePages(places);
    words += count;
    bytes += count * ((inTree ? base : size) + page.linePointer);
  }
  const leaves = entryLeaves(words, bytes);
  return Math.ceil(2 + trees + leaves + Math.ceil(leaves / entriesAbove));
}

/** The header of an entry (`IndexTupleData`). */
const keyHeader = 8;
/** To a multiple of eight, on average. */
const padding = 3.5;
/** Pages of words that one page above them leads to, about. */
const entriesAbove = 200;

function mean(list: readonly number[]): number {
  return list.length === 0 ? 0 : list.reduce((sum, one) => sum + one, 0) / list.length;
}

/** Bytes of the distances between the places of a word's rows, which lie anywhere. */
function listBytes(of: number, rows: number, rowsOfAPage: number): number {
  const missing = 1 - Math.min(1, of / Math.max(1, rows));
  const r = Math.max(1, rowsOfAPage);
  /** Likelihood that the next place is further than so many pages away. */
  const further = (pages: number) => (missing === 0 ? 0 : missing ** (pages * r));
  const samePage = missing === 0 ? 1 - 1 / r : 1 - (1 - missing ** r) / (r * (1 - missing) || 1);
  const two = further(2 ** 14 / placesOfAPage - 0.5);
  const three = further(2 ** 21 / placesOfAPage - 0.5);
  const four = further(2 ** 28 / placesOfAPage - 0.5);
  return Math.max(0, of - 1) * (1 + (1 - samePage) + two + three + four);
}

function treePages(places: number): number {
  const leaves = Math.ceil((places * (1 + listHeader / listInTree)) / dataPage);
  let pages = leaves;
  for (let below = leaves; below > 1; ) {
    below = Math.ceil((below * postingItem) / dataPage);
    pages += below;
  }
  return pages;
}

/** Pages of words: each is left half full, as it is split when the next word does not fit, and words come in order. */
function entryLeaves(words: number, bytes: number): number {
  if (words === 0) return 1;
  const usable = page.size - page.header - special;
  // The half that stays is over a half by half of an entry.
  return Math.max(1, Math.ceil(bytes / Math.min(usable, usable / 2 + bytes / words / 2)));
}
