import { sayNumber } from "../say.js";
import { listed, listedFirst, onlyOf } from "./known.js";
import type { Rule } from "./rule.js";
import { add, instead, quantitiesWith } from "./ways.js";

/** What is promised, and what would show it. */
export const testing: readonly Rule[] = [
  {
    code: "coverage-without-tests-of-code",
    questions: ["testing.coverage", "testing.kinds"],
    when: "Lines are to be covered, and no kind of test runs them one by one.",
    find(facts) {
      const lines = facts.number("testing.coverage", "lines");
      if (lines === undefined || lines < 50) return;
      if (facts.includes("testing.kinds", "unit", "integration", "end-to-end")) return;
      return {
        says: `${sayNumber(lines)} % of the lines are to be covered, and ${listed(facts.chosen("testing.kinds")) || "no"} tests do not go through them.`,
        ways: [
          add(facts, "testing.kinds", "unit", "integration"),
          quantitiesWith(facts, "testing.coverage", { lines: 0 }),
        ],
      };
    },
  },
  {
    code: "all-lines-by-the-longest-way",
    questions: ["testing.coverage", "testing.kinds"],
    when: "Every line is to be covered, and only from end to end.",
    find(facts) {
      const lines = facts.number("testing.coverage", "lines");
      if (lines === undefined || lines < 100) return;
      if (!facts.includes("testing.kinds", "end-to-end")) return;
      if (!onlyOf(facts, "testing.kinds", "end-to-end", "load", "security")) return;
      return {
        says: "100 % of the lines are to be covered, and only tests from end to end go through them: faults of disks and networks have lines that no user reaches.",
        ways: [
          add(facts, "testing.kinds", "integration"),
          quantitiesWith(facts, "testing.coverage", { lines: 80 }),
        ],
      };
    },
  },
  {
    code: "load-that-nothing-tries",
    questions: ["performance.load", "testing.kinds"],
    when: "A thousand requests a second or more are promised, and there is no test under load.",
    find(facts) {
      const peak = facts.number("performance.load", "peak");
      if (peak === undefined || peak < 1_000 || facts.includes("testing.kinds", "load")) return;
      return {
        says: `${sayNumber(peak)} requests a second are promised, and no test under load would show it.`,
        ways: [
          add(facts, "testing.kinds", "load"),
          quantitiesWith(facts, "performance.load", { peak: 500, usual: Math.min(500, usualOf(facts)) }),
        ],
      };
    },
  },
  {
    code: "four-nines-that-nothing-tries",
    questions: ["deployment.recovery", "testing.kinds"],
    when: "99.99 % or more is promised, and no test lets anything fail.",
    find(facts) {
      const uptime = facts.number("deployment.recovery", "uptime");
      if (uptime === undefined || uptime < 99.99 || facts.includes("testing.kinds", "fault")) return;
      return {
        says: `${sayNumber(uptime)} % is promised, and no test lets a machine, a disk or a network fail: nobody would know before it happens.`,
        ways: [
          add(facts, "testing.kinds", "fault"),
          quantitiesWith(facts, "deployment.recovery", { uptime: 99.9 }),
        ],
      };
    },
  },
  {
    code: "duty-that-nothing-tries",
    questions: ["security.regulations", "testing.kinds"],
    when: "HIPAA, PCI DSS or SOC 2 holds, and there is no test of security.",
    find(facts) {
      const named = facts
        .chosen("security.regulations")
        .filter((one) => ["hipaa", "pci-dss", "soc2"].includes(one));
      if (named.length === 0 || facts.includes("testing.kinds", "security")) return;
      return {
        says: `${listedFirst(named)} would hold, and no test of security would show that it is kept.`,
        ways: [add(facts, "testing.kinds", "security"), instead("security.regulations", "none")],
      };
    },
  },
];

function usualOf(facts: Parameters<Rule["find"]>[0]): number {
  return facts.number("performance.load", "usual") ?? 0;
}
