import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errnoOf, notWritable } from "./file-failure.js";
import { canEnter, type ServiceUser } from "./service-user.js";

/** Where everything about one embedded database lies. The files beside the data are Lintel's own. */
export interface Placement {
  /** What the caller asked for, made absolute: messages name this. */
  dataDirectory: string;
  /** Where the data really are: `dataDirectory`, or another place when that cannot be reached (see `place`). */
  cluster: string;
  owner: string;
  secret: string;
  log: string;
  /** Names the real place when the data are elsewhere. */
  pointer: string;
}

/** Makes the parent folder and settles every path; the data directory itself need not exist yet. */
export function place(dataDirectory: string): Placement {
  const asked = resolve(dataDirectory);
  mkdirSync(dirname(asked), { recursive: true });
  const absolute = join(realpathSync(dirname(asked)), basename(asked));
  const pointer = `${absolute}.location`;
  return {
    dataDirectory: absolute,
    cluster: readPointer(pointer, absolute) ?? absolute,
    owner: `${absolute}.owner`,
    secret: `${absolute}.secret`,
    log: `${absolute}.log`,
    pointer,
  };
}

/**
 * When Lintel is root and the service user cannot reach the data directory's parent (a project under a
 * private /root), or the file system does not let it own files, a new cluster goes to a folder of its own
 * under /var/tmp and a `.location` file beside the data directory says so. Else the placement is unchanged.
 */
export function reachable(
  placement: Placement,
  user: ServiceUser,
  onProgress: (message: string) => void,
): Placement {
  const parent = dirname(placement.cluster);
  if (user === undefined || (canEnter(user, parent) && canOwn(user, parent))) return placement;
  if (existsSync(placement.cluster)) {
    throw notWritable(
      placement.cluster,
      `PostgreSQL runs as user ${user.uid}, who cannot reach it (see: namei -l ${parent}).`,
    );
  }
  const home = mkdtempSync(elsewhere(placement.dataDirectory));
  chmodSync(home, 0o755);
  const cluster = join(home, "data");
  writeFileSync(placement.pointer, `${cluster}\n`, { mode: 0o644 });
  onProgress(`The database lies in ${cluster}: user ${user.uid} cannot reach ${parent}`);
  return { ...placement, cluster };
}

function elsewhere(dataDirectory: string): string {
  return `/var/tmp/lintel-${createHash("sha256").update(dataDirectory).digest("hex").slice(0, 12)}-`;
}

/**
 * A pointer counts only when it leads to a folder that was made for this very data directory: one that came
 * along with a copied project, or was written by somebody else, is ignored.
 */
function readPointer(pointer: string, dataDirectory: string): string | undefined {
  try {
    const cluster = readFileSync(pointer, "utf8").trim();
    if (!cluster.startsWith(elsewhere(dataDirectory)) || basename(cluster) !== "data") return undefined;
    const home = lstatSync(dirname(cluster), { throwIfNoEntry: false });
    return home?.isDirectory() && home.uid === 0 ? cluster : undefined;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Some shared and network file systems refuse to give a file to another user, even to root. */
function canOwn(user: { uid: number; gid: number }, parent: string): boolean {
  const probe = mkdtempSync(join(parent, ".lintel-probe-"));
  try {
    chownSync(probe, user.uid, user.gid);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(probe);
  }
}
