/**
 * What a page of PostgreSQL is made of, in bytes, as it is compiled unless somebody compiles it otherwise.
 *
 * Sources: PostgreSQL documentation, "Database Page Layout" (storage-page-layout.html); src/include/storage/bufpage.h (`PageHeaderData`),
 * src/include/storage/itemid.h (`ItemIdData`), src/include/access/htup_details.h (`HeapTupleHeaderData`), src/include/pg_config_manual.h.
 */
export const page = Object.freeze({
  size: 8_192,
  header: 24,
  /** Before each tuple of a page stands where it lies. */
  linePointer: 4,
  /** Every tuple begins, and so ends, at a multiple of it (MAXALIGN). */
  alignment: 8,
  /** `xmin`, `xmax`, `cid`, `ctid`, two masks and the length of the header itself. */
  tupleHeader: 23,
});

/** The next multiple of `to`. */
export function align(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to;
}

/** The next multiple of eight. */
export function maxAlign(bytes: number): number {
  return align(bytes, page.alignment);
}
