import { setTimeout as delay } from "node:timers/promises";
import { findBinaries } from "./binaries.js";
import { clusterExists, createCluster, writeConfiguration } from "./cluster.js";
import { explainFileFailure } from "./file-failure.js";
import { findFreePort, portAfter } from "./free-port.js";
import { reapOrphan } from "./orphan.js";
import { claimOwnership } from "./owner-lock.js";
import { readPassword } from "./password.js";
import { type Placement, place, reachable } from "./placement.js";
import { explainProgramFailure } from "./program-failure.js";
import { resetPassword } from "./reset-password.js";
import { launch, type Server, type ServerOptions } from "./server.js";
import { chooseServiceUser } from "./service-user.js";
import { makeUsable } from "./usable-binaries.js";

const DEFAULT_PORT = 4432;

/** How long a start that lost a race (for its port, or against a dying predecessor) is tried again. */
const RACE_MS = 15_000;
const PAUSE_MS = 50;

export interface EmbeddedOptions {
  /** Where the database lives. Files of the same name with an ending (`.log`, `.secret`, `.owner`) lie beside it. */
  dataDirectory: string;
  /** The port to try first, 4432 if not given. A taken one moves up by ten. */
  port?: number;
  /** Told, in words for a person, what takes longer than a moment. */
  onProgress?: (message: string) => void;
  /** `false` for databases that are thrown away: faster, and lost if the machine (not the process) crashes. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  /** postgresql://lintel:<password>@127.0.0.1:<port>/postgres, a superuser. */
  readonly url: string;
  readonly port: number;
  /** The port asked for was taken. */
  readonly portMoved: boolean;
  /** The data directory was made by this start. */
  readonly created: boolean;
  /** An earlier run had crashed; what it left was cleaned up, and what it had committed is there. */
  readonly recovered: boolean;
  /** Where the data are: the data directory, or a folder under /var/tmp when root's was out of reach. */
  readonly location: string;
  readonly logFile: string;
  /** Stops PostgreSQL, at most in about fifteen seconds, usually at once. Calling it again does no harm. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of this machine's own on 127.0.0.1, without Docker, making the data directory first
 * if there is none. It resolves when connections are accepted.
 *
 * @example
 * const database = await startEmbedded({ dataDirectory: ".lintel/postgres" });
 * process.env.DATABASE_URL = database.url;
 * await database.stop();
 *
 * @throws EmbeddedError with a code of `embeddedErrorCodes`
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const onProgress = options.onProgress ?? (() => undefined);
  try {
    const found = findBinaries();
    const placement = place(options.dataDirectory);
    const disown = await claimOwnership(placement.owner, placement.dataDirectory);
    try {
      const user = chooseServiceUser(placement.cluster);
      const binaries = await makeUsable(found, user, onProgress);
      return await startOwned(reachable(placement, user, onProgress), {
        binaries,
        user,
        port: options.port ?? DEFAULT_PORT,
        durable: options.durable ?? true,
        onProgress,
        disown,
      });
    } catch (error) {
      disown();
      throw error;
    }
  } catch (error) {
    throw explainFileFailure(error, options.dataDirectory);
  }
}

interface OwnedStart extends Omit<ServerOptions, "placement"> {
  onProgress: (message: string) => void;
  disown: () => void;
}

async function startOwned(placement: Placement, start: OwnedStart): Promise<EmbeddedPostgres> {
  const { binaries, user, onProgress } = start;
  const created = !clusterExists(placement, binaries, user);
  if (created) {
    onProgress(`Creating a PostgreSQL ${binaries.major} database in ${placement.cluster}`);
    await createCluster(placement, binaries, start);
  }
  const recovered = await reapOrphan(placement.cluster, binaries);
  if (recovered) onProgress("Recovering: an earlier run ended without stopping PostgreSQL");
  if (!created) writeConfiguration(placement.cluster, user);
  const password = readPassword(placement.secret) ?? (await resetPassword(placement, binaries, user));
  const { server, port } = await launchOnFreePort({ ...start, placement });
  return {
    url: `postgresql://lintel:${password}@127.0.0.1:${port}/postgres`,
    port,
    portMoved: port !== start.port,
    created,
    recovered,
    location: placement.cluster,
    logFile: placement.log,
    stop: () => server.stop().finally(start.disown),
  };
}

async function launchOnFreePort(options: ServerOptions): Promise<{ server: Server; port: number }> {
  const { placement, binaries } = options;
  const end = performance.now() + RACE_MS;
  let port = await findFreePort(options.port);
  for (;;) {
    const outcome = await launch({ ...options, port });
    if ("stop" in outcome) return { server: outcome, port };
    const lost = performance.now() < end ? lostRace(outcome.output) : undefined;
    if (lost === undefined) throw explainProgramFailure(binaries.postgres, outcome, placement);
    if (lost === "port") {
      port = await findFreePort(portAfter(port));
    } else {
      await delay(PAUSE_MS);
      await reapOrphan(placement.cluster, binaries);
    }
  }
}

/** Backends of a killed postmaster end within moments; a postmaster that had just been born shows itself. */
function lostRace(output: string): "port" | "predecessor" | undefined {
  if (/could not bind IPv4 address/.test(output)) return "port";
  if (/is still in use|"postmaster\.pid" already exists/.test(output)) return "predecessor";
  return undefined;
}
