import fc from "fast-check";
import pg from "pg";
import type { Change, Recorder } from "../history/index.js";

/** What a writer does in one transaction. */
export interface Plan {
  readonly steps: readonly Step[];
  /** From which step on all is undone by a savepoint, before the last one. */
  readonly undone: number | undefined;
  readonly ending: "commit" | "rollback";
  /** Milliseconds between steps: long transactions stand beside short ones. */
  readonly pause: number;
}

type Step =
  | { readonly do: "put" | "remove"; readonly keys: readonly string[] }
  | { readonly do: "emit"; readonly key: string }
  | { readonly do: "truncate" };

const keys = fc.constantFrom("a", "b", "c", "d", "e");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("put" as const),
      keys: fc.uniqueArray(keys, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("remove" as const),
      keys: fc.uniqueArray(keys, { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("emit" as const), key: keys }) },
  { weight: 1, arbitrary: fc.constant({ do: "truncate" as const }) },
);

/** Transactions of several writers at once. */
export const plans: fc.Arbitrary<readonly (readonly Plan[])[]> = fc.array(
  fc.array(
    fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
      undone: fc.option(fc.nat({ max: 3 }), { nil: undefined, freq: 4 }),
      ending: fc.constantFrom("commit" as const, "commit" as const, "commit" as const, "rollback" as const),
      pause: fc.constantFrom(0, 0, 0, 2, 15),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  { minLength: 2, maxLength: 4 },
);

let emitted = 0;

/** Does what a writer was to do, READ COMMITTED, on a connection of its own, and records what it was told. */
export async function write(url: string, mine: readonly Plan[], recorder: Recorder): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    for (const plan of mine) await writeOne(client, plan, recorder);
  } finally {
    await client.end();
  }
}

async function writeOne(client: pg.Client, plan: Plan, recorder: Recorder): Promise<void> {
  const changes: Change[] = [];
  let kept = 0;
  try {
    await client.query("begin");
    for (const [at, one] of plan.steps.entries()) {
      if (at === plan.undone) {
        await client.query("savepoint s");
        kept = changes.length;
      }
      changes.push(...(await doStep(client, one)));
      if (plan.pause > 0) await new Promise((resolve) => setTimeout(resolve, plan.pause));
    }
    if (plan.undone !== undefined && plan.undone < plan.steps.length) {
      await client.query("rollback to s");
      changes.length = kept;
    }
  } catch {
    // A deadlock, or a row that two made at once: the transaction is over.
    await client.query("rollback");
    recorder.write({ outcome: "rolled back", changes });
    return;
  }
  try {
    await client.query(plan.ending);
    recorder.write({ outcome: plan.ending === "commit" ? "committed" : "rolled back", changes });
  } catch {
    recorder.write({ outcome: "unknown", changes });
  }
}

async function doStep(client: pg.Client, step: Step): Promise<readonly Change[]> {
  const changed = (rows: readonly { kind: Change["kind"]; id: string; version: number }[]) =>
    rows.map(({ kind, id, version }) => ({ kind, subject: "item", key: id, version }));
  switch (step.do) {
    case "put": {
      const updated = await client.query(
        "update shop.item set value = value + 1 where id = any ($1) returning 'update' as kind, id, version",
        [step.keys],
      );
      const inserted = await client.query(
        "insert into shop.item select k, 0 from unnest($1::text[]) k on conflict do nothing returning 'insert' as kind, id, version",
        [step.keys],
      );
      return changed([...updated.rows, ...inserted.rows]);
    }
    case "remove": {
      const removed = await client.query(
        "delete from shop.item where id = any ($1) returning 'delete' as kind, id, version",
        [step.keys],
      );
      return changed(removed.rows);
    }
    case "emit": {
      emitted += 1;
      const key = `${step.key}${emitted}`;
      await client.query("call shop.emit('happened', $1, '{}')", [key]);
      return [{ kind: "event", subject: "happened", key, version: 1 }];
    }
    case "truncate":
      await client.query("truncate shop.item");
      return [{ kind: "truncate", subject: "item", key: "", version: 0 }];
  }
}
