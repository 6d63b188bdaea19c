import { sayNumber, saySpan } from "../say.js";
import { awayInAYear } from "./known.js";
import { leastCost, monthlyBudget, sayCost } from "./money.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

/** How much of the time it is to be there, and on what. */
export const availability: readonly Rule[] = [
  {
    code: "four-nines-in-one-region",
    questions: ["deployment.recovery", "deployment.topology", "constraints.plan"],
    when: "99.99 % or more is promised in one region, and there is no budget a month for several zones.",
    find(facts) {
      const uptime = facts.number("deployment.recovery", "uptime");
      const budget = monthlyBudget(facts);
      if (uptime === undefined || uptime < 99.99 || !facts.includes("deployment.topology", "one-region"))
        return;
      if (budget !== undefined && budget.value >= leastCost("several-zones")) return;
      return {
        says: `${sayNumber(uptime)} % leaves ${saySpan(awayInAYear(uptime))} a year, and one region with nothing to take its place is away longer when its one data centre fails. ${
          budget === undefined
            ? "There is no budget a month for several zones"
            : `A budget of ${sayCost(budget)} a month does not pay for several zones, taken at ${sayCost({ ...budget, value: leastCost("several-zones") })} at least`
        }.`,
        ways: [
          quantitiesWith(facts, "deployment.recovery", { uptime: 99.9 }),
          instead("deployment.topology", "several-zones"),
        ],
      };
    },
  },
  {
    code: "five-nines-in-one-region",
    questions: ["deployment.recovery", "deployment.topology"],
    when: "99.999 % or more is promised, and all of it stands in one region.",
    find(facts) {
      const uptime = facts.number("deployment.recovery", "uptime");
      if (uptime === undefined || uptime < 99.999 || !facts.includes("deployment.topology", "several-zones"))
        return;
      return {
        says: `${sayNumber(uptime)} % leaves ${saySpan(awayInAYear(uptime))} a year, and several zones of one region go away together when the region does, which takes hours to mend.`,
        ways: [
          quantitiesWith(facts, "deployment.recovery", { uptime: 99.99 }),
          instead("deployment.topology", "several-regions"),
        ],
      };
    },
  },
  {
    code: "high-uptime-on-one-machine",
    questions: ["deployment.recovery", "deployment.topology"],
    when: "99.95 % or more is promised on one machine.",
    find(facts) {
      const uptime = facts.number("deployment.recovery", "uptime");
      if (uptime === undefined || uptime < 99.95 || !facts.includes("deployment.topology", "one-machine"))
        return;
      return {
        says: `${sayNumber(uptime)} % leaves ${saySpan(awayInAYear(uptime))} a year, and one machine is away for every update of its kernel and database, and for as long as it takes to replace it.`,
        ways: [
          quantitiesWith(facts, "deployment.recovery", { uptime: 99.5 }),
          instead("deployment.topology", "several-zones"),
        ],
      };
    },
  },
  {
    code: "recovery-longer-than-the-year-allows",
    questions: ["deployment.recovery"],
    when: "One recovery may take longer than the system may be away in a whole year.",
    find(facts) {
      const uptime = facts.number("deployment.recovery", "uptime");
      const rto = facts.number("deployment.recovery", "rto");
      if (uptime === undefined || rto === undefined) return;
      const away = awayInAYear(uptime);
      if (rto <= away) return;
      const honest = [99.95, 99.9, 99.5, 99, 98, 95].find((one) => awayInAYear(one) >= rto) ?? 90;
      return {
        says: `${sayNumber(uptime)} % leaves ${saySpan(away)} a year, and one recovery may take ${saySpan(rto)}: a single failure breaks the promise.`,
        ways: [
          quantitiesWith(facts, "deployment.recovery", { rto: Math.max(60, Math.floor(away / 2 / 60) * 60) }),
          quantitiesWith(facts, "deployment.recovery", { uptime: honest }),
        ],
      };
    },
  },
];
