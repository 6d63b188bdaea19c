import { createFacts, type Fact, type Facts } from "../../facts.js";
import {
  createLogReader,
  type LogOrder,
  type LogReader,
  orderSource,
  type Sequencer,
  type SequencerOptions,
  startSequencer,
} from "../../log/index.js";
import { type LogConnectionOptions, openLogConnection } from "../../postgres/log/index.js";
import type { TestDatabase } from "../database.js";
import { type LogFixture, openLogFixture } from "./log-database.js";

/** A log in a database of its own, with sequencers and readers as a process has them. */
export interface LogScene extends LogFixture {
  readonly facts: Facts;
  readonly heard: Fact[];
  /** One that takes the order from what is visible, unless told: `order`, or `any` for that of commits where it is permitted. */
  sequencer(options?: SceneSequencer): Sequencer;
  reader(options?: { readonly url?: string }): LogReader;
}

export interface SceneSequencer extends Partial<SequencerOptions> {
  readonly url?: string;
  readonly order?: LogOrder | "any";
}

/** In a database of the server of all tests, or in one that is given. */
export async function openScene(given?: TestDatabase): Promise<LogScene> {
  const fixture = await openLogFixture(given);
  const facts = createFacts();
  const heard: Fact[] = [];
  facts.subscribe((fact) => void heard.push(fact));
  const running: Sequencer[] = [];
  const readers: LogReader[] = [];
  const connect = (url: string, more: Partial<LogConnectionOptions>) =>
    openLogConnection({
      url,
      role: fixture.role,
      schema: fixture.schema,
      applicationName: "lintel log test",
      connectTimeout: 1_000,
      ...more,
    });
  return {
    ...fixture,
    facts,
    heard,
    sequencer({ url = fixture.database.url, order, ...options } = {}) {
      const { schema, role } = fixture;
      const at = { service: "shop", schema, role, facts, url, applicationName: "lintel log test" };
      const sequencer = startSequencer({
        service: "shop",
        schema: fixture.schema,
        facts,
        holder: `test ${running.length}`,
        ...(order && { openSource: orderSource({ ...at, order: order === "any" ? undefined : order }) }),
        connect: (notified) => connect(url, { listen: { channel: "lintel_outbox", notified } }),
        ...options,
      });
      running.push(sequencer);
      return sequencer;
    },
    reader({ url = fixture.database.url } = {}) {
      const reader = createLogReader({
        service: "shop",
        schema: fixture.schema,
        connect: (notified, onLost) => connect(url, { listen: { channel: "lintel_log", notified }, onLost }),
      });
      readers.push(reader);
      return reader;
    },
    async close() {
      await Promise.all([...running.map((one) => one.stop(1_000)), ...readers.map((one) => one.close())]);
      await fixture.close();
    },
  };
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 60_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error("The condition did not come true in time.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
