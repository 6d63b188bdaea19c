import type { Rule } from "./rule.js";
import { instead, without } from "./ways.js";

/** How it is built. */
export const architecture: readonly Rule[] = [
  {
    code: "functions-on-one-machine",
    questions: ["architecture.style", "deployment.topology"],
    when: "Serverless functions are to run on one machine of one's own.",
    find(facts) {
      if (!facts.includes("architecture.style", "serverless")) return;
      if (!facts.includes("deployment.topology", "one-machine")) return;
      return {
        says: "Serverless functions run where a provider puts them, and everything is to stand on one machine.",
        ways: [
          instead("architecture.style", "modular-monolith"),
          instead("deployment.topology", "serverless"),
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
        says: `${named.join(" and ")} would hold, each of which asks who changed what, and no history is kept.`,
        ways: [
          instead("architecture.history", "audit"),
          ...without(facts, "security.regulations", "hipaa", "pci-dss", "soc2"),
        ],
      };
    },
  },
];
