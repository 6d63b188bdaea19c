import type { Architecture } from "../../architecture.js";
import { heading, list, section } from "../../text/index.js";
import { asked } from "../asked.js";
import { decisionsOn, recordLink } from "../decision-lines.js";

/** How the schema changes while people read and write it. */
export function migrationPolicy(architecture: Architecture): string {
  const [deployment] = decisionsOn(architecture, ["deployment"]);
  const record = deployment ? recordLink(architecture, deployment) : "";
  return section(
    heading(2, "How the schema changes"),
    asked(architecture, ["feature.rollout", "constraints.cutover"]),
    list([
      `**Expand, then contract.** Two releases work on one database while a new one is rolled out${record === "" ? "" : ` (${record})`}. What is renamed, or gets another type, has both names for one release, kept equal by a trigger; the old one goes with the release after.`,
      "**Files, one a change.** `lintel db diff` compares two scratch databases, what the files make and what the blueprint asks for, and writes the difference as SQL. A file that was applied is never changed: its checksum is kept.",
      "**Nobody is locked out.** A table that is there is changed one statement at a time, in forms that hold a strong lock for a moment: indexes `concurrently`, constraints `not valid` and then validated, columns filled in batches. A lock is waited for 0.8 s, then the statement steps back and tries again.",
      "**Nothing is lost by guessing.** What loses data is refused until it is allowed by name; what would write a whole table anew while everybody waits is refused too.",
      "**Rows in the way are found first.** A new rule that rows break is refused before anything is changed, with the ids of some of them.",
      "**It can be stopped.** Each statement is written down in the transaction that it runs in; the next run goes on after it.",
      "**Order of a release.** Migrate, then start the new processes, then stop the old ones; `lintel start` refuses a database that is not where its blueprint needs it.",
      "**Drift.** `lintel db status` lists what the live database has otherwise than its files, privileges too, and ends with 1.",
    ]),
  );
}
