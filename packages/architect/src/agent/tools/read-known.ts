import { type Knowledge, readKnowledge } from "../../knowledge/index.js";
import { Refusal } from "./refusal.js";
import type { Project } from "./tool.js";

/**
 * What is known of the project, but for its blueprint: a server that runs for days would run the project's code, and keep what it was at first.
 *
 * @throws Refusal BRIEF_MISSING
 */
export async function readKnown(project: Project): Promise<Knowledge> {
  const knowledge = await readKnowledge(project.directory, undefined, { model: false });
  if (knowledge) return knowledge;
  throw new Refusal(
    "BRIEF_MISSING",
    "This project has no brief yet.",
    "Call start_interview with the project's name.",
  );
}
