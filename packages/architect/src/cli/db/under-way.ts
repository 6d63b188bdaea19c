import type { UnderWay } from "@lintel/runtime/tools";
import { duration } from "../table.js";

/** `catalog/0002_products: 3 of 8 statements; building the index products_stock_idx: 42%, ... (12.0 s)` */
export function describeUnderWay({ migration, done, total, backfill, work }: UnderWay): string {
  const file = `${migration.service}/${migration.name}: ${done} of ${total} statements${backfill === undefined ? "" : `, backfill ${Math.floor(backfill * 100)}%`}`;
  if (!work) return `${file}; nobody is at it. Go on: lintel db migrate`;
  const doing = work.doing ?? `at line ${migration.statements[done]?.line ?? "of its end"}`;
  return `${file}; ${doing} (${duration(work.milliseconds)})`;
}
