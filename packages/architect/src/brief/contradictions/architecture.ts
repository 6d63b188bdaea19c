import type { Rule } from "./rule.js";
import { instead } from "./ways.js";

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
];
