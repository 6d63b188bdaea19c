import { sayNumber } from "../say.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith, without } from "./ways.js";

/** How long an answer takes. */
export const latency: readonly Rule[] = [
  {
    code: "reads-slower-than-live",
    questions: ["performance.latency", "experience.live"],
    when: "Changes are to be seen live, and a read may take a second or more.",
    find(facts) {
      const read = facts.number("performance.latency", "read");
      if (read === undefined || read < 1_000 || !facts.includes("experience.live", "live")) return;
      return {
        says: `Changes are to be seen live, which people take for less than a second, and a read may take ${sayNumber(read)} ms.`,
        ways: [
          quantitiesWith(facts, "performance.latency", { read: 300 }),
          instead("experience.live", "seconds"),
        ],
      };
    },
  },
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
  {
    code: "live-without-a-channel",
    questions: ["architecture.interfaces", "experience.live"],
    when: "Changes are to be seen live, and there is only what must be asked each time.",
    find(facts) {
      if (!facts.includes("experience.live", "live")) return;
      if (facts.includes("architecture.interfaces", "websocket", "graphql", "grpc", "events")) return;
      return {
        says: `Changes are to be seen live, and of ${facts.chosen("architecture.interfaces").join(" and ")} nothing keeps a connection over which they could come.`,
        ways: [
          instead("architecture.interfaces", ...facts.chosen("architecture.interfaces"), "websocket"),
          instead("experience.live", "seconds"),
        ],
      };
    },
  },
];
