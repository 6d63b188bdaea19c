import { setTimeout as delay } from "node:timers/promises";
import type { SystemModel } from "../blueprint/index.js";
import { listLetters, waitingLanes } from "../postgres/consumers/index.js";
import { readCursors } from "../postgres/cursors/index.js";
import { type LogConnection, openLogConnection, readLogStatus } from "../postgres/log/index.js";

/** An entry that a consumer has given up. */
export interface GivenUp {
  readonly service: string;
  readonly consumer: string;
  readonly position: number;
  /** The event's key, or the row's id. */
  readonly key: string;
  readonly error: string | undefined;
}

/** What a test asks of the consumers of a system. */
export interface Consuming {
  /** Waits until each consumer has begun: what happens from there on is not passed over. */
  begun(): Promise<void>;
  /** Waits until everything that has happened is handled, and what came of that. Gives back what was given up. */
  settled(): Promise<readonly GivenUp[]>;
  close(): Promise<void>;
}

/** Milliseconds after which it is said what is waited for. */
const patience = 30_000;

export function watchConsumers(model: SystemModel, url: string): Consuming {
  const consumers = model.services.flatMap((service) =>
    service.consumers.map((consumer) => ({
      ...consumer,
      schema: service.schema,
      place: { schema: service.schema, consumer: consumer.name },
    })),
  );
  const opened = new Map<string, Promise<LogConnection>>();
  const connect = (name: string): Promise<LogConnection> => {
    const service = model.services.find((one) => one.name === name);
    if (!service) throw new TypeError(`The system has no service "${name}".`);
    const { role, schema } = service;
    const found =
      opened.get(name) ?? openLogConnection({ url, role, schema, applicationName: "lintel settled" });
    opened.set(name, found);
    return found;
  };
  /** What is not settled, and how far all of it is. */
  const look = async () => {
    const open: string[] = [];
    const places: number[] = [];
    for (const { service, name, source, cursor, schema, place } of consumers) {
      const log = await connect(source);
      const own = await connect(service);
      const { position, waiting } = await readLogStatus(log, schemaOf(model, source));
      const state = (await readCursors(own, schema)).find((one) => one.name === cursor);
      const lanes = await waitingLanes(own, place);
      places.push(position, lanes.length);
      const isDone =
        waiting === 0 &&
        state?.epoch !== undefined &&
        state.position >= position &&
        lanes.every((lane) => lane.state === "dead");
      if (!isDone) open.push(`${service}.${name} is at ${state?.position ?? 0} of ${position}`);
    }
    return { open, at: places.join() };
  };
  const until = async (holds: () => Promise<readonly string[]>) => {
    const deadline = performance.now() + patience;
    for (;;) {
      const missing = await holds();
      if (missing.length === 0) return;
      if (performance.now() > deadline) throw new Error(`Consumers do not settle: ${missing.join(", ")}.`);
      await delay(10);
    }
  };
  return {
    begun: () =>
      until(async () => {
        const missing: string[] = [];
        for (const { service, name, schema, cursor } of consumers) {
          const cursors = await readCursors(await connect(service), schema);
          if (cursors.find((one) => one.name === cursor)?.epoch === undefined)
            missing.push(`${service}.${name} has not begun`);
        }
        return missing;
      }),
    async settled() {
      let before: string | undefined;
      await until(async () => {
        const { open, at } = await look();
        const isSame = at === before;
        before = at;
        return open.length > 0 || isSame ? open : ["what comes of it is not known yet"];
      });
      const letters = await Promise.all(
        consumers.map(async ({ service, name, place }) =>
          (await listLetters(await connect(service), place, { state: "dead", limit: 100 })).map(
            ({ position, key, error }): GivenUp => ({ service, consumer: name, position, key, error }),
          ),
        ),
      );
      return letters.flat();
    },
    async close() {
      for (const one of opened.values()) await (await one.catch(() => undefined))?.end();
    },
  };
}

function schemaOf(model: SystemModel, name: string): string {
  return model.services.find((service) => service.name === name)?.schema ?? name;
}
