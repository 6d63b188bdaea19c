import type { Verb } from "./verb.js";

/** `lintel check` */
export const check: Verb = {
  name: "check",
  summary: "Check the blueprint, and tell everything that is wrong with it at once.",
  examples: ["lintel check", "lintel check --strict", "lintel check --json | jq '.findings[].code'"],
  declare: (command) => command.option("--strict", "let warnings fail too"),
  async run({ terminal, options, text }) {
    const { findProject, loadBlueprint } = await import("../project/index.js");
    const { checkSystem } = await import("@lintel/runtime/tools");
    const { formatFindings, summarise } = await import("./findings.js");
    const project = findProject(process.cwd(), text("blueprint"));
    const system = await loadBlueprint(project);
    const findings = checkSystem(system);
    const summary = summarise(findings, project.directory);
    if (summary.errors === 0) await (await import("../gate/index.js")).requireAgreement(project, system);
    const { brief } = system;
    terminal.result({ system: system.name, ...summary, ...(brief && { brief }) }, (paint) =>
      formatFindings(system.name, findings, project.directory, paint),
    );
    if (brief && summary.errors === 0)
      terminal.note((paint) => `${paint("yellow", "note")}  built without a brief: ${brief.off}`);
    return summary.errors > 0 || (options.strict === true && summary.warnings > 0) ? 1 : 0;
  },
};
