/**
 * How much one process of the server does with more and more at once, and the universal scalability law that fits it: what the plan of capacity
 * knows of contention. `npm run bench:scalability -w @lintel/bench`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { fitScalability } from "lintel";
import { setStage } from "./database.js";
import { load } from "./load.js";
import { peers } from "./peers/index.js";
import { type Sweep, scalabilityPage } from "./scalability/report.js";
import { startServer } from "./server.js";
import { spread } from "./statistics.js";
import { workloads } from "./workloads/index.js";

const rounds = Number(process.env.ROUNDS ?? 9);
const seconds = Number(process.env.SECONDS ?? 1);
const atOnce = [1, 2, 4, 8, 16, 32, 64] as const;
const lintel = peers.find(({ name }) => name === "lintel");
const workload = workloads.find(({ name }) => name === "list");
if (!lintel || !workload) throw new RangeError("There is no server or no workload to measure.");

const stage = await setStage({ scale: 1, tokens: 64 });
const server = await startServer(lintel, stage.variables);
const before = loadavg()[0] ?? 0;
try {
  const found = new Map<number, number[]>(atOnce.map((n) => [n, []]));
  await load(server, workload, stage, { connections: 64, seconds });
  // Rounds go through all numbers in turn, so that a slow minute hits all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const n of atOnce) {
      const { perSecond } = await load(server, workload, stage, { connections: n, seconds });
      found.get(n)?.push(perSecond);
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const [cpu] = cpus();
  const points = atOnce.map((n) => ({ n, rounds: found.get(n) ?? [], x: spread(found.get(n) ?? []).median }));
  const sweep: Sweep = {
    about: {
      when: new Date().toISOString().slice(0, 10),
      node: process.version,
      cpus: `${cpus().length} CPUs (${cpu?.model.trim() ?? ""})`,
      rounds,
      seconds,
      loadBefore: before,
      loadAfter: loadavg()[0] ?? 0,
      workload: workload.title,
    },
    points,
    law: fitScalability(points),
  };
  const folder = fileURLToPath(new URL("../results/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}scalability.json`, `${JSON.stringify(sweep, null, 2)}\n`);
  await writeFile(`${folder}scalability.md`, scalabilityPage(sweep));
} finally {
  await server.stop();
  await stage.stop();
}
