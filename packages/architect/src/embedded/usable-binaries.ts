import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type Binaries, binariesUnder, USE_ANOTHER_SERVER } from "./binaries.js";
import { EmbeddedError } from "./embedded-error.js";
import { errnoOf, explainFileFailure } from "./file-failure.js";
import { mendNativeFolder } from "./native-folder.js";
import { type ProgramResult, runProgram } from "./run-program.js";
import { lastLines } from "./server-log.js";
import type { ServiceUser } from "./service-user.js";

export interface UsableBinaries extends Binaries {
  /** PostgreSQL's major version, for example 18. */
  major: number;
}

/**
 * Programs that the service user can really run, tried by running one. An npm package that lies where that
 * user cannot reach it (a project under /root), or that wants mending and is read-only, is copied once to a
 * cache.
 *
 * @throws EmbeddedError BINARY_FAILED, UNSUPPORTED_PLATFORM
 */
export async function makeUsable(
  found: Binaries,
  user: ServiceUser,
  onProgress: (message: string) => void,
): Promise<UsableBinaries> {
  const whole = found.origin === "environment" || mendNativeFolder(found.root);
  const first = await runProgram(found.postgres, ["--version"], { user });
  if (whole && first.status === 0) return { ...found, major: majorOf(first.output, found) };
  if (found.origin === "environment" || (whole && errnoOf(first.startFailure) !== "EACCES")) {
    throw cannotRun(found, first);
  }
  const copy = binariesUnder(copyToCache(found.root, user, onProgress), "package");
  const second = await runProgram(copy.postgres, ["--version"], { user });
  if (second.status !== 0) throw cannotRun(copy, second);
  return { ...copy, major: majorOf(second.output, copy) };
}

function majorOf(output: string, binaries: Binaries): number {
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(output)?.[1]);
  if (major >= 15) return major;
  throw new EmbeddedError(
    "BINARY_FAILED",
    `${binaries.postgres} is "${output.trim()}"; Lintel needs PostgreSQL 15 or newer.`,
    "Unset LINTEL_POSTGRES_BIN, or point it to a newer PostgreSQL.",
  );
}

function copyToCache(root: string, user: ServiceUser, onProgress: (message: string) => void): string {
  const target = cachePlace(root, user);
  if (existsSync(target)) return trusted(target);
  const staging = `${target}.${randomUUID()}`;
  try {
    onProgress(`Copying PostgreSQL to ${target}, where it can be run`);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(root, staging, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a"),
    });
    mendNativeFolder(staging);
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw explainFileFailure(error, target);
  }
  return trusted(target);
}

/** /var/tmp admits everyone and outlives a reboot; the hash changes with the place and the package's version. */
function cachePlace(root: string, user: ServiceUser): string {
  const hash = createHash("sha256").update(root).update(packageVersion(root)).digest("hex").slice(0, 16);
  return user === undefined
    ? join(homedir(), ".cache", "lintel", `postgres-${hash}`)
    : join("/var/tmp", `lintel-postgres-${hash}`);
}

function packageVersion(root: string): string {
  try {
    return readFileSync(join(root, "..", "package.json"), "utf8");
  } catch {
    return "";
  }
}

/** Anyone can make a folder in /var/tmp: run only programs that were put there by ourselves. */
function trusted(directory: string): string {
  const { uid, mode } = lstatSync(directory);
  const own = process.getuid === undefined || uid === process.getuid();
  if (own && (mode & 0o022) === 0) return directory;
  throw new EmbeddedError(
    "BINARY_FAILED",
    `${directory} was not made by this user or can be changed by others, so its programs are not run.`,
    `rm -rf ${directory}`,
  );
}

function cannotRun(binaries: Binaries, result: ProgramResult): EmbeddedError {
  // The file exists, so ENOENT means that its loader does not: a glibc program on a musl system (Alpine).
  if (errnoOf(result.startFailure) === "ENOENT" && existsSync(binaries.postgres)) {
    return new EmbeddedError(
      "UNSUPPORTED_PLATFORM",
      `${binaries.postgres} needs the GNU C library, which this system does not have.`,
      USE_ANOTHER_SERVER,
    );
  }
  const why = result.startFailure?.message ?? `it ended with status ${result.status ?? "unknown"}`;
  return new EmbeddedError(
    "BINARY_FAILED",
    `${binaries.postgres} cannot be run: ${why}\n${lastLines(result.output)}`,
    USE_ANOTHER_SERVER,
    { cause: result.startFailure },
  );
}
