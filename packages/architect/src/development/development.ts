import { existsSync } from "node:fs";
import { asFailure } from "../failure.js";
import { type ImageBuild, startBuild } from "../image/index.js";
import { type Project, removeDevelopmentNote, writeDevelopmentNote } from "../project/index.js";
import { findFreePort } from "./free-port.js";
import type { Happening, Moved } from "./happening.js";
import { type OpenDatabase, openDatabase } from "./open-database.js";
import { createPermission } from "./permission.js";
import { createVersions, type Ports } from "./versions.js";
import { watchProject } from "./watch-project.js";

const DATABASE_PORT = 4432;

export interface DevelopmentOptions {
  readonly project: Project;
  /** The ports to try first. Taken ones move up by ten. */
  readonly port: number;
  readonly metricsPort: number;
  /** Where metrics are read; this machine alone unless told. */
  readonly metricsHost?: string | undefined;
  /** Instead of the embedded database. */
  readonly databaseUrl?: string | undefined;
  /** Lets the first version drop what its blueprint no longer has. */
  readonly acceptDataLoss: boolean;
  /** Fills the tables of the first version before it serves. */
  readonly seed: (databaseUrl: string) => Promise<void>;
  readonly tell: (happening: Happening) => void;
}

export interface Development {
  /** Resolves when the first version serves, or was refused and the next save is waited for. */
  readonly begun: Promise<void>;
  /** Resolves when the project's folder is gone: there is nothing to develop any more. */
  readonly gone: Promise<void>;
  /** Drains what serves, then stops the database. Resolves when nothing is left; can be called at any time. */
  stop(reason: string): Promise<void>;
  /** Ends what serves at once, so that a `stop` that goes on has nothing left to wait for. */
  force(): void;
}

/**
 * Runs a project for as long as it is developed. Every saved file makes a new version, which serves once it has been
 * checked and the database fits it; until then, and where it is refused, the version before goes on.
 */
export function develop(options: DevelopmentOptions): Development {
  const { project, tell } = options;
  const began = performance.now();
  // What is longest on its way is the process of the first version: nothing is loaded or awaited before it is born.
  let opened: Promise<Opened> | undefined;
  const permission = createPermission(project);
  const opening = permission.given.then(() => {
    opened = open(options);
    return opened;
  });
  const place = opening.then(({ database, ports }) => ({
    databaseUrl: database.url,
    metricsHost: options.metricsHost,
    ...ports,
  }));
  place.catch(() => {});
  const versions = createVersions({
    project,
    place,
    beforeFirst: options.seed,
    acceptDataLoss: options.acceptDataLoss,
    tell,
    onRead: permission.give,
  });
  /** Those of the newest version that served. */
  let ports: Ports | undefined;
  let stopping = false;
  const imaging = keepImage(project);

  const advance = latestOnly(async (since: number) => {
    const advanced = await versions.advance();
    if (!advanced) {
      await opened;
      return;
    }
    const { findings, changes, ports: at, ...served } = advanced;
    const milliseconds = performance.now() - since;
    const moved = movedPorts(ports ?? options, at);
    if (ports) tell({ is: "reloaded", changes, milliseconds, moved });
    else {
      const { database } = await opening;
      const all = [...moved, ...movedDatabase(database)];
      tell({ is: "ready", ready: { ...served, databaseUrl: database.url, moved: all }, milliseconds });
    }
    ports = at;
    imaging.later();
    if (findings.length > 0) tell({ is: "warned", findings });
  });

  // Watching comes first: what is saved while the first version starts must not be missed.
  let tellGone = () => {};
  const gone = new Promise<void>((resolve) => {
    tellGone = resolve;
  });
  const watching = watchProject(project, (files) => {
    if (stopping) return;
    if (!existsSync(project.directory)) return tellGone();
    tell({ is: "saved", files });
    advance(performance.now()).catch((error: unknown) => {
      tell({ is: "refused", failure: asFailure(error), findings: [], serving: ports !== undefined });
    });
  });
  const begin = async () => {
    await watching;
    const first = advance(began);
    // Where the first version is refused, a database may not have been opened.
    await Promise.all([first, Promise.race([opening, first])]);
  };

  return {
    begun: begin(),
    gone,
    async stop(reason) {
      stopping = true;
      await imaging.stop();
      await watching.then(
        (unwatch) => unwatch(),
        () => {},
      );
      await versions.stop(reason);
      removeDevelopmentNote(project);
      await opened?.then(
        ({ database }) => database.stop(),
        () => {},
      );
    },
    force: versions.kill,
  };
}

/** How long nothing must have been saved until the image for the next start is made. */
const IMAGE_AFTER_MS = 2_000;

/** Makes the image of what serves, once it has served for a while, so that the next start need not read it anew. */
function keepImage(project: Project): { later(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let build: ImageBuild | undefined;
  let stopped = false;
  return {
    later() {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        await build?.stop();
        if (!stopped) build = startBuild(project);
      }, IMAGE_AFTER_MS);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await build?.stop();
    },
  };
}

interface Opened {
  readonly database: OpenDatabase;
  /** Free when they were looked up. */
  readonly ports: Ports;
}

async function open({ project, databaseUrl, tell, ...wanted }: DevelopmentOptions): Promise<Opened> {
  const [port, metricsPort] = await Promise.all([
    findFreePort(wanted.port, "--port"),
    findFreePort(wanted.metricsPort, "--metrics-port"),
  ]);
  const database = await openDatabase(project, {
    databaseUrl,
    own: true,
    onProgress: (what) => tell({ is: "doing", what }),
  });
  writeDevelopmentNote(project, { pid: process.pid, databaseUrl: database.url, embedded: database.embedded });
  return { database, ports: { port, metricsPort } };
}

function movedPorts(wanted: Ports, served: Ports): readonly Moved[] {
  return [
    { what: "API", from: wanted.port, to: served.port },
    { what: "metrics", from: wanted.metricsPort, to: served.metricsPort },
  ].filter(({ from, to }) => from !== to);
}

function movedDatabase({ movedTo }: OpenDatabase): readonly Moved[] {
  return movedTo === undefined ? [] : [{ what: "database", from: DATABASE_PORT, to: movedTo }];
}

/** Runs `work` once at a time. What is asked for meanwhile is done once more afterwards, for the latest of it. */
function latestOnly(work: (since: number) => Promise<void>): (since: number) => Promise<void> {
  let current: Promise<void> | undefined;
  let wanted: number | undefined;
  const drain = async () => {
    while (wanted !== undefined) {
      const since = wanted;
      wanted = undefined;
      await work(since);
    }
  };
  return (since) => {
    wanted = since;
    current ??= drain().finally(() => {
      current = undefined;
    });
    return current;
  };
}
