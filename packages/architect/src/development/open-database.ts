import { join } from "node:path";
import { type Project, prepareState, readDevelopmentNote } from "../project/index.js";
import { ToolError } from "../tool-error.js";

/** A database that answers for as long as a command needs it. */
export interface OpenDatabase {
  readonly url: string;
  /** It is this project's own, in `.lintel/postgres`. */
  readonly embedded: boolean;
  /** Its port, where another was asked for: 4432 was taken. */
  readonly movedTo?: number | undefined;
  /** Stops it, if it was started for this command. */
  stop(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** From --database-url. */
  readonly databaseUrl?: string | undefined;
  /** Told what takes longer than a moment. */
  readonly onProgress?: (message: string) => void;
  /** The caller starts the embedded one itself: that of a running `lintel dev` does not do. */
  readonly own?: boolean;
}

/**
 * The database of a command: the one that --database-url or DATABASE_URL names, else the one that a running
 * `lintel dev` of this project has open, else the project's embedded one, started for the time being.
 *
 * @throws ToolError DATABASE_URL_INVALID, and EmbeddedError where the embedded one does not start
 */
export async function openDatabase(
  project: Project,
  options: OpenDatabaseOptions = {},
): Promise<OpenDatabase> {
  const named = namedDatabase(options.databaseUrl);
  if (named !== undefined) return { url: named, embedded: false, stop: async () => {} };
  const running = options.own ? undefined : readDevelopmentNote(project);
  if (running?.embedded) return { url: running.databaseUrl, embedded: true, stop: async () => {} };
  const { startEmbedded } = await import("../embedded/index.js");
  const database = await startEmbedded({
    dataDirectory: join(prepareState(project), "postgres"),
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
  return {
    url: database.url,
    embedded: true,
    movedTo: database.portMoved ? database.port : undefined,
    stop: () => database.stop(),
  };
}

/**
 * The address that --database-url or, without it, DATABASE_URL gives; undefined where neither does.
 *
 * @throws ToolError DATABASE_URL_INVALID
 */
export function namedDatabase(option?: string): string | undefined {
  const url = option ?? (process.env.DATABASE_URL || undefined);
  if (url === undefined) return undefined;
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new ToolError(
    "DATABASE_URL_INVALID",
    `"${withoutPassword(url)}" is not the address of a PostgreSQL database.`,
    "Write it so: postgresql://user:password@host:5432/database",
    { where: option === undefined ? "DATABASE_URL" : "--database-url", exitCode: 2 },
  );
}

/** The address as it can be shown: without the password. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1@");
}
