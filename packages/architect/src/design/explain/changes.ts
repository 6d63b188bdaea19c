import type { Change, Ground } from "./explanation.js";
import { questionKey } from "./sources.js";

/** What stands in the blueprint alone. */
export const blueprintChange: readonly Change[] = [
  {
    says: "An edit of the blueprint: it is yours, and the documents follow.",
    from: [],
    command: "lintel check",
  },
];

/** What is typed to answer otherwise. */
export function answerAnew(question: string, from: readonly string[]): Change {
  return {
    says: "Another answer. The old one is kept with the reason, and what was made from it is told.",
    from,
    command: `lintel brief change ${question}`,
  };
}

/** What is typed to answer otherwise what these requirements come from. */
export function answersOf({ requirements }: Ground, ids: readonly string[]): readonly Change[] {
  const keys = new Set(requirements.filter(({ id }) => ids.includes(id)).map(questionKey));
  return [...keys].map((key) =>
    answerAnew(
      key,
      requirements.filter((one) => questionKey(one) === key && ids.includes(one.id)).map(({ id }) => id),
    ),
  );
}
