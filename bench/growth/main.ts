/**
 * What becomes of latencies when the catalogue grows: Lintel at 100,000, 1,000,000 and 10,000,000 products, under a load that it
 * can bear. `npm run bench:growth -- --products 100000,1000000`
 */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { barChart } from "../chart.js";
import { drawSample, setStage } from "../database.js";
import { peers } from "../peers/index.js";
import { startServer } from "../server.js";
import { at, spread } from "../statistics.js";
import { workloads } from "../workloads/index.js";
import { growCatalogue } from "./grow.js";
import { loadSteadily } from "./steady-load.js";

/** How many times the p95 of the smallest catalogue it may be; the others are for information. */
const target = 1.5;
const held = ["by-id", "list"];

interface Measured {
  readonly products: number;
  readonly workload: string;
  readonly title: string;
  readonly p50: number;
  readonly p95: number;
}

const { values } = parseArgs({
  options: {
    products: { type: "string", default: "100000,1000000,10000000" },
    rate: { type: "string", default: "100" },
    seconds: { type: "string", default: "20" },
  },
});
const sizes = values.products.split(",").map(Number);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const tell = (line: string) => process.stderr.write(`${line}\n`);
process.stdout.write(await run());

async function run(): Promise<string> {
  tell("Filling a database.");
  const stage = await setStage({ scale: 1, tokens: 32 });
  const lintel = peers.find(({ name }) => name === "lintel");
  if (!lintel) throw new Error("There is no peer lintel.");
  const measured: Measured[] = [];
  try {
    for (const products of sizes) {
      if (products > stage.products) await growCatalogue(stage.client, stage.products, products, tell);
      const sample = await drawSample(stage.client);
      const server = await startServer(lintel, stage.variables);
      try {
        for (const { name, title, requests } of workloads) {
          const load = { url: server.url, asks: requests(sample), tokens: stage.tokens, rate };
          await loadSteadily({ ...load, seconds: 5 });
          const taken = (await loadSteadily({ ...load, seconds })).sort((a, b) => a - b);
          measured.push({ products, workload: name, title, p50: at(taken, 0.5), p95: at(taken, 0.95) });
          tell(`${products.toLocaleString("en")} products, ${name}: p95 ${at(taken, 0.95).toFixed(1)} ms`);
        }
      } finally {
        await server.stop();
      }
    }
    return await write(measured);
  } finally {
    await stage.stop();
  }
}

async function write(measured: readonly Measured[]): Promise<string> {
  const folder = fileURLToPath(new URL("../../results/", import.meta.url));
  const groups = workloads.map(({ name, title }) => ({
    title,
    bars: measured
      .filter(({ workload }) => workload === name)
      .map((one) => ({
        title: `${one.products.toLocaleString("en")} products`,
        value: spread([timesTheFirst(one, measured)]),
      })),
  }));
  await writeFile(`${folder}growth.svg`, barChart("p95, as a ratio to the smallest catalogue", groups));
  const page = report(measured);
  await writeFile(`${folder}growth.md`, page);
  return page;
}

function timesTheFirst({ workload, p95 }: Measured, measured: readonly Measured[]): number {
  return p95 / (measured.find((one) => one.workload === workload)?.p95 ?? Number.NaN);
}

function report(measured: readonly Measured[]): string {
  const [cpu] = cpus();
  const rows = measured.map((one) => {
    const { products, workload, title, p50, p95 } = one;
    const times = timesTheFirst(one, measured);
    const verdict = held.includes(workload) ? (times <= target ? "met" : "missed") : "";
    return `| ${title} | ${products.toLocaleString("en")} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${times.toFixed(2)} | ${verdict} |`;
  });
  return `# Growth

${new Date().toISOString().slice(0, 10)}. \`npm run bench:growth\`: Lintel, everything on, ${rate} requests a second for ${seconds} s, each timed from the
moment at which it was due. Node ${process.version}, ${cpus().length} CPUs (${cpu?.model.trim() ?? ""}). The target: p95 of a point read and of a list within
${target} times that of the smallest catalogue.

![Latency by size](growth.svg)

| | products | p50 ms | p95 ms | times the first | target |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
