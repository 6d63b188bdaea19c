import { parseArgs } from "node:util";

/** What a run measures, and how long. */
export interface Choice {
  readonly workloads: readonly string[];
  readonly peers: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Times 100,000 products. */
  readonly scale: number;
  /** The name of the files in `results/`. */
  readonly out: string;
}

export interface Names {
  readonly workloads: readonly string[];
  readonly peers: readonly string[];
}

/** What `--help` prints. */
export function help({ workloads, peers }: Names): string {
  return `Lintel beside what people would use instead, on one PostgreSQL with the commerce example.

  npm run bench                               ten rounds of five seconds: about 26 minutes
  npm run bench -- --quick                    two rounds of two seconds: about 3 minutes
  npm run bench -- --workload list,search --peer lintel,fastify --rounds 5

  --workload <names>    ${workloads.join(", ")}; all unless told
  --peer <names>        ${peers.join(", ")}; all unless told
  --rounds <n>          rounds of each peer, interleaved; 10 unless told
  --seconds <n>         of each round; 5 unless told
  --connections <n>     64 unless told, at most 512
  --scale <n>           times 100,000 products; 1 unless told
  --out <name>          results/<name>.md, .json and .svg; "latest" unless told, "quick" with --quick
  --help
`;
}

/** Reads the command line. Throws `RangeError` with words for a person where it cannot. */
export function readArguments(given: readonly string[], known: Names): Choice | "help" {
  const { values } = parse(given);
  if (values.help) return "help";
  const quick = values.quick ?? false;
  return {
    workloads: chosen("workload", values.workload, known.workloads),
    peers: chosen("peer", values.peer, known.peers),
    rounds: whole("rounds", values.rounds, quick ? 2 : 10, 1_000),
    seconds: whole("seconds", values.seconds, quick ? 2 : 5, 3_600),
    connections: whole("connections", values.connections, 64, 512),
    scale: whole("scale", values.scale, 1, 100),
    out: fileName(values.out ?? (quick ? "quick" : "latest")),
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        workload: { type: "string" },
        peer: { type: "string" },
        rounds: { type: "string" },
        seconds: { type: "string" },
        connections: { type: "string" },
        scale: { type: "string" },
        out: { type: "string" },
        quick: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error));
  }
}

function chosen(option: string, value: string | undefined, known: readonly string[]): readonly string[] {
  if (value === undefined) return known;
  const asked = value.split(",");
  const strange = asked.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new RangeError(`--${option} received "${strange}"; expected some of ${known.join(", ")}.`);
  return known.filter((name) => asked.includes(name));
}

function whole(option: string, value: string | undefined, usual: number, most: number): number {
  if (value === undefined) return usual;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new RangeError(`--${option} received "${value}"; expected a whole number from 1 to ${most}.`);
  return number;
}

function fileName(value: string): string {
  if (!/^[\w-]+$/.test(value))
    throw new RangeError(`--out received "${value}"; expected letters, digits, _ and -.`);
  return value;
}
