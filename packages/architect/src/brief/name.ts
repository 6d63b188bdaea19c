import { oneLine, textProblem } from "./answer/given.js";

/** Characters of a name at most: it stands in a heading. */
const LONGEST = 200;

/** A name of a project, a feature or a person as a brief keeps it, on one line; or why it is none. */
export function readName(given: string): { readonly name: string } | { readonly problem: string } {
  const name = oneLine(given);
  if (name === "") return { problem: "A name is not empty." };
  if (name.length > LONGEST) return { problem: `A name has ${LONGEST} characters at most.` };
  const problem = textProblem(name, "");
  return problem ? { problem: problem.message } : { name };
}
