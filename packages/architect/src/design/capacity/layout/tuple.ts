import { align, maxAlign, page } from "./page.js";
import type { StorageType } from "./storage-type.js";

/** A value as it lies in a row: of a varying type its bytes without any header, undefined for null. */
export type ValueBytes = number | undefined;

/** The longest value, header with it, that has a header of one byte (`VARATT_SHORT_MAX`, src/include/varatt.h). */
const shortMost = 127;

/**
 * The end of a column's value that begins at `offset`, which is null nowhere.
 *
 * Source: `heap_compute_data_size` (src/backend/access/common/heaptuple.c), `att_align_datum` and `VARATT_CAN_MAKE_SHORT`.
 */
export function endOf(offset: number, type: StorageType, bytes: number): number {
  if (type.kind === "fixed") return align(offset, type.align) + type.bytes;
  return bytes + 1 <= shortMost ? offset + 1 + bytes : align(offset, type.align) + 4 + bytes;
}

/** Bytes of a row's data, behind its header: in the order of the columns, each at its alignment, nulls left out. */
function dataBytes(types: readonly StorageType[], values: readonly ValueBytes[]): number {
  return types.reduce((offset, type, at) => {
    const bytes = values[at];
    return bytes === undefined ? offset : endOf(offset, type, bytes);
  }, 0);
}

/** Bytes of the header: with a bit for each column where one of them is null. */
function headerBytes(columns: number, hasNull: boolean): number {
  return maxAlign(page.tupleHeader + (hasNull ? Math.ceil(columns / 8) : 0));
}

/**
 * Bytes of a row on its page, without its line pointer (`lp_len`): header, null bitmap and data. What follows it begins at the next
 * multiple of eight.
 */
export function tupleBytes(types: readonly StorageType[], values: readonly ValueBytes[]): number {
  return (
    headerBytes(
      types.length,
      values.some((value) => value === undefined),
    ) + dataBytes(types, values)
  );
}
