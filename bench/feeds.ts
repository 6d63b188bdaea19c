/**
 * What feeds do: how long a change takes from its writing to a client, how many changes a second of CPU gives to a thousand clients, how fast a
 * client catches up from the log, and what clients that wait take of memory; beside what people would use instead.
 * `npm run bench:feeds -w @lintel/bench`, with RATE, SECONDS, FOLLOWERS, EVENTS, IDLE, STALLED and STALL in the environment, and ONLY, a list of
 * "latency", "fan-out", "catch-up", "idle" and "stalled" with commas between, for a part of it: such a run is printed and not kept.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createDevelopmentIssuer, push, resolve } from "@lintel/runtime/tools";
import { startEmbedded } from "lintel";
import pg from "pg";
import { cpuOf, cpuOfPostgres, residentMegabytes } from "./cost.js";
import { blueprint } from "./feeds/blueprint.js";
import { type Crowd, gather, type Latency } from "./feeds/crowd.js";
import { moment, pace } from "./feeds/pace.js";
import { clearOf, type Stall, watchStalls } from "./feeds/stalls.js";
import { startServer } from "./server.js";
import { at } from "./statistics.js";

const seconds = Number(process.env.SECONDS ?? 5);
const followers = Number(process.env.FOLLOWERS ?? 1_000);
const events = Number(process.env.EVENTS ?? 100_000);
const idle = Number(process.env.IDLE ?? 10_000);
/** Followers that read nothing, and for how many seconds: 600 tell more. */
const stalled = Number(process.env.STALLED ?? 50);
const stall = Number(process.env.STALL ?? 30);
const perSecond = Number(process.env.RATE ?? 1_000);
const patience = 300_000;
/** Seconds that all are written to before it counts, so that what is compiled while it runs is compiled. */
const warming = 3;
/** Turns in which all ways are measured one after the other: what else runs on the machine for a moment is not one way's alone. */
const turns = 2;
const parts = ["latency", "fan-out", "catch-up", "idle", "stalled"] as const;
const only = (process.env.ONLY ?? parts.join(",")).split(",");
const unknown = only.filter((part) => !parts.some((known) => known === part));
if (unknown.length > 0)
  throw new Error(`ONLY names ${unknown.join(", ")}; the parts are ${parts.join(", ")}.`);
const isWanted = (part: (typeof parts)[number]) => only.includes(part);
const tell = (line: string) => process.stderr.write(`${line}\n`);

const insertMany = `insert into board.ticks (id, name, at, number)
select gen_random_uuid(), 'A tick of a clock', '0', n from generate_series(1, $1::integer) n`;

type Write = (at: number) => Promise<unknown> | void;

/** One way to tell followers of events. */
interface Way {
  readonly kind: string;
  readonly url: string;
  readonly pid: number;
  readonly write: Write;
}

process.stdout.write(await run());

async function run(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lintel-bench-"));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataDirectory: join(folder, "postgres"), port: 4954 });
  const issuer = createDevelopmentIssuer();
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  // A connection that is being ended may hear of the server's end before its own.
  pool.on("error", () => {});
  const peers: ChildProcess[] = [];
  try {
    await push({ url: database.url, model: resolve(blueprint) });
    const variables = { DATABASE_URL: database.url, ISSUER: JSON.stringify(issuer) };
    const server = await startServer(
      { name: "feeds", title: "Lintel", file: "../feeds/server.js" },
      variables,
    );
    const sql = (text: string, values: unknown[] = []) => pool.query(text, values);
    /** Planned once a connection, as a server would. */
    const prepared = (name: string, text: string, values: unknown[]) => pool.query({ name, text, values });
    const insert: Write = (number) =>
      prepared(
        "insert",
        "insert into board.ticks (id, name, at, number) values (gen_random_uuid(), 'A tick of a clock', $1, $2)",
        [moment(), number],
      );
    const json = (number: number) =>
      JSON.stringify({
        id: crypto.randomUUID(),
        name: "A tick of a clock",
        at: moment(),
        number,
        version: 1,
      });
    const peer = async (kind: string, write: (child: ChildProcess) => Write): Promise<Way> => {
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL("feeds/peers.js", import.meta.url)), kind],
        {
          env: { ...process.env, DATABASE_URL: database.url },
          stdio: ["pipe", "pipe", "inherit"],
        },
      );
      peers.push(child);
      for await (const url of createInterface({ input: child.stdout }))
        return { kind, url, pid: child.pid ?? 0, write: write(child) };
      throw new Error(`${kind} ended before it served.`);
    };
    const said =
      (child: ChildProcess): Write =>
      (number) =>
        void child.stdin?.write(`${json(number)}\n`);
    const lintel: Way = { kind: "lintel", url: server.url, pid: server.pid, write: insert };
    const notify: Write = (number) => prepared("notify", "select pg_notify('bench', $1)", [json(number)]);
    const ways = [
      lintel,
      await peer("listen", () => notify),
      await peer("ws", said),
      await peer("socket.io", said),
    ];
    try {
      const sections: string[] = [];
      if (isWanted("latency")) {
        const postgres = await postmasterOf(join(folder, "postgres"));
        sections.push(ofLatency(await latencies(ways, postgres)));
      }
      if (isWanted("fan-out")) {
        const fans: Fan[] = [];
        for (const way of [lintel, ...ways.slice(2)]) fans.push(await fanOut(way));
        sections.push(ofFans(fans));
      }
      const rest: string[] = [];
      if (isWanted("catch-up")) rest.push(await catchingUp(lintel, sql));
      if (isWanted("idle")) rest.push(await idling(lintel));
      if (isWanted("stalled")) rest.push(await stalling(lintel, () => sql(insertMany, [100])));
      if (rest.length > 0) sections.push(`## The rest\n${rest.join("\n")}\n`);
      const page = [introduction(), ...sections].join("\n");
      if (only.length === parts.length)
        await writeFile(fileURLToPath(new URL("../results/feeds.md", import.meta.url)), page);
      return page;
    } finally {
      await server.stop();
    }
  } finally {
    for (const child of peers) child.kill();
    await pool.end();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was seen of a way: when changes were written and how long they took, and seconds of CPU of its server, its followers, whoever writes, and PostgreSQL. */
interface Seen {
  readonly kind: string;
  readonly latencies: Latency[];
  readonly cpu: [server: number, followers: number, writer: number, postgres: number];
}

async function latencies(
  ways: readonly Way[],
  postgres: number,
): Promise<{ readonly seen: readonly Seen[]; readonly stalls: readonly Stall[] | undefined }> {
  const seen = ways.map(({ kind }): Seen => ({ kind, latencies: [], cpu: [0, 0, 0, 0] }));
  const watch = watchStalls();
  const crowds: Crowd[] = [];
  const given = ways.map(() => 0);
  const write = async (way: number, count: number) => {
    const [one, crowd] = [ways[way], crowds[way]];
    if (!one || !crowd) return;
    await pace(perSecond, count, one.write);
    given[way] = (given[way] ?? 0) + count;
    await crowd.until(given[way] * 100, patience);
  };
  const cpuOfAll = async (way: number) =>
    Promise.all([
      cpuOf(ways[way]?.pid ?? 0),
      cpuOf(crowds[way]?.pids[0] ?? 0),
      cpuOf(process.pid),
      cpuOfPostgres(postgres),
    ]);
  try {
    for (const { kind, url } of ways)
      crowds.push(await gather(kind === "listen" ? "ws" : kind, url, { followers: 100, processes: 1 }));
    for (const way of ways.keys()) await write(way, perSecond * warming);
    for (let turn = 0; turn < turns; turn += 1)
      for (const [way, { kind, latencies, cpu }] of seen.entries()) {
        tell(`${kind}: latency`);
        crowds[way]?.takeLatencies();
        const before = await cpuOfAll(way);
        await write(way, Math.ceil((perSecond * seconds) / turns));
        const after = await cpuOfAll(way);
        for (const [part, spent] of after.entries())
          cpu[part] = (cpu[part] ?? 0) + spent - (before[part] ?? 0);
        latencies.push(...(crowds[way]?.takeLatencies() ?? []));
      }
    return { seen, stalls: watch.stalls };
  } finally {
    watch.stop();
    for (const crowd of crowds) crowd.stop();
  }
}

/** The process of the server of a data directory. */
async function postmasterOf(directory: string): Promise<number> {
  const [first] = (await readFile(join(directory, "postmaster.pid"), "utf8")).split("\n");
  return Number(first);
}

interface Fan {
  readonly kind: string;
  /** Changes given to clients for each second of the server's CPU. */
  readonly each: number;
  readonly wall: number;
}

async function fanOut(way: Way): Promise<Fan> {
  tell(`${way.kind}: to ${followers} followers`);
  const crowd = await gather(way.kind, way.url, { followers, processes: 2 });
  try {
    const count = perSecond * 2;
    const [began, cpu] = [performance.now(), await cpuOf(way.pid)];
    await pace(perSecond, count, way.write);
    await crowd.until(count * followers, patience);
    const spent = (await cpuOf(way.pid)) - cpu;
    return { kind: way.kind, each: (count * followers) / spent, wall: performance.now() - began };
  } finally {
    crowd.stop();
  }
}

type Sql = (text: string, values?: unknown[]) => Promise<{ readonly rows: Record<string, unknown>[] }>;

/** Writes many changes, waits until they have their positions, and then lets one follower read them all from the log. */
async function catchingUp(way: Way, sql: Sql): Promise<string> {
  tell(`writing ${events} changes`);
  const head = async () => (await sql("select epoch, position from board.log_head")).rows[0] ?? {};
  const before = await head();
  const began = performance.now();
  for (let n = 0; n < events / 1_000; n += 1) await sql(insertMany, [1_000]);
  const written = performance.now() - began;
  const wanted = Number(before.position) + events;
  while (Number((await head()).position) < wanted) await new Promise((next) => setTimeout(next, 5));
  const placed = performance.now() - began;
  tell("catching up");
  const [asked, cpu] = [Number(moment()), await cpuOf(way.pid)];
  const crowd = await gather("lintel", way.url, {
    followers: 1,
    processes: 1,
    from: `${before.epoch}:${before.position}`,
  });
  try {
    await crowd.until(events, patience);
    const spent = (await cpuOf(way.pid)) - cpu;
    return `- Writing ${events} changes, 1,000 a transaction, took ${Math.round(written)} ms, and until they had their positions ${Math.round(placed)} ms: ${perSecondOf(events, placed)}.
- One follower that catches up with them from the log: ${Math.round(crowd.lastAt - asked)} ms with starting its process, ${Math.round(crowd.lastAt - crowd.firstAt)} ms from its first frame to its last: ${perSecondOf(events, crowd.lastAt - crowd.firstAt)}. It took ${spent.toFixed(2)} s of the server's CPU: ${Math.round(events / spent)} for each second of it.`;
  } finally {
    crowd.stop();
  }
}

function perSecondOf(count: number, milliseconds: number): string {
  return `${Math.round((count / milliseconds) * 1_000)} a second`;
}

async function idling(way: Way): Promise<string> {
  tell(`${idle} followers that wait`);
  const before = await residentMegabytes(way.pid);
  const crowd = await gather("lintel", way.url, { followers: idle, processes: 4 });
  try {
    const after = await residentMegabytes(way.pid);
    return `- ${idle} followers that wait: ${Math.round(after)} MB resident, ${Math.round(before)} MB before.`;
  } finally {
    crowd.stop();
  }
}

/** Followers that read nothing, while 2,000 changes a second are written. Those that are cut off for it come again. */
async function stalling(way: Way, write: () => Promise<unknown>): Promise<string> {
  tell(`${stalled} followers that read nothing, for ${stall} s`);
  const crowd = await gather("stalled", way.url, { followers: stalled, processes: 1 });
  const megabytes: number[] = [];
  try {
    for (let second = 0; second < stall; second += 1) {
      await pace(20, 20, write);
      megabytes.push(await residentMegabytes(way.pid));
    }
  } finally {
    crowd.stop();
  }
  const third = Math.ceil(megabytes.length / 3);
  const most = (some: readonly number[]) => Math.round(Math.max(...some));
  return `- ${stalled} followers that read nothing for ${stall} s, while 2,000 changes a second are written: ${most(megabytes.slice(0, third))} MB at most in the first third of the time, ${most(megabytes.slice(third, -third))} MB in the second, ${most(megabytes.slice(-third))} MB in the last.`;
}

function introduction(): string {
  const variables = `RATE=${perSecond} SECONDS=${seconds} FOLLOWERS=${followers} EVENTS=${events} IDLE=${idle} STALLED=${stalled} STALL=${stall}`;
  return `# What feeds do

On ${cpus().length} CPUs (${cpus()[0]?.model.trim()}), Node ${process.version}, with PostgreSQL, all clients and whatever else ran there; the load average at the end was
${loadavg()[0]?.toFixed(1)}. Where that is well above what the run itself asks for, only ratios of CPU time mean something. Command:
\`${variables} npm run bench:feeds -w @lintel/bench\`.

\`listen\` sends what PostgreSQL notifies, \`ws\` and \`socket.io\` what they are told on standard input, without a database; none of the three keeps anything.
`;
}

function ofLatency({ seen, stalls }: Awaited<ReturnType<typeof latencies>>): string {
  const isClear = clearOf(stalls ?? []);
  const lines = seen.map(({ kind, latencies, cpu }) => {
    const percentiles = (some: readonly Latency[]) => {
      const sorted = some.map(([, took]) => took).sort((a, b) => a - b);
      return [at(sorted, 0.5).toFixed(1), at(sorted, 0.99).toFixed(1)];
    };
    const clear = latencies.filter(([sent, took]) => isClear(sent, sent + took));
    const each = cpu.map((spent) => Math.round((spent * 1_000_000) / latencies.length));
    return `| ${[kind, ...percentiles(latencies), ...percentiles(clear), ...each].join(" | ")} |`;
  });
  const stood = (stalls ?? []).reduce((sum, [from, to]) => sum + to - from, 0);
  const watched = (warming + seconds) * seen.length;
  const still = stalls
    ? `In ${watched} s a CPU stood still ${stalls.length} times, for ${Math.round(stood)} ms in all: no process was given it, whatever its priority. \`clear\` are the changes of which no time
coincides with that.`
    : "It was not permitted to look whether the machine stood still: `clear` are all changes.";
  return `## From writing to the client
${perSecond} changes a second, a transaction each, to 100 followers in one process, for ${seconds} s in ${turns} turns, after ${warming} s that do not count; milliseconds from before the
statement is sent to the client, so with the commit, and microseconds of CPU a change: of ${cpus().length} CPUs there are ${(cpus().length * 1_000_000) / perSecond} a change.
${still}

| | p50 | p99 | p50, clear | p99, clear | CPU of its server | of the followers | of the writer | of PostgreSQL |
|---|---|---|---|---|---|---|---|---|
${lines.join("\n")}
`;
}

function ofFans(fans: readonly Fan[]): string {
  const emit = fans.find(({ kind }) => kind === "socket.io")?.each ?? Number.NaN;
  const lines = fans.map(
    ({ kind, each, wall }) =>
      `| ${kind} | ${Math.round(each / 1_000)} thousand | ${(each / emit).toFixed(1)} | ${Math.round(wall)} |`,
  );
  return `## To ${followers} followers
${perSecond} changes a second for 2 s, a transaction each; followers in 2 other processes.

| | changes given to clients, for each second of the server's CPU | times socket.io | milliseconds until all had all |
|---|---|---|---|
${lines.join("\n")}
`;
}
