import type { Widths } from "../../design/capacity/index.js";
import { ToolError } from "../../tool-error.js";
import type { Verb } from "../verb.js";

const path = "ai/memory-bank/widths.yaml";

/** `lintel db widths` */
export const widths: Verb = {
  name: "widths",
  summary:
    "Measure how wide rows are, so that the plan of capacity need not guess. Keeps lengths, never a value.",
  examples: ["lintel db seed && lintel db widths", "lintel db widths --again", "lintel design --documents"],
  declare: (command) =>
    command
      .option("--again", "measure anew where the file is there already")
      .option("--database-url <url>", "instead of the embedded database (or DATABASE_URL)"),
  async run({ terminal, options, text }) {
    const { existsSync, mkdirSync } = await import("node:fs");
    const { dirname, join } = await import("node:path");
    const { writeThrough } = await import("../../durable/index.js");
    const { writeWidths } = await import("../../design/capacity/index.js");
    const { measureWidths } = await import("../../widths/index.js");
    const { readModel } = await import("../read-model.js");
    const { withDatabase } = await import("./with-database.js");
    return withDatabase({ terminal, text }, async ({ url, project }) => {
      const file = join(project.directory, path);
      if (existsSync(file) && options.again !== true)
        throw new ToolError(
          "WIDTHS_KEPT",
          "Widths were measured before, and somebody may have edited them. Nothing was changed.",
          "lintel db widths --again",
          { where: path },
        );
      const { model } = await readModel(project);
      const measured = await measureWidths({ url, model });
      const rows = rowsOf(measured);
      if (rows.length === 0)
        throw new ToolError(
          "WIDTHS_OF_NOTHING",
          "No table of the blueprint holds a row: there is nothing to measure.",
          "lintel db seed",
        );
      mkdirSync(dirname(file), { recursive: true });
      writeThrough(file, writeWidths(measured));
      terminal.result({ path, tables: rows, next: "lintel design --documents" }, (paint) =>
        [
          `${paint("green", "measured")}  ${path}`,
          ...rows.map(({ table, rows }) => `  ${table}: a sample of ${rows.toLocaleString("en-US")} rows`),
          `${paint("dim", "next:")} lintel design --documents`,
        ].join("\n"),
      );
      return 0;
    });
  },
};

function rowsOf({ tables }: Widths): readonly { readonly table: string; readonly rows: number }[] {
  return Object.entries(tables)
    .map(([table, { rows }]) => ({ table, rows }))
    .sort((one, other) => one.table.localeCompare(other.table));
}
