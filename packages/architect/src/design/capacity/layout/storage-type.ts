/** Where a value may begin: at any byte, or at a multiple of 2, 4 or 8 (`pg_type.typalign`: c, s, i, d). */
export type Alignment = 1 | 2 | 4 | 8;

/**
 * How a type is kept (`pg_type.typlen`, `typalign`). Of one whose values vary, the alignment holds for those with a header of four
 * bytes alone: one of up to 126 bytes has a header of one byte and begins anywhere.
 */
export type StorageType =
  | { readonly kind: "fixed"; readonly bytes: number; readonly align: Alignment }
  | { readonly kind: "varying"; readonly align: 4 | 8 };

const fixed = (bytes: number, align: Alignment): StorageType => ({ kind: "fixed", bytes, align });

/** By the name of a type as PostgreSQL and Lintel's tables spell it. Source: src/include/catalog/pg_type.dat. */
const byName: { readonly [type: string]: StorageType } = Object.freeze({
  boolean: fixed(1, 1),
  smallint: fixed(2, 2),
  integer: fixed(4, 4),
  bigint: fixed(8, 8),
  xid8: fixed(8, 8),
  "double precision": fixed(8, 8),
  date: fixed(4, 4),
  timestamptz: fixed(8, 8),
  uuid: fixed(16, 1),
});

const varying: StorageType = Object.freeze({ kind: "varying", align: 4 });

/** Items of eight bytes begin at a multiple of eight, and so does an array of them that has a long header. */
const ofEight = /^(?:bigint|double precision|timestamptz)\[\]$/;

/** How a column's type is kept; one that is not known here is taken for one that varies. */
export function storageOf(type: string): StorageType {
  if (ofEight.test(type)) return { kind: "varying", align: 8 };
  return byName[type.replace(/\(.*\)$/, "")] ?? varying;
}
