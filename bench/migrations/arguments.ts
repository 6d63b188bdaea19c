import { parseArgs } from "node:util";

export interface MigrationChoice {
  readonly rows: number;
  readonly kills: number;
  /** Of the table whose migrations are killed. */
  readonly killRows: number;
  readonly seed: number;
  readonly plain: boolean;
  readonly kinds: readonly string[];
  readonly out: string;
}

export function help(kinds: readonly string[]): string {
  return `Each kind of change to a large table, applied and undone while people read and write it; then migrations that
are killed. On an embedded PostgreSQL of its own, with fsync on. Exit code 1 if a statement failed or waited for a
second, or a killed migration did not come to the same end.

  node bench/dist/migrations.js                     a million rows, and 50 kills: about half an hour
  node bench/dist/migrations.js --rows 50000 --kills 5 --out try

  --rows <n>        rows of the table; 1000000 unless told
  --kill-rows <n>   rows of the table whose migrations are killed; 200000 unless told
  --kills <n>       how many; 50 unless told, 0 for none
  --kind <names>    some kinds only, with commas between: ${kinds.join(", ")}
  --no-plain        without the plain form of each change beside it
  --seed <n>        of everything random; printed, and another one each time unless told
  --out <name>      results/<name>.md and .json; "migrations" unless told
  --help
`;
}

/** Reads the command line. Throws `RangeError` with words for a person where it cannot. */
export function readArguments(given: readonly string[], kinds: readonly string[]): MigrationChoice | "help" {
  const values = parse(given);
  if (values.help) return "help";
  const asked = values.kind?.split(",") ?? kinds;
  const strange = asked.find((name) => !kinds.includes(name));
  if (strange !== undefined)
    throw new RangeError(`--kind received "${strange}"; expected some of ${kinds.join(", ")}.`);
  const out = values.out ?? "migrations";
  if (!/^[\w-]+$/.test(out))
    throw new RangeError(`--out received "${out}"; expected letters, digits, _ and -.`);
  return {
    rows: whole("rows", values.rows, 1_000_000, 1_000, 50_000_000),
    kills: whole("kills", values.kills, 50, 0, 10_000),
    killRows: whole("kill-rows", values["kill-rows"], 200_000, 1_000, 50_000_000),
    seed: whole("seed", values.seed, Math.floor(Math.random() * 2 ** 31), 0, 2 ** 32 - 1),
    plain: !values["no-plain"],
    kinds: kinds.filter((name) => asked.includes(name)),
    out,
  };
}

function parse(given: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const options = {
      rows: text,
      "kill-rows": text,
      kills: text,
      kind: text,
      seed: text,
      out: text,
      "no-plain": flag,
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
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new RangeError(
      `--${option} received "${value}"; expected a whole number from ${least} to ${most}.`,
    );
  return number;
}
