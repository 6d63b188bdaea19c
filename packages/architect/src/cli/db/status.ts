import type { Ledger, StatusResult } from "@lintel/runtime/tools";
import { formatTable } from "../table.js";
import type { Paint } from "../terminal.js";
import type { Verb } from "../verb.js";
import { describeUnderWay } from "./under-way.js";

/** `lintel db status` */
export const status: Verb = {
  name: "status",
  summary: "Tell which migrations are applied and which are pending, and what was changed by hand.",
  examples: [
    "lintel db status",
    "lintel db status --json",
    "lintel db status --database-url postgresql://...",
  ],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("./with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const found = await tools.status({ url, model, directory: project.migrations });
      const rows = found.services.flatMap((ledger) => rowsOf(ledger, found.underWay));
      const isClean = driftOf(found).length === 0 && rows.every((row) => row.state === "applied");
      const underWay = found.underWay.map(({ migration, done, total, backfill, work }) => ({
        service: migration.service,
        migration: migration.name,
        done,
        total,
        ...(backfill === undefined ? {} : { backfill }),
        ...(work ? { work } : {}),
      }));
      terminal.result({ migrations: rows, underWay, drift: driftOf(found), upToDate: isClean }, (paint) =>
        formatStatus(rows, found, paint),
      );
      return rows.some((row) => row.state === "edited" || row.state === "missing") ||
        driftOf(found).length > 0
        ? 1
        : 0;
    });
  },
};

type State = "applied" | "pending" | "edited" | "missing";

interface Line {
  readonly service: string;
  readonly migration: string;
  readonly state: State;
  readonly appliedAt?: string;
  /** `3 of 8 steps, backfill 40%`, of a pending migration that has come part of the way. */
  readonly progress?: string;
}

function rowsOf(
  { service, applied, pending, edited, missing }: Ledger,
  underWay: StatusResult["underWay"],
): readonly Line[] {
  const rows: Line[] = [
    ...applied.map(({ record }) => ({
      ...line(record.name, "applied"),
      appliedAt: record.appliedAt.toISOString(),
    })),
    ...edited.map(({ record }) => ({
      ...line(record.name, "edited"),
      appliedAt: record.appliedAt.toISOString(),
    })),
    ...missing.map((record) => ({
      ...line(record.name, "missing"),
      appliedAt: record.appliedAt.toISOString(),
    })),
    ...pending.map((file) => {
      const come = underWay.find(
        ({ migration }) => migration.service === service && migration.name === file.name,
      );
      return { ...line(file.name, "pending"), ...(come && { progress: progressOf(come) }) };
    }),
  ];
  return rows.sort((one, other) => one.migration.localeCompare(other.migration));

  function line(migration: string, state: State): Line {
    return { service, migration, state };
  }
}

/** `3 of 8 steps, backfill 40%` */
function progressOf({ done, total, backfill }: StatusResult["underWay"][number]): string {
  const filled = backfill === undefined ? "" : `, backfill ${Math.floor(backfill * 100)}%`;
  return `${done} of ${total} steps${filled}`;
}

/** What the live database has beside its migrations, a sentence each. */
function driftOf({ drift }: StatusResult): readonly string[] {
  if (drift.kind === "unknown") return [drift.reason];
  return [...drift.changes.map(({ sentence }) => sentence), ...drift.privileges];
}

function formatStatus(rows: readonly Line[], found: StatusResult, paint: Paint): string {
  const drift = driftOf(found);
  const table = formatTable(
    ["SERVICE", "MIGRATION", "STATE", "APPLIED"],
    rows.map((row) => [row.service, row.migration, row.state, row.appliedAt ?? row.progress ?? ""]),
    paint,
  );
  const pending = rows.filter((row) => row.state === "pending").length;
  return [
    rows.length > 0 ? table : "There are no migrations. The first: lintel db diff --name first",
    ...(pending > 0 ? [paint("yellow", `${pending} pending. Apply: lintel db migrate`)] : []),
    ...found.underWay.map((one) => paint("yellow", describeUnderWay(one))),
    ...(drift.length > 0
      ? [paint("red", "To bring the database back to its migrations:"), ...drift.map((one) => `  ${one}`)]
      : []),
  ].join("\n");
}
