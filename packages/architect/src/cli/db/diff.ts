import { relative } from "node:path";
import { counted } from "../table.js";
import type { Verb } from "../verb.js";

/** `lintel db diff` */
export const diff: Verb = {
  name: "diff",
  summary: "Write the migrations that lead from those that are there to the blueprint.",
  examples: [
    "lintel db diff --name add-colour",
    "lintel db diff --name drop-colour --allow-loss catalog.products.colour",
    "lintel db diff --check",
  ],
  declare: (command) =>
    command
      .option("--name <name>", "what the files are called after their number")
      .option("--allow-loss <subject>", "what may be lost; can be said again", collect, [])
      .option(
        "--allow-rewrite <subject>",
        "a table may be written anew while all wait; can be said again",
        collect,
        [],
      )
      .option("--check", "write nothing, and fail where something would be written")
      .option(
        "--database-url <url>",
        "a server for scratch databases, instead of the embedded one (or DATABASE_URL)",
      ),
  async run({ terminal, options, text }) {
    const tools = await import("@lintel/runtime/tools");
    const { readModel } = await import("../read-model.js");
    const { requireBrief } = await import("../../gate/index.js");
    const { findProject } = await import("../../project/index.js");
    const { withDatabase } = await import("./with-database.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const { system, model } = await readModel(project);
    await requireBrief(project, "db diff", system);
    return withDatabase({ terminal, text }, async ({ url }) => {
      const directory = project.migrations;
      const allow = options.allowLoss as readonly string[];
      const allowRewrite = options.allowRewrite as readonly string[];
      const { changes, refused, files } = await tools.diff({
        url,
        model,
        directory,
        allow,
        allowRewrite,
        name: text("name"),
      });
      const onlyCheck = options.check === true;
      if (!onlyCheck) await tools.writeMigrations(files);
      const paths = files.map((file) => relative(process.cwd(), file.path));
      const told = ({ subject, sentence, losesData, rewrites }: (typeof changes)[number]) => ({
        subject,
        sentence,
        losesData,
        rewrites: rewrites === true,
      });
      terminal.result(
        { changes: changes.map(told), refused: refused.map(told), files: paths, written: !onlyCheck },
        (paint) => {
          if (refused.length > 0) {
            const loses = refused.some(({ losesData }) => losesData);
            const allowing = refused
              .flatMap(({ subject, losesData, rewrites }) => [
                ...(losesData && !allow.includes(subject) ? [`--allow-loss ${subject}`] : []),
                ...(rewrites && !allowRewrite.includes(subject) ? [`--allow-rewrite ${subject}`] : []),
              ])
              .join(" ");
            return [
              `${paint("red", "error")}  ${loses ? "SCHEMA_WOULD_LOSE_DATA" : "SCHEMA_WOULD_LOCK_OUT"}`,
              ...refused.map(({ sentence }) => `  ${sentence}`),
              "  Nothing was written.",
              `  ${paint("dim", "next:")} lintel db diff ${text("name") ? `--name ${text("name")} ` : ""}${allowing}`,
            ].join("\n");
          }
          if (files.length === 0) return "The migrations say what the blueprint says: nothing to write.";
          const verb = onlyCheck ? "would write" : "written";
          return [
            ...paths.map((path) => `${paint("green", verb)}  ${path}`),
            ...tools.sentencesOf(changes).map((sentence) => `  ${sentence}`),
            `${counted(changes.length, "change")}. ${onlyCheck ? "" : "Read it, then: lintel db migrate"}`.trim(),
          ].join("\n");
        },
      );
      return refused.length > 0 || (onlyCheck && files.length > 0) ? 1 : 0;
    });
  },
};

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
