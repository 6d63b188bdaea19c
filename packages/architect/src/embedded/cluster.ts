import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { EmbeddedError } from "./embedded-error.js";
import { diskFull, notWritable } from "./file-failure.js";
import { keepPassword, newPassword } from "./password.js";
import type { Placement } from "./placement.js";
import { explainProgramFailure } from "./program-failure.js";
import { runProgram } from "./run-program.js";
import type { ServiceUser } from "./service-user.js";
import { CONFIGURATION_FILE, configurationText, initdbParameters } from "./settings.js";
import type { UsableBinaries } from "./usable-binaries.js";

/** A fresh cluster takes about 40 MB, and PostgreSQL wants a segment of write-ahead log or two to spare. */
const ROOM_FOR_NEW_CLUSTER_BYTES = 96 * 1024 * 1024;

/**
 * Whether a complete cluster of the right version is in place. There is no half: a cluster is made under
 * another name and renamed when it is whole.
 *
 * @throws EmbeddedError DATA_DIRECTORY_FOREIGN, DATA_DIRECTORY_VERSION, DATA_DIRECTORY_NOT_WRITABLE
 */
export function clusterExists({ cluster }: Placement, binaries: UsableBinaries, user: ServiceUser): boolean {
  if (!existsSync(cluster)) return false;
  if (user === undefined) refuseOtherOwner(cluster, user);
  const entries = readdirSync(cluster);
  if (entries.length === 0) return false;
  if (!entries.includes("PG_VERSION")) {
    throw new EmbeddedError(
      "DATA_DIRECTORY_FOREIGN",
      `The data directory ${cluster} holds files (${entries.slice(0, 3).join(", ")}) but no PostgreSQL database.`,
      "Name a new or empty folder; Lintel deletes nothing that it did not make.",
    );
  }
  refuseOtherOwner(cluster, user);
  const found = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (found === String(binaries.major)) return true;
  throw new EmbeddedError(
    "DATA_DIRECTORY_VERSION",
    `The data directory ${cluster} was made by PostgreSQL ${found}, but ${binaries.postgres} is ${binaries.major}.`,
    `Start with PostgreSQL ${found} (LINTEL_POSTGRES_BIN=<its bin folder>), or set the data aside: mv ${cluster} ${cluster}.${found}`,
  );
}

function refuseOtherOwner(cluster: string, user: ServiceUser): void {
  const needed = user?.uid ?? process.getuid?.();
  const owner = statSync(cluster).uid;
  if (needed === undefined || owner === needed) return;
  const why = `it belongs to user ${owner}, and PostgreSQL would run as user ${needed}.`;
  throw notWritable(cluster, why, user && { next: `chown -R ${user.uid}:${user.gid} ${cluster}` });
}

/**
 * Makes the cluster and its password. Interrupted at any point, it leaves either nothing in place or all.
 *
 * @throws EmbeddedError DISK_FULL, BINARY_FAILED, or a file system error
 */
export async function createCluster(
  placement: Placement,
  binaries: UsableBinaries,
  options: { user: ServiceUser; durable: boolean },
): Promise<void> {
  const { cluster, secret } = placement;
  removeUnfinished(cluster);
  const space = statfsSync(dirname(cluster));
  if (space.bavail * space.bsize < ROOM_FOR_NEW_CLUSTER_BYTES) throw diskFull(dirname(cluster));

  const staging = `${unfinishedPrefix(cluster)}${randomUUID()}`;
  const passwordFile = `${staging}.password`;
  const password = newPassword();
  try {
    mkdirSync(staging, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    give(staging, options.user);
    give(passwordFile, options.user);
    const parameters = initdbParameters(staging, { ...options, major: binaries.major, passwordFile });
    const result = await runProgram(binaries.initdb, parameters, options);
    if (result.status !== 0) throw explainProgramFailure(binaries.initdb, result, placement);
    appendFileSync(join(staging, "postgresql.conf"), `\ninclude = '${CONFIGURATION_FILE}'\n`);
    writeConfiguration(staging, options.user);
    keepPassword(secret, password);
    if (existsSync(cluster)) rmdirSync(cluster);
    renameSync(staging, cluster);
  } catch (error) {
    removeUnfinished(cluster);
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Brings the settings of an existing cluster up to date with this version of Lintel. */
export function writeConfiguration(cluster: string, user: ServiceUser): void {
  const file = join(cluster, CONFIGURATION_FILE);
  writeFileSync(file, configurationText());
  chmodSync(file, 0o600);
  give(file, user);
}

function give(path: string, user: ServiceUser): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

function unfinishedPrefix(cluster: string): string {
  return `${cluster}.unfinished-`;
}

/** What an interrupted run left; an initdb that outlived it may still be writing there, hence the retries. */
function removeUnfinished(cluster: string): void {
  const prefix = basename(unfinishedPrefix(cluster));
  for (const name of readdirSync(dirname(cluster)).filter((entry) => entry.startsWith(prefix))) {
    rmSync(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
