import { sayNumber } from "../say.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith, without } from "./ways.js";

/** How long an answer takes. */
export const latency: readonly Rule[] = [
  {
    code: "nothing-lost-across-regions-at-once",
    questions: ["performance.latency", "deployment.topology", "deployment.recovery"],
    when: "Nothing may be lost, data lie in several regions, and a write takes less time than a word between two regions.",
    find(facts) {
      const write = facts.number("performance.latency", "write");
      const rpo = facts.number("deployment.recovery", "rpo");
      if (write === undefined || write >= 50 || rpo !== 0) return;
      if (!facts.includes("deployment.topology", "several-regions")) return;
      return {
        says: `Nothing may be lost, so a write waits until another region has it, which is 50 ms and more there and back, and a write may take ${sayNumber(write)} ms.`,
        ways: [
          quantitiesWith(facts, "performance.latency", { write: 200 }),
          quantitiesWith(facts, "deployment.recovery", { rpo: 5 }),
          instead("deployment.topology", "several-zones"),
        ],
      };
    },
  },
  {
    code: "sockets-on-serverless",
    questions: ["architecture.interfaces", "architecture.style"],
    when: "Connections are to stay open on functions that end with each request.",
    find(facts) {
      if (!facts.includes("architecture.interfaces", "websocket")) return;
      if (!facts.includes("architecture.style", "serverless")) return;
      return {
        says: "A WebSocket stays open for hours, and a serverless function ends with its request or after minutes.",
        ways: [
          instead("architecture.style", "modular-monolith"),
          ...without(facts, "architecture.interfaces", "websocket"),
        ],
      };
    },
  },
  {
    code: "sockets-on-a-serverless-platform",
    questions: ["architecture.interfaces", "deployment.topology"],
    when: "Connections are to stay open on a platform that stops what is not asked.",
    find(facts) {
      if (!facts.includes("architecture.interfaces", "websocket")) return;
      if (!facts.includes("deployment.topology", "serverless")) return;
      return {
        says: "A WebSocket stays open for hours, and a serverless platform stops what no request is made of.",
        ways: [
          instead("deployment.topology", "one-region"),
          ...without(facts, "architecture.interfaces", "websocket"),
        ],
      };
    },
  },
];
