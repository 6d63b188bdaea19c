import { setTimeout as wait } from "node:timers/promises";
import type { SystemModel } from "@lintel/runtime/tools";
import { base, type Kind } from "./kinds.js";
import type { MigrationStage } from "./stage.js";
import type { Span, Traffic } from "./traffic.js";

/** One way of one kind of change. */
export interface Measured extends Span {
  /** How long the change itself took, in milliseconds. */
  readonly milliseconds: number;
}

/** A kind of change, each way as Lintel makes it and as its shortest form in one transaction does. */
export interface KindResult {
  readonly kind: string;
  readonly way: "applied" | "undone";
  readonly lintel: Measured;
  readonly plain?: Measured | undefined;
}

/** Statements have some time to meet a change that takes a moment only. */
const shortest = 300;

/** Applies and undoes a kind of change by `db diff` and `db migrate`, amid traffic. */
export function measureLintel(stage: MigrationStage, traffic: Traffic, kind: Kind) {
  return bothWays(kind, async (to) => {
    await stage.write(to);
    return measure(traffic, () => stage.migrate(to));
  });
}

/**
 * Does the same in the statements that most people would write, all in one transaction. The database is then what
 * the migrations would have made of it, so they can go on from there.
 */
export function measurePlain(stage: MigrationStage, traffic: Traffic, kind: Kind) {
  return bothWays(kind, async (to) => {
    const changes = await stage.plan(to);
    return measure(traffic, async () => {
      await stage.client.query("begin");
      try {
        for (const { sql } of changes) await stage.client.query(sql);
        await stage.client.query("commit");
      } catch (error) {
        await stage.client.query("rollback");
        throw error;
      }
    });
  });
}

async function bothWays({ model, from }: Kind, change: (to: SystemModel) => Promise<Measured>) {
  if (from) await change(from);
  const measured = { applied: await change(model), undone: await change(from ?? base) };
  if (from) await change(base);
  return measured;
}

async function measure(traffic: Traffic, change: () => Promise<void>): Promise<Measured> {
  await traffic.take();
  const began = performance.now();
  await change();
  const milliseconds = performance.now() - began;
  await wait(Math.max(0, shortest - milliseconds));
  return { milliseconds, ...(await traffic.take()) };
}
