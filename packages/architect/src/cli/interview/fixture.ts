import { fileURLToPath } from "node:url";
import { amend, type Brief, emptyBrief, type Interview, interviewOf } from "../../brief/index.js";
import { type AnswersFile, readAnswersFile } from "./answers-file.js";
import { type TakenAnswers, takeAnswers } from "./take-answers.js";

/** For tests: an interview that is kept in `packages/architect/interviews`. */
export interface KeptInterview {
  readonly name: string;
  /** The interview whose brief it adds to, and the feature that it is about. */
  readonly addsTo?: { readonly name: string; readonly feature: string; readonly title: string };
}

export const keptInterviews: readonly KeptInterview[] = [
  { name: "shop" },
  { name: "small-feature", addsTo: { name: "shop", feature: "refunds", title: "Refunds" } },
  { name: "payments" },
  { name: "telemetry" },
  { name: "saas" },
  { name: "content" },
  { name: "internal-tool" },
  { name: "regulated-health" },
];

/** When the answers were given: nothing of a brief hangs on it, as long as no answer is changed. */
export const answeredAt = "2026-12-01T09:00:00.000Z";

/** A file of an interview that is kept. */
export function keptFile(name: string, file: string): string {
  return fileURLToPath(new URL(`../../../interviews/${name}/${file}`, import.meta.url));
}

/** The interview before the first of its answers. */
export async function before({ addsTo }: KeptInterview, projectName: string | undefined): Promise<Interview> {
  if (!addsTo) return interviewOf(emptyBrief(projectName ?? ""));
  return amend(await briefOf({ name: addsTo.name }), addsTo.feature, addsTo.title);
}

/** Its answers, taken as `lintel interview --from` takes them. */
export async function takenFrom(kept: KeptInterview): Promise<TakenAnswers & { readonly file: AnswersFile }> {
  const file = await readAnswersFile(keptFile(kept.name, "answers.yaml"));
  return { ...takeAnswers(await before(kept, file.name), file, answeredAt), file };
}

async function briefOf(kept: KeptInterview): Promise<Brief> {
  return (await takenFrom(kept)).interview.brief;
}
