import { basename } from "node:path/posix";
import type { Rule } from "../rule.js";
import { untrack } from "./folders.js";

const logs =
  /^(?:.+\.log(?:\.\d+)?|(?:npm|yarn|pnpm|lerna)-(?:debug|error)\.log\S*|.+\.(?:heapsnapshot|cpuprofile|dmp)|core\.\d+)$/s;

export const logCommitted: Rule = {
  id: "log-committed",
  says: "A log or a dump of a process is in the commit.",
  *check({ snapshot }) {
    for (const { path } of [...snapshot.changed, ...snapshot.passing]) {
      if (!logs.test(basename(path))) continue;
      yield { file: path, says: "It is a log or a dump.", remedy: untrack(path, "*.log") };
    }
  },
};
