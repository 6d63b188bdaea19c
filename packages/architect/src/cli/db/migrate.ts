import type { MigrationProgress } from "@lintel/runtime/tools";
import { counted, duration, grouped } from "../table.js";
import type { Verb } from "../verb.js";
import { describeUnderWay } from "./under-way.js";

/** `lintel db migrate` */
export const migrate: Verb = {
  name: "migrate",
  summary: "Apply the migrations that the database does not know yet. One run at a time.",
  examples: [
    "lintel db migrate",
    "DATABASE_URL=postgresql://owner:secret@db:5432/app lintel db migrate --json",
  ],
  declare: (command) =>
    command.option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("./with-database.js");
    const isWorthTelling = createSieve();
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const { model } = await readModel(project);
      const { applied, adopted, unpublished } = await tools.migrate({
        url,
        model,
        directory: project.migrations,
        onProgress: (progress) => {
          if (!isWorthTelling(progress)) return;
          terminal.note((paint) => {
            if (progress.kind === "waiting") return paint("dim", "waiting for another migration to end ...");
            if (progress.kind === "checking") return paint("dim", `looking at the rows of ${progress.table}`);
            const file = `${progress.migration.service}/${progress.migration.name}`;
            if (progress.kind === "working") return paint("dim", describeUnderWay(progress));
            if (progress.kind === "applying")
              return paint("dim", `${progress.done + 1}/${progress.total}  ${file}`);
            if (progress.kind === "blocked") {
              const by = progress.by.length > 0 ? `: ${progress.by.join("; ")}` : "";
              return paint("dim", `${file}:${progress.line} lets others through, then tries again${by}`);
            }
            if (progress.kind === "backfilling")
              return paint("dim", `${file}:${progress.line}  ${backfilled(progress)}`);
            if (progress.kind === "paused")
              return paint("dim", `${file}:${progress.line} waits: ${progress.reason}`);
            return `${progress.kind.padEnd(8)}  ${file} (${duration(progress.milliseconds)})`;
          });
        },
      });
      for (const { service, remedy } of unpublished)
        terminal.note(
          (paint) =>
            `${paint("yellow", "note")}  the log of ${service} is not in the order of commits, since this login may not create in the database. Let an administrator run:\n${remedy};`,
        );
      const names = (files: typeof applied) => files.map(({ service, name }) => `${service}/${name}`);
      const orders = unpublished.map(({ service }) => service);
      const result = { applied: names(applied), adopted: names(adopted), unpublished: orders };
      terminal.result(result, () => {
        if (applied.length + adopted.length === 0) return "The database is up to date.";
        const already =
          adopted.length > 0 ? `; ${counted(adopted.length, "migration")} had been made already` : "";
        return `${counted(applied.length, "migration")} applied${already}.`;
      });
      return 0;
    });
  },
};

/** Lets through what a backfill tells of its batches and its waits once a second, and everything else. */
function createSieve(): (progress: MigrationProgress) => boolean {
  let told = Number.NEGATIVE_INFINITY;
  return ({ kind }) => {
    if (kind !== "backfilling" && kind !== "paused") return true;
    const now = performance.now();
    if (now - told < 1_000) return false;
    told = now;
    return true;
  };
}

/** `12,000 of about 50,000 rows` */
function backfilled({ rows, total }: { readonly rows: number; readonly total: number }): string {
  return `${grouped(rows)} of about ${grouped(Math.max(rows, total))} rows`;
}
