import { adoptBlueprint } from "../../brief/adopt/index.js";
import { interviewOf, openBrief, saveBrief, standingOf, withBriefLock } from "../../brief/index.js";
import { findProject } from "../../project/index.js";
import { readModel } from "../read-model.js";
import { counted } from "../table.js";
import type { ExitCode, Given } from "../verb.js";
import { nextOf } from "./standing.js";

/**
 * Drafts the brief of a project from its blueprint. Answers that are there already stay as they are.
 *
 * @throws ToolError BLUEPRINT_HAS_ERRORS; any with which a blueprint cannot be loaded, or a brief not be read or written
 */
export async function adoptProject({ terminal, text }: Given): Promise<ExitCode> {
  const project = findProject(process.cwd(), text("blueprint"));
  const { system } = await readModel(project);
  const { directory } = project;
  return withBriefLock<ExitCode>(directory, async () => {
    const stored = openBrief(directory);
    const before = stored.state === "there" ? stored.brief : undefined;
    const brief = adoptBlueprint(system, directory, before);
    saveBrief(directory, brief);
    const known = before?.answers ?? {};
    const added = Object.entries(brief.answers).filter(([question]) => !Object.hasOwn(known, question));
    const taken = added.filter(([, { value }]) => value !== undefined).map(([question]) => question);
    const drafted = added.filter(([, { value }]) => value === undefined).map(([question]) => question);
    const open = interviewOf(brief).open.map(({ id }) => id);
    const next = nextOf(standingOf(brief));
    terminal.result({ name: brief.name, taken, drafted, open, next }, (paint) =>
      [
        `${paint("green", "adopted")}  ${counted(taken.length, "answer")} from the blueprint of ${system.name}: ${taken.join(", ") || "none that was not there"}`,
        ...(drafted.length === 0 ? [] : [`drafted  known in part, and still open: ${drafted.join(", ")}`]),
        `${counted(open.length, "question")} open. Look through what was taken: it says what the blueprint is, and only you know whether it should be so.`,
        ...(next === undefined ? [] : [`${paint("dim", "next:")} ${next}`]),
      ].join("\n"),
    );
    return 0;
  });
}
