import { sayNumber } from "../say.js";
import { listed } from "./known.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

/** How soon a change is seen. */
export const live: readonly Rule[] = [
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
    code: "live-without-a-channel",
    questions: ["architecture.interfaces", "experience.live"],
    when: "Changes are to be seen live, and there is only what must be asked each time.",
    find(facts) {
      if (!facts.includes("experience.live", "live")) return;
      if (facts.includes("architecture.interfaces", "websocket", "graphql", "grpc", "events")) return;
      return {
        says: `Changes are to be seen live, and of ${listed(facts.chosen("architecture.interfaces"))} nothing keeps a connection over which they could come.`,
        ways: [
          instead("architecture.interfaces", ...facts.chosen("architecture.interfaces"), "websocket"),
          instead("experience.live", "seconds"),
        ],
      };
    },
  },
];
