import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { saveBrief } from "../../packages/architect/src/brief/index.js";
import { completeBrief, confirmed } from "../../packages/architect/src/gate/scenario.js";
import { createTestDatabase, type TestDatabase } from "../../packages/runtime/src/testing/database.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Milliseconds in which a server has to be there. The first start of an embedded database takes some seconds. */
const startTime = 60_000;

const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["**/*.ts"],
};

/** A folder like a user's project, in which a page's code is compiled and its commands are run. */
export interface Workplace {
  readonly directory: string;
  /** Writes a file below the folder that the commands have come to. */
  write(file: string, text: string): Promise<void>;
  /**
   * Output of a script for bash: both streams, in order. Folder and variables are those that the script before left.
   * Fails where the script does, or, if it is to fail, where it does not.
   */
  run(script: string, mustFail?: boolean): Promise<string>;
  /** Starts a server and waits until it names its address. */
  serve(script: string): Promise<Serving>;
  close(): Promise<void>;
}

/** A server that a page has started. */
export interface Serving {
  readonly url: string;
  /** Both streams so far, in order. */
  output(): string;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Holds an `npx` that runs what the project has without the half second of processor time that npm needs for it. */
const npx = join(root, "docs/tests/npx");

export interface WorkplaceOptions {
  /** Without a database in `DATABASE_URL`, so that commands start the project's own. */
  readonly embedded?: boolean;
  /** What `DATABASE_URL` holds, instead of an empty database on the server of the tests. */
  readonly databaseUrl?: string;
  /** With an `npx` that starts quickly in the place of npm's. */
  readonly shortNpx?: boolean;
}

/**
 * Makes a workplace with the packages of this repository installed, and a brief that is confirmed: pages show what one does then. Its commands find an empty database of their own
 * in `DATABASE_URL`, or, if it is embedded, none.
 */
export async function openWorkplace({
  embedded = false,
  databaseUrl,
  shortNpx = true,
}: WorkplaceOptions = {}): Promise<Workplace> {
  const state = await mkdtemp(join(tmpdir(), "lintel-docs-"));
  // PostgreSQL runs as another user where the tests run as root, and must get to its data in the project.
  await chmod(state, 0o755);
  const directory = join(state, "page");
  const servers: ChildProcess[] = [];
  let port = "4400";
  let database: TestDatabase | undefined;
  await mkdir(directory);
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name: "page", private: true, type: "module" }),
  );
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  // Pages show systems with accounts and without.
  const otherwise = { "security.authentication": "user-owned" };
  saveBrief(directory, confirmed(completeBrief("page", otherwise)));
  await writeFile(join(state, "folder"), directory);
  await writeFile(join(state, "variables"), "");

  const variables = async () => {
    if (!embedded && databaseUrl === undefined) database ??= await createTestDatabase();
    const address = databaseUrl ?? database?.url;
    const { DATABASE_URL: _, NODE_ENV: __, ...env } = process.env;
    return {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("VITEST"))),
      ...(address !== undefined && { DATABASE_URL: address }),
      PATH: [...(shortNpx ? [npx] : []), join(root, "node_modules/.bin"), process.env.PATH].join(":"),
      NO_COLOR: "1",
      // Where a project has installed them, its Vitest lets Node load them; here they lie outside of node_modules.
      VITEST_MODULE_DIRECTORIES: "packages/runtime/dist,packages/architect/dist",
    };
  };
  const asWritten = (script: string) => script.replaceAll("127.0.0.1:4400", `127.0.0.1:${port}`);
  const folder = () => readFile(join(state, "folder"), "utf8").then((text) => text.trim());
  return {
    directory,
    async write(file, text) {
      const target = join(await folder(), file);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    },
    async run(script, mustFail = false) {
      const before = `exec 2>&1; . "${state}/variables"; cd "$(cat "${state}/folder")"`;
      const after = `trap 'pwd > "${state}/folder"; export -p > "${state}/variables"' EXIT; set -aeuo pipefail`;
      const options = { cwd: directory, env: await variables(), timeout: 120_000 };
      return new Promise((resolve, reject) => {
        execFile("bash", ["-c", `${before}\n${after}\n${asWritten(script)}`], options, (error, stdout) => {
          if ((error !== null) === mustFail) resolve(stdout);
          else
            reject(
              new Error(`${script}\n${stdout}${mustFail ? "was to fail, and did not" : ""}`, {
                cause: error,
              }),
            );
        });
      });
    },
    async serve(script) {
      // Other tests on this machine serve too, at the same time.
      const ports = / lintel (dev|start)/.test(script)
        ? ` --port ${await freePort()} --metrics-port ${await freePort()}`
        : "";
      const text = `. "${state}/variables"; exec ${script}${ports}`;
      const options = { cwd: await folder(), env: await variables() };
      return new Promise((resolve, reject) => {
        const server = spawn("bash", ["-c", text], {
          ...options,
          stdio: ["ignore", "pipe", "pipe"],
          detached: true,
        });
        servers.push(server);
        let output = "";
        const failed = (what: string) => reject(new Error(`${script} ${what}:\n${output}`));
        const late = setTimeout(failed, startTime, `did not name its address within ${startTime} ms`);
        const listen = (chunk: Buffer) => {
          output += chunk.toString();
          if (output.includes("Nothing is served until a file is saved.")) failed("was refused");
          const address = /http:\/\/127\.0\.0\.1:(\d+)\/docs|"url":"http:\/\/[^"]*:(\d+)"/.exec(output);
          const found = address?.[1] ?? address?.[2];
          if (!found) return;
          port = found;
          clearTimeout(late);
          resolve({
            url: `http://127.0.0.1:${port}`,
            output: () => output,
            stop: () => stop(server),
          });
        };
        server.stdout.on("data", listen);
        server.stderr.on("data", listen);
        server.on("exit", (code) => {
          clearTimeout(late);
          failed(`ended with ${code}`);
        });
      });
    },
    async close() {
      await Promise.all(servers.map(stop));
      await database?.drop();
      await rm(state, { recursive: true, force: true });
    },
  };
}

/** Ends a server with all that it was started through, which npx would leave behind, and waits for the last of them. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const closed = new Promise((resolve) => server.once("close", resolve));
  process.kill(-server.pid, "SIGTERM");
  await closed;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
