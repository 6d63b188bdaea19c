import type { Verb } from "../verb.js";

/** `lintel guard push [remote] [branch]` */
export const pushVerb: Verb = {
  name: "push",
  summary: "After a push: ask the remote itself whether it has the very commit.",
  examples: ["lintel guard push", "git push && lintel guard push origin main"],
  declare: (command) =>
    command
      .argument("[remote]", "the one that the branch tracks, unless told")
      .argument("[branch]", "the one that is checked out, unless told"),
  async run({ terminal, arguments: given }) {
    const { verifyPush } = await import("../../practice/guard/index.js");
    const { formatPush } = await import("./format-push.js");
    const report = verifyPush(process.cwd(), given[0], given[1]);
    terminal.result(report, (paint) => formatPush(report, paint));
    return report.findings.length > 0 ? 1 : 0;
  },
};
