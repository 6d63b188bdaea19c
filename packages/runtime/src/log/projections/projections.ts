import type { EntityModel, ServiceModel, SystemModel } from "../../blueprint/index.js";
import { failure } from "../../errors.js";
import type { Facts } from "../../facts.js";
import { askForBuild, type BuildState, readBuilds, sweepBuilds } from "../../postgres/projections/index.js";
import { createBell } from "../bell.js";
import type { Logs } from "../start-logs.js";
import type { WorkerTurn } from "../workers.js";
import { follow } from "./follow.js";
import { createProjector } from "./projector.js";

export interface ProjectionsOptions {
  readonly model: SystemModel;
  readonly logs: Pick<Logs, "reader" | "workers" | "archived">;
  /** The address of each service's database. */
  readonly urls: { readonly [service: string]: string };
  readonly facts: Facts;
  /** Called with the name of the service whenever one of its projections was written by this process. */
  readonly onWritten?: ((service: string) => void) | undefined;
}

/** Milliseconds between two looks for builds that were asked for. */
const looked = 500;

/**
 * Takes part in building every projection of the system, one process at a time for each version of each. They end with the workers
 * of their services.
 */
export function startProjections({ model, logs, urls, facts, onWritten }: ProjectionsOptions): void {
  for (const service of model.services) {
    for (const entity of service.entities) {
      const { projection } = entity;
      if (!projection) continue;
      const source = model.services.find(({ name }) => name === projection.source);
      if (!source) throw failure("INTERNAL", `There is no service ${projection.source}.`);
      logs.workers(service.name).start({
        name: projection.cursor,
        source: source.name,
        run: (turn) =>
          supervise(turn, {
            service,
            entity,
            source,
            facts,
            logs,
            isTogether: isOneDatabase(urls[service.name], urls[source.name]),
            onWritten: () => onWritten?.(service.name),
          }),
      });
    }
  }
}

interface Supervised {
  readonly service: ServiceModel;
  readonly entity: EntityModel;
  readonly source: ServiceModel;
  readonly facts: Facts;
  readonly logs: Pick<Logs, "reader" | "archived">;
  readonly isTogether: boolean;
  readonly onWritten: () => void;
}

/** Follows with every build of this version: the live one, and one that is built beside it. Begins the first, and sweeps old ones away. */
async function supervise(turn: WorkerTurn, options: Supervised): Promise<void> {
  const { service, entity, source, facts, logs, isTogether, onWritten } = options;
  const { signal, client } = turn;
  const version = entity.projection?.version ?? 1;
  const projector = createProjector(entity, source);
  const reader = logs.reader(source.name);
  const archive = logs.archived(source.name);
  const running = new Map<number, Promise<void>>();
  const bell = createBell();
  const start = (state: BuildState) => {
    const build = { entity, generation: state.generation, turn };
    const ended = follow({ turn, build, projector, reader, archive, facts, isTogether, onWritten }, state);
    running.set(
      state.generation,
      ended.finally(() => running.delete(state.generation)),
    );
  };
  signal.addEventListener("abort", bell.ring);
  try {
    while (!signal.aborted) {
      const builds = (await readBuilds(client, service.schema)).filter(({ name }) => name === entity.name);
      const current = builds.filter(({ state }) => state !== "retired");
      if (!current.some((build) => build.version >= version)) {
        await askForBuild(client, service.schema, { name: entity.name, version });
        continue;
      }
      for (const state of current) {
        if (state.version === version && !running.has(state.generation)) start(state);
      }
      const hasOld = builds.length > current.length;
      if (hasOld && (await sweepBuilds(client, entity))) continue;
      await bell.wait(looked);
    }
  } finally {
    signal.removeEventListener("abort", bell.ring);
    await Promise.all(running.values());
  }
}

/** Whether two addresses lead to one database, under whatever login. */
export function isOneDatabase(one = "", other = ""): boolean {
  if (one === other) return true;
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  const [a, b] = [new URL(one), new URL(other)];
  return a.host === b.host && a.pathname === b.pathname;
}
