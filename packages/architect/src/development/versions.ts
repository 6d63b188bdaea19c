import type { Finding } from "@lintel/runtime/tools";
import { asFailure } from "../failure.js";
import type { Project } from "../project/index.js";
import type { Happening } from "./happening.js";
import type { Addresses, ReadBlueprint } from "./version-messages.js";
import { Refused, startVersionProcess, type VersionProcess } from "./version-process.js";

export interface VersionsOptions {
  readonly project: Project;
  /** Where to serve; awaited when the blueprint has been read, so that both happen at once. */
  readonly place: Promise<Place>;
  /** Called when the tables of the first version are there, before it serves. */
  readonly beforeFirst: (databaseUrl: string) => Promise<void>;
  /** The first version may drop what its blueprint no longer has; later ones never do. */
  readonly acceptDataLoss: boolean;
  readonly tell: (happening: Happening) => void;
  /** Called when a blueprint was read that may be built. */
  readonly onRead: () => void;
}

export interface Ports {
  readonly port: number;
  readonly metricsPort: number;
}

/** Where a version moves up by ten when another program has a port, the next ones stay. */
export interface Place extends Ports {
  readonly databaseUrl: string;
  readonly metricsHost?: string | undefined;
}

export interface Advanced extends Addresses {
  readonly system: string;
  readonly ports: Ports;
  readonly changes: number;
  readonly findings: readonly Finding[];
  readonly examples: readonly string[];
}

/** The versions of a blueprint: one that serves, and a process that waits with the runtime loaded for the next. */
export interface Versions {
  /**
   * Makes what the files now say serve in the place of what served before. Undefined where it is refused, which
   * has been told then, and the version before goes on.
   *
   * @throws Refused where nothing has been served yet, and the project may not be built before its brief is confirmed
   */
  advance(): Promise<Advanced | undefined>;
  /** Drains what serves and ends the rest. No process is left. */
  stop(reason: string): Promise<void>;
  kill(): void;
}

export function createVersions(options: VersionsOptions): Versions {
  const { project, place, beforeFirst, tell, onRead } = options;
  const processes = new Set<VersionProcess>();
  let serving: VersionProcess | undefined;
  let spare: VersionProcess | undefined;
  let prepared = false;
  let ports: Ports | undefined;
  let stopping = false;
  // Whoever opens the place tells why it cannot be had; there is nothing to serve then.
  place.catch(() => {
    stopping = true;
  });

  const start = (imageOf?: Project): VersionProcess => {
    const started = startVersionProcess(imageOf);
    processes.add(started);
    started.ended.then((how) => {
      processes.delete(started);
      if (spare === started) spare = undefined;
      if (serving !== started) return;
      serving = undefined;
      if (!stopping) tell({ is: "crashed", how });
    });
    return started;
  };

  const bring = async (next: VersionProcess, { system, findings }: ReadBlueprint): Promise<Advanced> => {
    const { databaseUrl, metricsHost, ...wanted } = await place;
    const { changes } = await next.ask({
      ask: "push",
      databaseUrl,
      acceptDataLoss: options.acceptDataLoss && !prepared,
    });
    if (!prepared) await beforeFirst(databaseUrl);
    const addresses = await next.ask({ ask: "serve", databaseUrl, metricsHost, ...(ports ?? wanted) });
    const served = portsOf(addresses, wanted);
    ports = served;
    const old = serving;
    serving = next;
    const { lines } = prepared ? { lines: [] } : await next.ask({ ask: "examples" });
    prepared = true;
    old?.stop("a new version serves");
    return { system, ...addresses, ports: served, changes, findings, examples: lines };
  };

  // Only the first: those that follow are for what was saved, which no image holds yet.
  spare = start(project);

  return {
    async advance() {
      let next = spare ?? start();
      spare = undefined;
      try {
        let read = await next.ask({ ask: "load", project });
        if ("outdated" in read) {
          await end(next);
          if (stopping) return undefined;
          next = start();
          read = await next.ask({ ask: "load", project });
        }
        if ("outdated" in read) return undefined;
        onRead();
        return await bring(next, read);
      } catch (error) {
        if (serving === next) serving = undefined;
        await end(next);
        if (stopping) return undefined;
        const refused = error instanceof Refused ? error : new Refused(asFailure(error));
        const { failure, findings } = refused;
        if (!prepared && failure.code.startsWith("BRIEF_")) throw refused;
        tell({ is: "refused", failure, findings, serving: serving !== undefined });
        return undefined;
      } finally {
        if (!stopping) spare ??= start();
      }
    },
    async stop(reason) {
      stopping = true;
      await Promise.all([...processes].map((one) => (one === serving ? one.stop(reason) : end(one))));
    },
    kill() {
      stopping = true;
      for (const one of processes) one.kill();
    },
  };
}

function portsOf({ api, metrics }: Addresses, { metricsPort }: Ports): Ports {
  const portOf = (url: string) => Number(new URL(url).port || 80);
  return { port: portOf(api), metricsPort: metrics === undefined ? metricsPort : portOf(metrics) };
}

async function end(process: VersionProcess): Promise<void> {
  process.kill();
  await process.ended;
}
