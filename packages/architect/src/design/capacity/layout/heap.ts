import { maxAlign, page } from "./page.js";

/**
 * Pages of a table that holds `rows` rows like those of a sample, written one behind another as COPY and inserts do: a row goes to the next page
 * where it does not fit into what the fill factor leaves of this one.
 *
 * Source: `RelationGetBufferForTuple` (src/backend/access/heap/hio.c), `PageGetHeapFreeSpace` (src/backend/storage/page/bufpage.c).
 */
export function heapPages(rows: number, tuples: readonly number[], fillFactor = 100): number {
  if (rows <= 0 || tuples.length === 0) return 0;
  const kept = Math.floor((page.size * (100 - fillFactor)) / 100);
  const usable = page.size - page.header - kept;
  return Math.ceil(
    rows /
      itemsPerPage(
        tuples.map((bytes) => maxAlign(bytes) + page.linePointer),
        usable,
      ),
  );
}

/** Items of these sizes that a page takes on average, one behind another: an item that does not fit begins the next page. */
function itemsPerPage(sizes: readonly number[], usable: number): number {
  let pages = 1;
  let items = 0;
  let free = usable;
  while (pages <= enoughPages) {
    const size = sizes[items % sizes.length] ?? 0;
    if (size > free && free < usable) {
      pages += 1;
      free = usable;
      continue;
    }
    free -= size;
    items += 1;
  }
  // The item that did not fit is not counted, nor is the page that it begins.
  return items / enoughPages;
}

/** So many that what is left over of one does not count. */
const enoughPages = 200;
