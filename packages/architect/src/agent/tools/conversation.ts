import { setTimeout as wait } from "node:timers/promises";
import {
  type Interview,
  interviewOf,
  openBrief,
  type Question,
  questionOf,
  saveBrief,
  withBriefLock,
} from "../../brief/index.js";
import { Refusal } from "./refusal.js";
import type { Project } from "./tool.js";

/** Another agent's call holds the brief for milliseconds, a person's interview for minutes: only the first is waited for. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 50;

/** An interview of the brief that is there, and what a person edited in its files meanwhile. */
export interface Opened {
  readonly interview: Interview;
  readonly edits: readonly string[];
}

/** Reads the brief as it is now. No state is kept between calls. */
export function openInterview(project: Project, amendment?: string): Opened {
  const stored = openBrief(project.directory);
  if (stored.state === "missing")
    throw new Refusal(
      "BRIEF_MISSING",
      "This project has no brief yet.",
      "Call start_interview with the project's name.",
    );
  const { brief, edits } = stored;
  if (amendment !== undefined && !Object.hasOwn(brief.amendments, amendment)) {
    const names = Object.keys(brief.amendments);
    throw new Refusal(
      "AMENDMENT_UNKNOWN",
      `There is no amendment "${amendment}". ${names.length > 0 ? `There are: ${names.join(", ")}.` : "There is none yet."}`,
      "Call start_interview with the feature's title: it gives the amendment's name.",
    );
  }
  return { interview: interviewOf(brief, amendment), edits };
}

/** Takes a step in the interview and keeps what it came to, while nobody else may write. */
export function step<T>(
  project: Project,
  amendment: string | undefined,
  take: (opened: Opened) => { readonly interview: Interview; readonly result: T },
): Promise<T> {
  return locked(project, async () => {
    const opened = openInterview(project, amendment);
    const { interview, result } = take(opened);
    if (interview.brief !== opened.interview.brief) saveBrief(project.directory, interview.brief);
    return result;
  });
}

export async function locked<T>(project: Project, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await withBriefLock(project.directory, work);
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await wait(PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "BRIEF_BUSY";
}

/** The question, which has to be one that is asked. */
export function askedQuestion(interview: Interview, id: string): Question {
  const question = interview.questions.find((one) => one.id === id);
  if (question) return question;
  const next = "Call next_questions: it gives the questions that are open, with their ids.";
  try {
    questionOf(interview, id);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal("QUESTION_UNKNOWN", `There is no question "${id}".`, next);
  }
  throw new Refusal(
    "QUESTION_NOT_ASKED",
    `"${id}" is not asked of this project, after what it answered so far.`,
    next,
  );
}
