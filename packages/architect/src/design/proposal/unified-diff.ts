import { createTwoFilesPatch } from "diff";
import type { Proposed } from "./proposal.js";

/** What a proposal changes in a file, as a unified diff that `patch` and `git apply` take; empty where it changes nothing. */
export function unifiedDiff(proposed: Proposed): string {
  const { path } = proposed;
  const [from, to] = [`a/${path}`, `b/${path}`];
  switch (proposed.kind) {
    case "add":
      return patch("/dev/null", to, "", proposed.text);
    case "remove":
      return patch(from, "/dev/null", proposed.before, "");
    case "replace":
    case "merge":
      return patch(from, to, proposed.before, proposed.text);
    default:
      return "";
  }
}

function patch(from: string, to: string, before: string, after: string): string {
  const lines = createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 }).split(
    "\n",
  );
  // The first line is a rule of equals signs, which `git apply` does not need.
  return lines.filter((line, place) => place > 0 || !/^=+$/.test(line)).join("\n");
}
