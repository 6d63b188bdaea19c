import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

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
  write(file: string, text: string): Promise<void>;
  /** Output of a script for bash: both streams, in order. Fails where the script does. */
  run(script: string): Promise<string>;
  /** Starts a server and waits until its banner names its address. */
  serve(script: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes a workplace with the packages of this repository installed. */
export async function openWorkplace(): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), "lintel-docs-"));
  const servers: ChildProcess[] = [];
  let port = "4400";
  const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`, NO_COLOR: "1" };
  const at = (script: string) => script.replaceAll("127.0.0.1:4400", `127.0.0.1:${port}`);
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  await writeFile(join(directory, "package.json"), JSON.stringify({ name: "page", private: true, type: "module" }));
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  return {
    directory,
    async write(file, text) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    run: (script) =>
      new Promise((resolve, reject) => {
        const words = ["-euo", "pipefail", "-c", `exec 2>&1\n${at(script)}`];
        execFile("bash", words, { cwd: directory, env, timeout: 120_000 }, (error, stdout) => {
          if (error) reject(new Error(`${script}\n${stdout}`, { cause: error }));
          else resolve(stdout);
        });
      }),
    serve: (script) =>
      new Promise((resolve, reject) => {
        const server = spawn("bash", ["-c", `exec ${script}`], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
        servers.push(server);
        let output = "";
        const listen = (chunk: Buffer) => {
          output += chunk.toString();
          const address = /http:\/\/127\.0\.0\.1:(\d+)\/docs/.exec(output);
          if (!address?.[1]) return;
          port = address[1];
          resolve();
        };
        server.stdout.on("data", listen);
        server.stderr.on("data", listen);
        server.on("exit", (code) => reject(new Error(`${script} ended with ${code}:\n${output}`)));
      }),
    async close() {
      for (const server of servers) {
        if (server.exitCode !== null) continue;
        const ended = new Promise((resolve) => server.once("exit", resolve));
        server.kill("SIGTERM");
        await ended;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}
