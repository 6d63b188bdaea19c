import type { PushReport } from "../../practice/guard/index.js";
import type { Paint } from "../terminal.js";

/** How a branch and its remote stand, for a person. */
export function formatPush({ branch, remote, commit, findings }: PushReport, paint: Paint): string {
  if (findings.length === 0)
    return `${paint("green", "ok")}  ${remote} has ${branch} at ${commit?.slice(0, 12)}`;
  return findings
    .map(({ rule, says, remedy }) =>
      [`${paint("red", "found")}  ${rule}`, `  ${says}`, `  ${paint("dim", "fix:")} ${remedy}`].join("\n"),
    )
    .join("\n\n");
}
