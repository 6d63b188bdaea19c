import { z } from "zod";
import { amend, emptyBrief, interviewOf, openBrief, readName, saveBrief } from "../../brief/index.js";
import { locked } from "./conversation.js";
import { Refusal } from "./refusal.js";
import { edits, progress, says } from "./shapes.js";
import { showProgress } from "./show-progress.js";
import { defineTool } from "./tool.js";

const LONGEST_NAME = 60;

export const startInterview = defineTool({
  name: "start_interview",
  title: "Start or resume an interview",
  description:
    "Begins to gather requirements, or goes on where it was left: call it first. `project` names a project that has no brief yet. `feature` is the title of a smaller feature in a project whose brief is there: it becomes an amendment, whose name the other tools take. Nothing that was answered is lost by calling it again.",
  kind: "adds",
  input: z.strictObject({
    project: z.string().trim().min(1).max(100).optional().describe("The project's name, as people call it."),
    feature: z.string().trim().min(1).max(200).optional().describe("The title of a feature: an amendment."),
  }),
  output: z.object({
    says,
    project: z.string(),
    amendment: z.string().optional().describe("To be passed to the other tools."),
    resumed: z.boolean(),
    progress,
    edits,
  }),
  run: ({ project: named, feature: titled }, project) =>
    locked(project, async () => {
      const [name, feature] = [named, titled].map((one) => (one === undefined ? undefined : nameFrom(one)));
      const stored = openBrief(project.directory);
      if (stored.state === "missing" && (name === undefined || feature !== undefined))
        throw new Refusal(
          "BRIEF_MISSING",
          feature === undefined
            ? "This project has no brief yet, and a new one needs the project's name."
            : "A feature is added to a brief, and this project has none yet.",
          "Call start_interview with `project` alone.",
        );
      const brief = stored.state === "there" ? stored.brief : emptyBrief(name ?? "");
      const amendment = feature === undefined ? undefined : nameOf(feature);
      const resumed =
        stored.state === "there" && (amendment === undefined || Object.hasOwn(brief.amendments, amendment));
      const interview =
        amendment === undefined || feature === undefined
          ? interviewOf(brief)
          : amend(brief, amendment, feature);
      if (!resumed) saveBrief(project.directory, interview.brief);
      const { answered, asked } = interview.progress;
      const what = amendment === undefined ? `the brief of ${brief.name}` : `the amendment "${amendment}"`;
      return {
        says: `${resumed ? "Resumed" : "Began"} ${what}: ${answered} of ${asked} questions are answered. Call next_questions${amendment === undefined ? "" : ` with amendment "${amendment}"`}, and put them to the person.`,
        project: brief.name,
        ...(amendment === undefined ? {} : { amendment }),
        resumed,
        progress: showProgress(interview),
        edits: stored.state === "there" ? [...stored.edits] : [],
      };
    }),
});

/** "Refunds & returns" becomes `refunds-returns`, as `lintel interview --feature` names it. */
function nameOf(title: string): string {
  const name = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  if (name !== "" && name.length <= LONGEST_NAME) return name;
  throw new Refusal(
    "TITLE_INVALID",
    `"${title}" gives no name: it takes a letter of a to z, and ${LONGEST_NAME} characters at most.`,
    "Give a short title in Latin letters, such as Refunds.",
  );
}

function nameFrom(given: string): string {
  const read = readName(given);
  if ("name" in read) return read.name;
  throw new Refusal("TITLE_INVALID", read.problem, "Call start_interview with a name on one line.");
}
