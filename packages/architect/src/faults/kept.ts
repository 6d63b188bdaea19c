import type { Load } from "./load.js";
import type { OwnPostgres } from "./own-postgres.js";

/** What became of the orders of a load, as the database has it. */
export interface Kept {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** Placed by a command, and one of its two tables lacks its part. */
  readonly halved: readonly string[];
  /** There, and never sent. */
  readonly unknown: readonly string[];
}

/** Nothing is lost, doubled, halved or made up. */
export const whole: Kept = { lost: [], doubled: [], halved: [], unknown: [] };

/** Compares what clients were told with what is there. */
export async function compareKept(postgres: OwnPostgres, load: Load): Promise<Kept> {
  const rows = await postgres.sql<{ mark: string; orders: number; parts: number; lines: number }>(
    `select o.mark,
            count(distinct o.id)::int                                  as orders,
            count(distinct o.id) filter (where made = 'by command')::int as parts,
            count(l.id)::int                                           as lines
     from orders.orders o
     left join orders.lines l on l.order_id = o.id
     where starts_with(o.mark, $1)
     group by o.mark`,
    [load.name],
  );
  const there = new Map(rows.map((row) => [row.mark, row]));
  return {
    lost: [...load.acknowledged].filter((mark) => !there.has(mark)),
    doubled: rows.filter(({ orders }) => orders > 1).map(({ mark }) => mark),
    halved: rows.filter(({ parts, lines }) => parts !== lines).map(({ mark }) => mark),
    unknown: rows.filter(({ mark }) => !load.sent.has(mark)).map(({ mark }) => mark),
  };
}
