import { LRUCache } from "lru-cache";
import type { Parameter } from "../parameter.js";

/** The text of a statement with the name under which connections prepare it. */
export interface Prepared {
  readonly text: string;
  /** Empty: parsed anew each time. */
  readonly name: string;
  /** What facts call it: `product.list`. */
  readonly label: string;
  /** Bytes of rows after which the rest is not kept: the `bytes` of the result then tell of it. */
  readonly mostBytes?: number | undefined;
  /** What has to be run ahead of it, in the same packet. */
  readonly before?: Prepared | undefined;
}

/** A statement with its values. */
export interface Bound {
  readonly prepared: Prepared;
  readonly values: readonly Parameter[];
}

/** Bounded in characters too, since clients choose how many conditions a statement has. */
const known = new LRUCache<string, Prepared>({
  max: 2_000,
  maxSize: 8_000_000,
  sizeCalculation: ({ text }) => text.length,
});
let count = 0;

/** A prepared statement for the text: the same one for the same text, as long as it is used now and then. */
export function prepare(
  label: string,
  text: string,
  more: Pick<Prepared, "before" | "mostBytes"> = {},
): Prepared {
  const found = known.get(text);
  if (found) return found;
  count += 1;
  const prepared = Object.freeze({ text, name: `lintel_${count}`, label, ...more });
  known.set(text, prepared);
  return prepared;
}

/**
 * Run ahead of a statement for which the values decide which plan is good: PostgreSQL may then plan each execution anew,
 * also on the connections of reads, which keep one plan otherwise. The setting ends with the transaction, or with the Sync.
 */
export const planForValues = prepare("plan", "select set_config('plan_cache_mode', 'auto', true)");

/** A statement that is not worth preparing, since its text will hardly come again. */
export function unprepared(label: string, text: string): Prepared {
  return { text, name: "", label };
}
