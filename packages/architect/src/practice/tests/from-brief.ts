import {
  type Brief,
  type Derived,
  digestsOfAnswers,
  openBrief,
  type Requirement,
  requirementsOf,
  saveBrief,
  withBriefLock,
} from "../../brief/index.js";
import { testable } from "./subjects.js";

/** What the brief of a folder asks for; nothing where there is none. */
export function requirementsIn(directory: string): readonly Requirement[] {
  const stored = openBrief(directory);
  return stored.state === "there" ? requirementsOf(stored.brief) : [];
}

/** Notes in the brief which answers its tests were made from, so that they are known to be stale when one changes. */
export async function noteTests(directory: string): Promise<void> {
  if (openBrief(directory).state === "missing") return;
  await withBriefLock(directory, async () => {
    const stored = openBrief(directory);
    if (stored.state === "missing") return;
    const { brief } = stored;
    const noted: Derived = { kind: "tests", path: "acceptance", from: answersOfTests(brief) };
    const before = brief.derived.find(isOfTests);
    if (before && JSON.stringify(before) === JSON.stringify(noted)) return;
    saveBrief(directory, { ...brief, derived: [...brief.derived.filter((one) => !isOfTests(one)), noted] });
  });
}

const isOfTests = ({ kind, path }: Derived) => kind === "tests" && path === "acceptance";

/** Digests of the answers that some test comes from. */
function answersOfTests(brief: Brief): Derived["from"] {
  const digests = digestsOfAnswers(brief);
  const questions = testable(requirementsOf(brief)).map(({ question, amendment }) =>
    amendment === undefined ? question : `${amendment}/${question}`,
  );
  return Object.fromEntries(
    [...new Set(questions)].sort().flatMap((question) => {
      const digest = digests[question];
      return digest === undefined ? [] : [[question, digest] as const];
    }),
  );
}
