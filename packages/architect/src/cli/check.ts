import type { documentFindings } from "../designer/index.js";
import type { Verb } from "./verb.js";

/** `lintel check` */
export const check: Verb = {
  name: "check",
  summary:
    "Check the blueprint, and whether docs/architecture says what it says; tell everything that is wrong at once.",
  examples: ["lintel check", "lintel check --strict", "lintel check --json | jq '.findings[].code'"],
  declare: (command) => command.option("--strict", "let warnings fail too"),
  async run({ terminal, options, text }) {
    const { findProject, loadBlueprint } = await import("../project/index.js");
    const { checkSystem } = await import("@lintel/runtime/tools");
    const { formatFindings, summarise } = await import("./findings.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const findingsOf = await documentsReader(project.directory);
    const system = await loadBlueprint(project);
    const ofBlueprint = checkSystem(system);
    const isSound = ofBlueprint.every(({ severity }) => severity !== "error");
    if (isSound) await (await import("../gate/index.js")).requireAgreement(project, system);
    const { brief } = system;
    const ofDocuments =
      isSound && !brief ? await findingsOf(project.directory, system, new Date().toISOString()) : [];
    const findings = [...ofBlueprint, ...ofDocuments];
    const summary = summarise(findings, project.directory);
    terminal.result({ system: system.name, ...summary, ...(brief && { brief }) }, (paint) =>
      formatFindings(system.name, findings, project.directory, paint),
    );
    if (brief && summary.errors === 0)
      terminal.note((paint) => `${paint("yellow", "note")}  built without a brief: ${brief.off}`);
    return summary.errors > 0 || (options.strict === true && summary.warnings > 0) ? 1 : 0;
  },
};

/**
 * Finds nothing where nothing was designed: then nothing of the design is loaded either. It is loaded before the blueprint is, since
 * TypeScript that can be read makes everything slower that is loaded after it.
 */
async function documentsReader(directory: string): Promise<typeof documentFindings> {
  const { existsSync } = await import("node:fs");
  const { join } = await import("node:path");
  if (!existsSync(join(directory, "ai", "memory-bank", "design.json"))) return () => [];
  return (await import("../designer/index.js")).documentFindings;
}
