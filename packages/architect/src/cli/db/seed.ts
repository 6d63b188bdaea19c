import { ToolError } from "../../tool-error.js";
import { duration, formatTable, grouped } from "../table.js";
import type { Verb } from "../verb.js";

/** `lintel db seed` */
export const seed: Verb = {
  name: "seed",
  summary: "Load the data that seed.ts makes, into empty tables: all of it or nothing.",
  examples: ["lintel db seed", "lintel db seed --scale 10", "lintel db reset --yes && lintel db seed"],
  declare: (command) =>
    command
      .option("--scale <number>", "how much of it", "1")
      .option("--if-empty", "do nothing where the tables hold rows")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, options, text }) {
    const { existsSync } = await import("node:fs");
    const { push } = await import("@lintel/runtime/tools");
    const { loadDefault } = await import("../../project/index.js");
    const { loadSeeds } = await import("../../seed/index.js");
    const { readModel } = await import("../read-model.js");
    const { createSeedProgress } = await import("./seed-progress.js");
    const { withDatabase } = await import("./with-database.js");
    const scale = scaleOf(text("scale"));
    return withDatabase({ terminal, text }, async ({ url, embedded, project }) => {
      if (!existsSync(project.seed)) throw noSeed(project.seed);
      const { model } = await readModel(project);
      const seeds = await loadDefault(project.seed, project.directory);
      if (embedded) await push({ url, model });
      const tell = createSeedProgress(terminal);
      const loaded = await loadSeeds({ url, model, seeds, scale, ifEmpty: options.ifEmpty === true, tell });
      const total = loaded.rows.reduce((sum, { rows }) => sum + rows, 0);
      terminal.result({ scale, ...loaded, total }, (paint) =>
        loaded.rows.length === 0
          ? "There are rows already: nothing was loaded."
          : [
              formatTable(
                ["ENTITY", "ROWS"],
                loaded.rows.map(({ entity, rows }) => [entity, grouped(rows)]),
                paint,
              ),
              `${grouped(total)} rows in ${duration(loaded.milliseconds)}`,
            ].join("\n"),
      );
      return 0;
    });
  },
};

/** A scale that was given: 0.01 is a hundredth, 10 ten times as much. */
function scaleOf(given: string | undefined): number {
  const scale = Number(given ?? 1);
  if (scale > 0 && scale <= 1_000) return scale;
  throw new ToolError(
    "SCALE_INVALID",
    `"${given}" is not a scale: a number up to 1000.`,
    "Write it so: --scale 10",
    {
      where: "--scale",
      exitCode: 2,
    },
  );
}

function noSeed(file: string): ToolError {
  return new ToolError(
    "SEED_NOT_FOUND",
    `There is no ${file}.`,
    'Write one: `import { defineSeed } from "lintel"` and `export default defineSeed([...])`.',
  );
}
