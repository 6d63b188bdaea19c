import { join } from "node:path";
import type { DraftedFile, StoredDesign } from "../design/store/index.js";
import { type FileChange, readText } from "../design/store/index.js";
import { untouchedSample } from "../project/untouched-sample.js";
import { ToolError } from "../tool-error.js";

/** What stands where the draft of a blueprint goes. */
export type BlueprintStanding =
  /** Nothing, or what may go: the changes that put the draft there. */
  | { readonly state: "free"; readonly changes: readonly FileChange[] }
  /** Drafted before, and perhaps edited since. */
  | { readonly state: "drafted" }
  /** A person's. */
  | { readonly state: "own" };

/** In the place of the example's: `npm run dev` loads it. */
const emptySeed = `import { defineSeed } from "lintel";

/** Data to develop with: \`lintel dev --seed\`, or \`lintel db seed --scale 10\`. Say here what a developer wants to see. */
export default defineSeed([]);
`;

/**
 * Looks at what stands where a draft goes.
 *
 * @param blueprint the path of the blueprint, from the project's folder
 * @throws ToolError FILES_EXIST where there is no blueprint, and a person's file is in the way of another part of the draft
 */
export function blueprintStanding(
  directory: string,
  blueprint: string,
  stored: StoredDesign,
  draft: readonly DraftedFile[],
): BlueprintStanding {
  const read = (path: string) => readText(join(directory, path), path);
  const isLeft = stored.drafted.some(({ path }) => read(path) !== undefined);
  if (isLeft) return { state: "drafted" };
  const sample = untouchedSample(directory);
  const there = read(blueprint);
  const isDraft = there !== undefined && there === draft.find(({ path }) => path === blueprint)?.text;
  if (there !== undefined && !sample.has(blueprint) && !isDraft) return { state: "own" };
  const drafted = new Map(draft.map(({ path, text }) => [path, text]));
  const inTheWay = draft.filter(({ path, text }) => {
    const is = read(path);
    return is !== undefined && is !== text && !sample.has(path);
  });
  if (inTheWay.length > 0) throw filesExist(inTheWay.map(({ path }) => path));
  return {
    state: "free",
    changes: [
      ...draft.map(({ path, text }) => ({ path, before: read(path), text })),
      ...[...sample]
        .filter(([path]) => !drafted.has(path))
        .map(([path, text]) => ({ path, before: text, text: path === "seed.ts" ? emptySeed : undefined })),
    ],
  };
}

function filesExist(paths: readonly string[]): ToolError {
  return new ToolError(
    "FILES_EXIST",
    `There is no blueprint.ts, and files are where parts of its draft go:\n${paths.map((path) => `- ${path}`).join("\n")}`,
    "Move them away, and type the command again. Nothing was written.",
  );
}
