/**
 * Lintel beside what people would use instead. `npm run bench -- --help`.
 * Rounds are interleaved, and each begins with another peer, so that a slow minute hits all of them.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type Choice, help, readArguments } from "./arguments.js";
import { barChart } from "./chart.js";
import { residentMegabytes } from "./cost.js";
import { type Stage, setStage } from "./database.js";
import { load } from "./load.js";
import { baseline, peers, pgbench } from "./peers/index.js";
import { findPgbench, loadWithPgbench } from "./pgbench.js";
import { markdown, named, type Results, type Round, ratios, type WorkloadResult } from "./report.js";
import { type Server, startServer } from "./server.js";
import { verify } from "./verify.js";
import { type Workload, workloads } from "./workloads/index.js";

const known = {
  workloads: workloads.map(({ name }) => name),
  peers: [...peers, pgbench].map(({ name }) => name),
};
/** Who is measured: how one round of it goes. */
interface Runner {
  readonly name: string;
  readonly title: string;
  run(
    workload: Workload,
    options: { readonly connections: number; readonly seconds: number },
  ): Promise<Round>;
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

try {
  const choice = readArguments(process.argv.slice(2), known);
  if (choice === "help") process.stdout.write(help(known));
  else process.stdout.write(await run(choice));
} catch (error) {
  tell(error instanceof RangeError ? `${error.message} See --help.` : String(error));
  process.exitCode = error instanceof RangeError ? 2 : 1;
}

/** Measures what was chosen, writes the results, and gives them back as a page. */
async function run(choice: Choice): Promise<string> {
  tell("Filling a database.");
  const stage = await setStage({ scale: choice.scale, tokens: choice.connections });
  const servers: Server[] = [];
  try {
    for (const peer of peers.filter(({ name }) => choice.peers.includes(name)))
      servers.push(await startServer(peer, stage.variables, tell));
    const runners = [
      ...servers.map((server) => ({
        ...server.peer,
        run: (workload: Workload, how: Parameters<Runner["run"]>[1]) => load(server, workload, stage, how),
      })),
      ...(choice.peers.includes(pgbench.name) ? await pgbenchRunner(stage) : []),
    ];
    const chosen = workloads.filter(({ name }) => choice.workloads.includes(name));
    for (const workload of chosen) await verify(servers, workload, stage);
    tell("All peers do the same work. Measuring.");
    const measured: WorkloadResult[] = [];
    for (const workload of chosen) measured.push(await measure(runners, workload, choice));
    return await write(choice, await results(choice, stage, servers, measured));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await stage.stop();
  }
}

async function pgbenchRunner(stage: Stage): Promise<readonly Runner[]> {
  const program = await findPgbench();
  if (program !== undefined)
    return [{ ...pgbench, run: (workload, how) => loadWithPgbench(program, workload, stage, how) }];
  tell("pgbench is left out: it is not installed here (Debian: postgresql-15).");
  return [];
}

async function measure(
  runners: readonly Runner[],
  workload: Workload,
  choice: Choice,
): Promise<WorkloadResult> {
  for (const runner of runners) await runner.run(workload, { ...choice, seconds: 1 });
  const rounds = new Map<Runner, Round[]>(runners.map((runner) => [runner, []]));
  for (let round = 0; round < choice.rounds; round++) {
    const first = round % runners.length;
    for (const runner of [...runners.slice(first), ...runners.slice(0, first)])
      rounds.get(runner)?.push(await runner.run(workload, choice));
    tell(`${workload.name}: round ${round + 1} of ${choice.rounds}`);
  }
  const { name, title, target } = workload;
  return {
    name,
    title,
    target,
    peers: runners.map((runner) => ({
      name: runner.name,
      title: runner.title,
      rounds: rounds.get(runner) ?? [],
    })),
  };
}

async function results(
  choice: Choice,
  stage: Stage,
  servers: readonly Server[],
  measured: readonly WorkloadResult[],
): Promise<Results> {
  const { rows } = await stage.client.query("show server_version");
  const [cpu] = cpus();
  return {
    about: {
      when: new Date().toISOString().slice(0, 10),
      node: process.version,
      postgres: rows[0]?.server_version ?? "",
      cpus: `${cpus().length} CPUs (${cpu?.model.trim() ?? ""})`,
      products: stage.products,
      connections: choice.connections,
      rounds: choice.rounds,
      seconds: choice.seconds,
    },
    workloads: measured,
    memory: await Promise.all(
      servers.map(async ({ peer, pid }) => ({
        title: peer.title,
        megabytes: await residentMegabytes(pid),
      })),
    ),
  };
}

async function write(choice: Choice, all: Results): Promise<string> {
  const folder = fileURLToPath(new URL("../results/", import.meta.url));
  await mkdir(folder, { recursive: true });
  const page = markdown(all, baseline, `${choice.out}.svg`);
  const groups = all.workloads.map((workload) => ({
    title: workload.title,
    bars: workload.peers.flatMap((peer) => {
      const value = ratios(peer, named(workload, baseline));
      return value ? [{ title: peer.title, value }] : [];
    }),
  }));
  await writeFile(`${folder}${choice.out}.md`, page);
  await writeFile(`${folder}${choice.out}.json`, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(
    `${folder}${choice.out}.svg`,
    barChart("Requests per second, as a ratio to Fastify by hand", groups),
  );
  return page;
}
