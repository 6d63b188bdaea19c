import type { Follow } from "../index.js";

interface Counted {
  readonly id: string;
  readonly version: number;
  readonly amount: number;
}

/** What came of a follow so far. */
export interface Followed {
  /** What was lost, doubled or out of order. */
  readonly faults: readonly string[];
  /** How many changes came. */
  readonly changes: number;
  /** The rows, as `id version amount`, in order. */
  rows(): readonly string[];
}

/** Takes all steps, and looks whether each change is the next one of its row, whose versions count its changes. */
export function checkSteps(follow: Follow<Counted>): Followed {
  const rows = new Map<string, Counted>();
  const faults: string[] = [];
  let position = 0;
  let changes = 0;
  const fault = (what: string) => void faults.push(`${what}, at ${position}`);
  const run = async () => {
    for await (const step of follow) {
      if (step.type === "reset") fault(`reset: ${step.code}`);
      if (step.type === "snapshot") {
        if (position > 0) fault("another snapshot");
        for (const row of step.rows) rows.set(row.id, row);
      }
      if (step.type !== "changes") continue;
      for (const change of step.changes) {
        changes++;
        if (change.position <= position) fault(`position ${change.position}`);
        position = change.position;
        if (change.op === "clear") {
          rows.clear();
          continue;
        }
        const before = rows.get(change.key)?.version ?? 0;
        if (change.op === "put") {
          if (change.version !== before + 1) fault(`${change.key} is ${change.version} after ${before}`);
          rows.set(change.key, change.row);
        } else rows.delete(change.key);
      }
    }
  };
  run().catch((error: unknown) => fault(String(error)));
  return {
    faults,
    get changes() {
      return changes;
    },
    rows: () => [...rows.values()].map(({ id, version, amount }) => `${id} ${version} ${amount}`).sort(),
  };
}
