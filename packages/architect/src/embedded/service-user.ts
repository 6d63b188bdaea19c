import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** The user PostgreSQL runs as when Lintel itself is root; `undefined` means: as Lintel's own user. */
export type ServiceUser = { uid: number; gid: number } | undefined;

const CONVENTIONAL_NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root, so root hands it to the user who owns the existing cluster, or to
 * `nobody` for a new one.
 */
export function chooseServiceUser(clusterDirectory?: string): ServiceUser {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(clusterDirectory) ?? nobody();
}

/** Whether the service user can pass through every folder on the way to `directory` and enter it. */
export function canEnter(user: ServiceUser, directory: string): boolean {
  if (user === undefined) return true;
  return spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", directory], { ...user, cwd: "/" }).status === 0;
}

function ownerOf(directory: string | undefined): ServiceUser {
  const owner = directory === undefined ? undefined : statSync(directory, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? undefined : { uid: owner.uid, gid: owner.gid };
}

function nobody(): { uid: number; gid: number } {
  try {
    const entry = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((line) => line.startsWith("nobody:"));
    const [, , uid, gid] = (entry ?? "").split(":").map(Number);
    return Number.isInteger(uid) && Number.isInteger(gid) && uid !== undefined && gid !== undefined
      ? { uid, gid }
      : CONVENTIONAL_NOBODY;
  } catch {
    return CONVENTIONAL_NOBODY;
  }
}
