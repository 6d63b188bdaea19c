import { parseArgs } from "node:util";

/** What a run measures, and where its databases lie. */
export interface GrowthChoice {
  /** Products, from few to many: ratios are to the first. */
  readonly sizes: readonly number[];
  readonly workloads: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
  /** Where prepared databases are kept; undefined for a folder that goes when the run ends. */
  readonly data: string | undefined;
  readonly prepareOnly: boolean;
  /** Bytes that the databases may take. */
  readonly mostDisk: number;
  readonly out: string;
}

export function help(workloads: readonly string[]): string {
  return `What becomes of latencies when the catalogue grows. Each size is a PostgreSQL and a Lintel of its own; all stand at the
same time, and are measured in turn.

  npm run bench:growth                                       100,000, 1,000,000 and 10,000,000 products: about 45 minutes
  npm run bench:growth -- --data /tmp/growth-data            the same, and the databases stay: 16 minutes the next time
  npm run bench:growth -- --data /tmp/growth-data --prepare  only prepares them

  --products <list>     sizes with commas between; 100000,1000000,10000000 unless told
  --workload <names>    ${workloads.join(", ")}; all unless told
  --rounds <n>          rounds of each size, interleaved; 25 unless told
  --seconds <n>         of each round; 2 unless told
  --rate <n>            requests a second; 100 unless told
  --data <folder>       prepares the databases there, and keeps them; uses those that are there
  --prepare             prepares the databases and measures nothing
  --disk <gigabytes>    that the databases may take; 40 unless told. It says before it begins what it needs
  --out <name>          results/<name>.md, .json and .svg; "growth" unless told
  --help
`;
}

/** Reads the command line. Throws `RangeError` with words for a person where it cannot. */
export function readArguments(given: readonly string[], workloads: readonly string[]): GrowthChoice | "help" {
  const values = parse(given);
  if (values.help) return "help";
  const asked = values.workload?.split(",") ?? workloads;
  const strange = asked.find((name) => !workloads.includes(name));
  if (strange !== undefined)
    throw new RangeError(`--workload received "${strange}"; expected some of ${workloads.join(", ")}.`);
  const prepareOnly = values.prepare ?? false;
  if (prepareOnly && values.data === undefined)
    throw new RangeError("--prepare needs --data <folder>: what is prepared elsewhere would be removed.");
  const out = values.out ?? "growth";
  if (!/^[\w-]+$/.test(out))
    throw new RangeError(`--out received "${out}"; expected letters, digits, _ and -.`);
  const sizes = (values.products ?? "100000,1000000,10000000").split(",");
  return {
    sizes: [...new Set(sizes.map((one) => whole("products", one, 0, 1_000, 100_000_000)))].sort(
      (a, b) => a - b,
    ),
    workloads: workloads.filter((name) => asked.includes(name)),
    rounds: whole("rounds", values.rounds, 25, 1, 1_000),
    seconds: whole("seconds", values.seconds, 2, 1, 3_600),
    rate: whole("rate", values.rate, 100, 1, 10_000),
    data: values.data,
    prepareOnly,
    mostDisk: whole("disk", values.disk, 40, 1, 10_000) * 1e9,
    out,
  };
}

function parse(given: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const options = {
      products: text,
      workload: text,
      rounds: text,
      seconds: text,
      rate: text,
      data: text,
      prepare: flag,
      disk: text,
      out: text,
      help: flag,
    };
    return parseArgs({ args: [...given], options }).values;
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error));
  }
}

function whole(
  option: string,
  value: string | undefined,
  usual: number,
  least: number,
  most: number,
): number {
  if (value === undefined) return usual;
  const number = value === "" ? Number.NaN : Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new RangeError(
      `--${option} received "${value}"; expected a whole number from ${least} to ${most}.`,
    );
  return number;
}
