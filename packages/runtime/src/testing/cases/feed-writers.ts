import fc from "fast-check";
import pg from "pg";
import { idOf } from "./feed-scene.js";

/** What one writer does in one transaction on the tables of a feed scene. */
export interface FeedPlanStep {
  readonly sql: string;
  readonly ids: readonly string[];
}
export interface FeedWriterPlan {
  readonly steps: readonly FeedPlanStep[];
  /** From which step on all is undone by a savepoint. */
  readonly undone: number | undefined;
  readonly ending: "commit" | "rollback";
  readonly pause: number;
}

const statements = {
  put: `insert into shop.items (id, name, is_open, keeper)
        select k::uuid, 'item', abs(hashtext(k)) % 2 = 0, case when abs(hashtext(k)) % 3 = 0 then 'kim' end from unnest($1::text[]) k
        on conflict (id) do update set count = items.count + 1`,
  toggle: "update shop.items set is_open = not is_open where id::text = any($1)",
  keep: "update shop.items set keeper = case when keeper is null then 'kim' end where id::text = any($1)",
  price: "update shop.items set price = price + 0.5, count = count % 4 where id::text = any($1)",
  remove: "delete from shop.items where id::text = any($1)",
  hide: "update shop.items set deleted_at = case when deleted_at is null then now() end where id::text = any($1)",
  note: `insert into shop.notes (id, body) select k::uuid, 'note' from unnest($1::text[]) k
         on conflict (id) do update set body = notes.body || '.'`,
  many: "update shop.items set count = count + 1 where $1::text[] is not null",
  truncate: "truncate shop.items",
};
const weights = { put: 8, toggle: 5, keep: 4, price: 4, remove: 4, hide: 3, note: 4, many: 2, truncate: 1 };
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map(idOf), { minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<FeedPlanStep> = fc.oneof(
  ...Object.entries(statements).map(([name, sql]) => ({
    weight: weights[name as keyof typeof weights],
    arbitrary: ids.map((given) => ({ sql, ids: given })),
  })),
);

/** Transactions of several writers at once. */
export const feedWriterPlans: fc.Arbitrary<readonly (readonly FeedWriterPlan[])[]> = fc.array(
  fc.array(
    fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 5 }),
      undone: fc.option(fc.nat({ max: 4 }), { nil: undefined, freq: 4 }),
      ending: fc.constantFrom("commit" as const, "commit" as const, "commit" as const, "rollback" as const),
      pause: fc.constantFrom(0, 0, 0, 1, 10),
    }),
    { minLength: 4, maxLength: 12 },
  ),
  { minLength: 2, maxLength: 4 },
);

/** Does it, on a connection of its own. What collides with another writer is rolled back. */
export async function writeFeeds(url: string, plans: readonly FeedWriterPlan[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("set timezone = 'UTC'");
    for (const plan of plans) await writeOne(client, plan);
  } finally {
    await client.end();
  }
}

async function writeOne(client: pg.Client, { steps, undone, ending, pause }: FeedWriterPlan): Promise<void> {
  await client.query("begin");
  try {
    for (const [at, { sql, ids: given }] of steps.entries()) {
      if (at === undone) await client.query("savepoint s");
      await client.query(sql, sql.includes("$1") ? [given] : []);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    if (undone !== undefined && undone < steps.length) await client.query("rollback to s");
    await client.query(ending);
  } catch {
    // A deadlock: the transaction is over.
    await client.query("rollback");
  }
}
