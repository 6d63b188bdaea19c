import { spawn } from "node:child_process";
import { once } from "node:events";
import { type FileOf, scriptWords } from "../../../cases/index.js";

/** How far a migration had come when its process was killed. */
export interface Kill {
  /** Statements that were written down. */
  readonly done: number;
  /** Rows that a backfill under way had looked at. */
  readonly filled: number;
}

/** What is migrated: the database, the files, and the name of their system. */
interface Killed {
  readonly database: {
    readonly url: string;
    sql<R extends object>(text: string): Promise<R[]>;
  };
  readonly directory: string;
  readonly system: string;
  /** Milliseconds to wait before the next kill, by how many there were. */
  readonly pause: (kills: number) => number;
}

const childScript = (file: FileOf) => `
import { migrate } from ${file("../index.ts")};
const [url, directory, name] = process.argv.slice(1);
process.stdout.write("ready\\n");
process.stdin.once("data", async () => {
  await migrate({ url, model: { name, services: [] }, directory });
  process.exit(0);
});
`;

/** Starts a process that migrates and kills it (SIGKILL), again and again until one comes to its end. */
export async function killUntilDone({
  database,
  directory,
  system,
  pause,
}: Killed): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (;;) {
    const child = spawn(
      process.execPath,
      [...scriptWords(import.meta.url, childScript), database.url, directory, system],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    child.stdin.write("go\n");
    const timer = setTimeout(() => child.kill("SIGKILL"), pause(kills.length));
    const [code] = await ended;
    clearTimeout(timer);
    if (code === 0) return kills;
    const [row] = await database.sql<Kill>(
      `select (select count(*)::int from lintel.migration_progress)                  as done,
              (select coalesce(sum(rows), 0)::int from lintel.backfills b
                where not exists (select from lintel.migration_progress p
                                   where (p.service, p.number, p.position) = (b.service, b.number, b.position))) as filled`,
    );
    if (row) kills.push(row);
  }
}
