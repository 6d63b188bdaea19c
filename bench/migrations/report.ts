import type { KillResult } from "./kills.js";
import type { KindResult, Measured } from "./measure.js";

/** What a run of the command found. */
export interface MigrationResults {
  readonly when: string;
  readonly node: string;
  readonly postgres: string;
  readonly cpus: string;
  readonly rows: number;
  readonly seed: number;
  readonly kinds: readonly KindResult[];
  readonly kills?: (KillResult & { readonly rows: number }) | undefined;
}

/** No statement may wait longer, in milliseconds. */
const longestAllowed = 1_000;

/** What was promised and not kept, a sentence each. */
export function broken({ kinds, kills }: Pick<MigrationResults, "kinds" | "kills">): readonly string[] {
  return [
    ...kinds.flatMap(({ kind, way, lintel }) => [
      ...(lintel.failed > 0 ? [`${kind}, ${way}: ${lintel.failed} failed (${lintel.failure})`] : []),
      ...(lintel.longest >= longestAllowed
        ? [`${kind}, ${way}: one waited ${Math.round(lintel.longest)} ms`]
        : []),
      ...(lintel.statements === 0 ? [`${kind}, ${way}: no statement was under way`] : []),
    ]),
    ...(kills?.faults ?? []),
  ];
}

/** The page of the results. */
export function page(results: MigrationResults): string {
  const { when, node, postgres, cpus, rows, seed, kinds, kills } = results;
  const faults = broken(results);
  const worst = Math.max(...kinds.map(({ lintel }) => lintel.longest));
  const statements = kinds.reduce((sum, { lintel }) => sum + lintel.statements, 0);
  const failed = kinds.reduce((sum, { lintel }) => sum + lintel.failed, 0);
  return [
    "# Migrations amid traffic",
    "",
    `${when}, Node ${node}, PostgreSQL ${postgres} with fsync on, ${cpus}. A table of ${grouped(rows)} rows, eight connections that`,
    `write and eight that read, each waiting 10 ms between its statements. Seed ${seed}.`,
    "",
    `\`node bench/dist/migrations.js --rows ${rows} --seed ${seed}\``,
    "",
    `By \`db diff\` and \`db migrate\`: ${grouped(statements)} statements, **${failed} failed, the longest wait was ${time(worst)}**.`,
    "",
    "**longest wait** is that of the statement that took longest, of all that the sixteen connections sent while the change went on.",
    "**plain** is the same change in the statements that `db diff` writes for an empty table, in one transaction, amid the same",
    "traffic.",
    "",
    "| change | way | took | statements | failed | longest wait | plain: took | failed | longest wait |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ...kinds.map(({ kind, way, lintel, plain }) =>
      row([kind, way, ...cells(lintel, true), ...cells(plain, false)]),
    ),
    "",
    ...(kills ? killed(kills) : []),
    ...(faults.length === 0 ? [] : ["## Not kept", "", ...faults.map((fault) => `- ${fault}`), ""]),
  ].join("\n");
}

function killed({ kills, migrations, rows, seed, faults }: KillResult & { rows: number }): readonly string[] {
  const done = kills.map((kill) => kill.done);
  const alone = kills.filter((kill) => kill.begun).length;
  return [
    "## Killed",
    "",
    `\`lintel db migrate\`, a process of its own, was killed (SIGKILL) ${kills.length} times at random moments (seed ${seed}) while it changed`,
    `a table of ${grouped(rows)} rows, with ${Math.min(...done)} to ${Math.max(...done)} statements done, ${alone} times in a statement that runs outside of a`,
    `transaction. The next process went on each time. After each of the ${migrations} migrations the schema was that of an`,
    `undisturbed run and every row was as before: ${faults.length} faults.`,
    "",
  ];
}

function cells(measured: Measured | undefined, all: boolean): readonly string[] {
  if (!measured) return Array<string>(all ? 4 : 3).fill("-");
  const { milliseconds, statements, failed, longest } = measured;
  const wait = longest >= longestAllowed ? `**${time(longest)}**` : time(longest);
  return [time(milliseconds), ...(all ? [grouped(statements)] : []), String(failed), wait];
}

function row(cellsOfRow: readonly string[]): string {
  return `| ${cellsOfRow.join(" | ")} |`;
}

function time(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
