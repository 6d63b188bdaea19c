import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { initialisedProject, lintel, type Running, running, somePort, somePorts, until } from "./scenario.js";

/** The processes that a process has started, and the server of the database in the project. */
function processesOf(dev: Running, cwd: string): readonly number[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? []);
  return all
    .filter(
      ([, , parent, command]) => Number(parent) === dev.child.pid || command?.includes(`${cwd}/.lintel`),
    )
    .map(([, pid]) => Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

/** An answer on a connection of its own; the error where there was none. */
function ask(url: string): Promise<{ readonly status: unknown; readonly body: string }> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (answer) => {
      let body = "";
      answer.on("data", (data) => {
        body += data;
      });
      answer.once("end", () => resolve({ status: answer.statusCode, body }));
    });
    request.once("error", (error) => resolve({ status: error, body: "" }));
  });
}

interface List {
  readonly data: readonly { readonly name: string }[];
  readonly meta: { readonly page: { readonly next: string | null } };
}

async function list(url: string): Promise<List> {
  return (await (await fetch(url)).json()) as List;
}

async function names(api: string): Promise<readonly string[]> {
  return (await list(`${api}/v1/boards?sort=name`)).data.map(({ name }) => name);
}

describe("lintel dev", () => {
  it("serves what init wrote, with data, and prints lines that work", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const dev = running(["dev", "--seed", ...(await somePorts())], { cwd });
    const api = await dev.address("API");

    expect(await names(api)).toEqual(["Garden", "Health", "House", "Travel", "Work"]);
    for (const path of ["/health/live", "/health/ready", "/docs", "/openapi.json"]) {
      expect([path, (await fetch(`${api}${path}`)).status]).toEqual([path, 200]);
    }
    expect((await fetch(await dev.address("Metrics"))).status).toBe(200);
    expect(dev.output.stdout).toMatch(/Database +postgresql:\/\/lintel@127\.0\.0\.1:\d+\/postgres\n/);

    const lines = dev.output.stdout.split("\n").filter((line) => line.startsWith("curl"));
    expect(lines).toHaveLength(3);
    const answers = lines.map((line) =>
      JSON.parse(execFileSync("sh", ["-c", `${line} --silent --fail-with-body`], { encoding: "utf8" })),
    );
    expect(answers[0].data).toHaveLength(3);
    expect(answers[1].data).toHaveLength(1);
    expect(answers[2].data).toMatchObject({ version: 1 });

    const processes = processesOf(dev, cwd);
    expect(processes.length).toBeGreaterThanOrEqual(3);
    process.kill(-(dev.child.pid ?? 0), "SIGINT");
    expect(await dev.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(existsSync(join(cwd, ".lintel/dev.json"))).toBe(false);
  });

  it("takes a saved file in its stride: the port is always served, and errors leave the old version serving", {
    timeout: 120_000,
  }, async () => {
    const cwd = initialisedProject();
    const dev = running(["dev", ...(await somePorts())], { cwd });
    const api = await dev.address("API");
    const file = join(cwd, "services/tasks.ts");
    const good = readFileSync(file, "utf8");

    const failures: unknown[] = [];
    let watching = true;
    const hammer = (async () => {
      while (watching) {
        const { status } = await ask(`${api}/health/live`);
        if (status !== 200) failures.push(status);
      }
    })();

    writeFileSync(
      file,
      `${good.slice(0, good.lastIndexOf("});"))}}).query("summary", {
      access: anyone,
      output: { words: text() },
      async run() { return { words: "first" }; },
    });`,
    );
    const summary = await until("an answer of the new route", async () => {
      const { status, body } = await ask(`${api}/v1/tasks/summary`);
      return status === 200 ? JSON.parse(body) : undefined;
    });
    expect(summary).toMatchObject({ data: { words: "first" } });
    await dev.says(/reloaded {2}in/);

    edit(file, (text) => text.replace('by("owner"', 'by("ownr"'));
    await dev.says(/error {2}[A-Z_]+ {2}services\/tasks\.ts:\d+[\s\S]*The version before goes on serving/);
    expect((await ask(`${api}/v1/tasks/summary`)).status).toBe(200);

    dev.output.stderr = "";
    edit(file, (text) => text.replace('by("ownr"', "by(("));
    await dev.says(/BLUEPRINT_SYNTAX {2}services\/tasks\.ts:\d+/);
    expect((await ask(`${api}/v1/tasks/summary`)).status).toBe(200);

    writeFileSync(file, good);
    // Without the query the address is that of a task, which needs a token.
    await until("the route to be gone", async () =>
      (await ask(`${api}/v1/tasks/summary`)).status === 401 ? true : undefined,
    );
    watching = false;
    await hammer;
    expect(failures).toEqual([]);
  });

  it("keeps its data, also when it was killed, and refuses to lose them", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const first = running(["dev", "--seed", ...(await somePorts())], { cwd });
    const { next } = (await list(`${await first.address("API")}/v1/boards?page[size]=2`)).meta.page;
    const note = join(cwd, ".lintel/dev.json");
    expect(statSync(note).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(note, "utf8"))).toMatchObject({ pid: first.child.pid });

    const second = await lintel(["dev", ...(await somePorts())], { cwd });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("DATA_DIRECTORY_LOCKED");

    const left = processesOf(first, cwd);
    first.child.kill("SIGKILL");
    await first.ended;
    const again = running(["dev", "--seed", ...(await somePorts())], { cwd });
    const api = await again.address("API");
    expect(await names(api)).toHaveLength(5);
    expect(statSync(join(cwd, ".lintel/development-secret.json")).mode & 0o777).toBe(0o600);
    expect((await list(`${api}/v1/boards?page[size]=2&page[after]=${next}`)).data).toHaveLength(2);
    await until("an end of all that the killed one left", async () => !left.some(isAlive) || undefined);

    edit(join(cwd, "services/tasks.ts"), (text) =>
      text
        .replace("    description: text({ max: 1_000 }).optional(),\n", "")
        .replace('{ name: "A", description: "B" }', '{ name: "A" }'),
    );
    await again.says(/SCHEMA_WOULD_LOSE_DATA[\s\S]*description[\s\S]*next: .*lintel dev --accept-data-loss/);
    const serving = processesOf(again, cwd);
    again.child.kill("SIGTERM");
    expect(await again.ended).toBe(0);
    expect(serving.filter(isAlive)).toEqual([]);

    const accepting = running(["dev", "--accept-data-loss", ...(await somePorts())], { cwd });
    expect(await names(await accepting.address("API"))).toHaveLength(5);
  });

  it("moves from a port that is taken, and says so", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const other = createServer();
    const taken = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve((other.address() as AddressInfo).port));
    });
    onTestFinished(() => void other.close());
    const given = ["dev", "--port", String(taken), "--metrics-port", String(await somePort())];
    const dev = running(given, { cwd });
    const api = await dev.address("API");
    expect((Number(new URL(api).port) - taken) % 10).toBe(0);
    expect(Number(new URL(api).port)).toBeGreaterThan(taken);
    await dev.says(new RegExp(`Port ${taken} is taken: the API is at`));
  });

  it("moves on where a port is taken after it was looked up, and stays there", {
    timeout: 120_000,
  }, async () => {
    const cwd = initialisedProject();
    const file = join(cwd, "blueprint.ts");
    const go = join(cwd, "go");
    const held = `import { existsSync } from "node:fs";
      while (!existsSync(${JSON.stringify(go)})) await new Promise((resolve) => setTimeout(resolve, 20));\n`;
    edit(file, (text) => held + text);
    const [port, metricsPort] = [await somePort(), await somePort()];
    const dev = running(["dev", "--port", String(port), "--metrics-port", String(metricsPort)], { cwd });
    // The note is written when the ports are known and the database is there; the version still waits.
    await until("the note", async () => existsSync(join(cwd, ".lintel/dev.json")) || undefined);
    const others = [port, metricsPort].map((taken) => createServer().listen(taken, "127.0.0.1"));
    onTestFinished(() => void others.map((other) => other.close()));
    await Promise.all(others.map((other) => once(other, "listening")));
    writeFileSync(go, "");

    const api = await dev.address("API");
    const metrics = await dev.address("Metrics");
    for (const [url, wanted] of [
      [api, port],
      [metrics, metricsPort],
    ] as const) {
      expect((Number(new URL(url).port) - wanted) % 10).toBe(0);
      await dev.says(new RegExp(`Port ${wanted} is taken: .* at ${new URL(url).port}\\.`));
    }
    edit(file, (text) => `${text}\n`);
    await dev.says(/reloaded {2}in/);
    expect((await ask(`${api}/health/ready`)).status).toBe(200);
    expect((await ask(metrics)).status).toBe(200);
    expect(dev.output.stderr).not.toContain("is taken");
  });

  it("ends by itself when the project is removed under it", { timeout: 120_000 }, async () => {
    const cwd = initialisedProject();
    const dev = running(["dev", ...(await somePorts())], { cwd });
    await dev.address("API");
    const processes = processesOf(dev, cwd);
    // What still runs may write into it meanwhile, and a second look finds that too.
    await until("the folder to be gone", async () => {
      try {
        rmSync(cwd, { recursive: true, force: true });
        return true;
      } catch {
        return undefined;
      }
    });
    expect(await dev.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
  });

  it("waits for the next save where the first version is refused or the server crashes", {
    timeout: 120_000,
  }, async () => {
    const cwd = initialisedProject();
    const file = join(cwd, "blueprint.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, "export default 7;\n");
    const dev = running(["dev", ...(await somePorts())], { cwd });
    await dev.says(/BLUEPRINT_NOT_A_SYSTEM[\s\S]*Nothing is served until a file is saved/);

    // It crashes when it is told, never by the clock: on a slow machine that would be before it serves.
    const crash = join(cwd, "crash");
    const crashing = `import { existsSync } from "node:fs";
      setInterval(() => { if (existsSync(${JSON.stringify(crash)})) throw new Error("as planned"); }, 20);\n`;
    writeFileSync(file, crashing + good);
    await dev.address("API");
    writeFileSync(crash, "");
    await dev.says(/as planned[\s\S]*crashed {2}/);

    dev.output.stderr = "";
    writeFileSync(file, good);
    await dev.says(/reloaded {2}in/);
    expect((await fetch(`${await dev.address("API")}/health/ready`)).status).toBe(200);
  });
});
