/**
 * How long the compiler takes to check a blueprint's types: of the commerce example, and of a generated system of 50 services
 * with 500 entities. `npm run bench:types`, with RUNS of each in the environment, 3 unless told.
 */
import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cpuOfEnded } from "../cost.js";
import { spread } from "../statistics.js";
import { generateSystem } from "./generate.js";

const times = Number(process.env.RUNS ?? 3);
const size = { services: 50, entities: 10 };
const root = fileURLToPath(new URL("../../../", import.meta.url));
const compiler = join(root, "node_modules/typescript/bin/tsc");
/** Inside of the checkout, so that the compiler finds the packages. */
const generated = join(root, "bench/generated");

interface Measured {
  readonly title: string;
  readonly target: number;
  readonly seconds: readonly number[];
  readonly cpu: readonly number[];
  readonly details: ReadonlyMap<string, string>;
}

process.stdout.write(await run());

async function run(): Promise<string> {
  await writeSystem();
  try {
    const measured = [
      await measure("examples/commerce", join(root, "examples/commerce"), 2),
      await measure(`${size.services} services, ${size.services * size.entities} entities`, generated, 15),
    ];
    const page = report(measured);
    await writeFile(join(root, "bench/results/types.md"), page);
    return page;
  } finally {
    await rm(generated, { recursive: true, force: true });
  }
}

async function writeSystem(): Promise<void> {
  await rm(generated, { recursive: true, force: true });
  const configuration = {
    extends: "../../tsconfig.base.json",
    compilerOptions: { rootDir: ".", composite: false, incremental: false },
    include: ["**/*.ts"],
  };
  const files = [...generateSystem(size), ["tsconfig.json", JSON.stringify(configuration)] as const];
  for (const [path, text] of files) {
    await mkdir(dirname(join(generated, path)), { recursive: true });
    await writeFile(join(generated, path), text);
  }
}

async function measure(title: string, folder: string, target: number): Promise<Measured> {
  const runs: { seconds: number; cpu: number; output: string }[] = [];
  for (let time = 0; time < times; time += 1) {
    process.stderr.write(`${title}: ${time + 1} of ${times}\n`);
    const [since, before] = [performance.now(), await cpuOfEnded(process.pid)];
    const output = await check(folder);
    const seconds = (performance.now() - since) / 1_000;
    runs.push({ seconds, cpu: (await cpuOfEnded(process.pid)) - before, output });
  }
  const [first] = runs;
  return {
    title,
    target,
    seconds: runs.map(({ seconds }) => seconds),
    cpu: runs.map(({ cpu }) => cpu),
    details: detailsIn(first?.output ?? ""),
  };
}

/** Runs the compiler without anything that it remembers. Throws with what it says where there are errors. */
async function check(folder: string): Promise<string> {
  const given = [
    "--noEmit",
    "-p",
    folder,
    "--composite",
    "false",
    "--incremental",
    "false",
    "--extendedDiagnostics",
  ];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, ...given], {
      maxBuffer: 50_000_000,
    });
    return stdout;
  } catch (error) {
    throw new Error(`${folder} does not compile:\n${(error as { stdout?: string }).stdout?.slice(0, 4_000)}`);
  }
}

function detailsIn(output: string): ReadonlyMap<string, string> {
  return new Map(
    [...output.matchAll(/^([\w ]+):\s+(.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function report(measured: readonly Measured[]): string {
  const [cpu] = cpus();
  const rows = measured.map(({ title, target, seconds, cpu, details }) => {
    const { median, lower, upper } = spread(seconds);
    const figures = [
      `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`,
      `${target}: ${median < target ? "met" : "missed"}`,
      spread(cpu).median.toFixed(2),
      ...["Types", "Instantiations", "Memory used"].map((name) => details.get(name) ?? ""),
    ];
    return `| ${title} | ${figures.join(" | ")} |`;
  });
  return `# Types

${new Date().toISOString().slice(0, 10)}. \`npm run bench:types\`: \`tsc --noEmit\` from the start of its process, with nothing remembered. Median and quartiles of
${times} runs; types and memory are of the first. The compiler works on several CPUs at once, so that CPU seconds may be more than
seconds; on a machine that others use too they are the ones to compare. Node ${process.version}, ${cpus().length} CPUs (${cpu?.model.trim() ?? ""}).

| | seconds | target, seconds | CPU seconds | types | instantiations | memory |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
