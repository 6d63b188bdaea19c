import { sayNumber, saySpan } from "../say.js";
import { listedFirst } from "./known.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith, without } from "./ways.js";

/** Who agrees with whom, and what is known of what was. */
export const consistency: readonly Rule[] = [
  {
    code: "strong-across-regions-at-once",
    questions: ["performance.latency", "deployment.topology", "architecture.consistency"],
    when: "All regions are to agree on every write, in less time than a word between two of them takes.",
    find(facts) {
      const write = facts.number("performance.latency", "write");
      if (write === undefined || write >= 50) return;
      if (!facts.includes("deployment.topology", "several-regions")) return;
      if (!facts.includes("architecture.consistency", "strong")) return;
      return {
        says: `With strong consistency a write waits for another region, which is 50 ms and more there and back, and a write may take ${sayNumber(write)} ms.`,
        ways: [
          quantitiesWith(facts, "performance.latency", { write: 200 }),
          instead("architecture.consistency", "eventual"),
          instead("deployment.topology", "several-zones"),
        ],
      };
    },
  },
  {
    code: "no-history-under-audit",
    questions: ["architecture.history", "security.regulations"],
    when: "HIPAA, PCI DSS or SOC 2 holds, and nobody could tell who changed what.",
    find(facts) {
      if (!facts.includes("architecture.history", "none")) return;
      const named = facts
        .chosen("security.regulations")
        .filter((one) => ["hipaa", "pci-dss", "soc2"].includes(one));
      if (named.length === 0) return;
      return {
        says: `${listedFirst(named)} would hold, each of which asks who changed what, and no history is kept.`,
        ways: [
          instead("architecture.history", "audit"),
          ...without(facts, "security.regulations", "hipaa", "pci-dss", "soc2"),
        ],
      };
    },
  },
  {
    code: "offline-and-at-once",
    questions: ["experience.offline", "architecture.consistency"],
    when: "Devices work while they are out of reach, and all services are to agree at once.",
    find(facts) {
      const away = facts.number("experience.offline", "away");
      if (away === undefined || away <= 0 || !facts.includes("architecture.consistency", "strong")) return;
      return {
        says: `Devices may be out of reach for ${saySpan(away)} and go on meanwhile, and everybody is to see everything at once: what a device did is not seen until it is back.`,
        ways: [instead("architecture.consistency", "eventual"), instead("architecture.consistency", "saga")],
      };
    },
  },
  {
    code: "database-for-each-of-thousands",
    questions: ["architecture.tenancy", "performance.tenants"],
    when: "Each tenant has a database of its own, and there are more than a thousand of them.",
    find(facts) {
      const tenants = facts.number("performance.tenants", "tenants");
      if (tenants === undefined || tenants <= 1_000) return;
      if (!facts.includes("architecture.tenancy", "database")) return;
      return {
        says: `${sayNumber(tenants)} organisations would have a database each, and every change of a table, every backup and every connection is made ${sayNumber(tenants)} times.`,
        ways: [
          instead("architecture.tenancy", "rows"),
          quantitiesWith(facts, "performance.tenants", { tenants: 1_000 }),
        ],
      };
    },
  },
  {
    code: "largest-below-the-average",
    questions: ["performance.tenants"],
    when: "The largest tenant has a smaller share than all would have if they were alike.",
    find(facts) {
      const tenants = facts.number("performance.tenants", "tenants");
      const largest = facts.number("performance.tenants", "largest");
      if (!tenants || largest === undefined || largest >= 100 / tenants) return;
      const average = Math.ceil(10_000 / tenants) / 100;
      return {
        says: `If ${sayNumber(tenants)} organisations were alike each would make ${sayNumber(average)} % of the use, and the largest would make ${sayNumber(largest)} %: less.`,
        ways: [
          quantitiesWith(facts, "performance.tenants", { largest: Math.min(100, Math.ceil(average * 3)) }),
          quantitiesWith(facts, "performance.tenants", {
            tenants: Math.ceil(100 / Math.max(largest, 0.01)),
          }),
        ],
      };
    },
  },
];
