import { numberOf, textOf } from "../cells.js";
import { sayNumber, saySpan } from "../say.js";
import { namesOf, onlyOf, secondsOfYear } from "./known.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

const people = ["web", "mobile", "internal"] as const;

/** What is assumed of one machine at its best. */
const oneMachine = Object.freeze({ rate: 20_000, sockets: 100_000 });

/** How many there are of everything. */
export const scale: readonly Rule[] = [
  {
    code: "usual-above-peak",
    questions: ["performance.load"],
    when: "The usual load is above the peak.",
    find(facts) {
      const usual = facts.number("performance.load", "usual");
      const peak = facts.number("performance.load", "peak");
      if (usual === undefined || peak === undefined || usual <= peak) return;
      return {
        says: `Usually there are ${sayNumber(usual)} requests a second, and at the peak ${sayNumber(peak)}: fewer.`,
        ways: [
          quantitiesWith(facts, "performance.load", { usual: peak, peak: usual }),
          quantitiesWith(facts, "performance.load", { peak: usual }),
        ],
      };
    },
  },
  {
    code: "few-requests-for-many-users",
    questions: ["performance.load"],
    when: "So many users are there at once that each sends less than a request an hour at the peak.",
    find(facts) {
      const concurrent = facts.number("performance.load", "concurrent");
      const peak = facts.number("performance.load", "peak");
      if (concurrent === undefined || peak === undefined || peak <= 0 || concurrent / peak <= 3_600) return;
      const plausible = Math.ceil(concurrent / 60);
      return {
        says: `${sayNumber(concurrent)} users at once with ${sayNumber(peak)} requests a second at the peak send one request each in ${saySpan(concurrent / peak)}: they are hardly there at once.`,
        ways: [
          quantitiesWith(facts, "performance.load", { peak: plausible }),
          quantitiesWith(facts, "performance.load", { concurrent: Math.ceil(peak * 60) }),
        ],
      };
    },
  },
  {
    code: "more-requests-than-people-send",
    questions: ["performance.load", "experience.consumers"],
    when: "So few people are there that each would send more than 50 requests a second.",
    find(facts) {
      const concurrent = facts.number("performance.load", "concurrent");
      const peak = facts.number("performance.load", "peak");
      if (concurrent === undefined || peak === undefined || concurrent <= 0 || peak / concurrent <= 50)
        return;
      if (!onlyOf(facts, "experience.consumers", ...people)) return;
      return {
        says: `${sayNumber(concurrent)} people at once would send ${sayNumber(Math.round(peak / concurrent))} requests a second each to make ${sayNumber(peak)}, and no system, device or partner is named that does.`,
        ways: [
          quantitiesWith(facts, "performance.load", { concurrent: Math.ceil(peak) }),
          `experience.consumers: ${[...facts.chosen("experience.consumers"), "services"].join(", ")}`,
        ],
      };
    },
  },
  {
    code: "more-at-once-than-there-are",
    questions: ["performance.load", "scope.users", "experience.consumers"],
    when: "More people are there at once than there are users.",
    find(facts) {
      const concurrent = facts.number("performance.load", "concurrent");
      const counts = facts.rows("scope.users").map((row) => numberOf(row.people));
      if (concurrent === undefined || counts.length === 0 || counts.includes(undefined)) return;
      if (!onlyOf(facts, "experience.consumers", ...people)) return;
      const all = counts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      if (concurrent <= all) return;
      return {
        says: `${sayNumber(concurrent)} are there at once, and there are ${sayNumber(all)} users in all.`,
        ways: [
          quantitiesWith(facts, "performance.load", { concurrent: Math.max(1, Math.ceil(all / 10)) }),
          `scope.users: ${sayNumber(concurrent)} or more in the column people`,
        ],
      };
    },
  },
  {
    code: "fewer-in-a-year-than-now",
    questions: ["data.entities"],
    when: "There are fewer of an entity in a year than now, and nothing says that they are deleted.",
    find(facts) {
      const fewer = facts.rows("data.entities").filter((row) => {
        const now = numberOf(row.now) ?? 0;
        const keptFor = numberOf(row.keptFor);
        return (numberOf(row.inAYear) ?? now) < now && (keptFor === undefined || keptFor >= secondsOfYear);
      });
      const [first] = fewer;
      if (!first) return;
      return {
        says: `There are fewer of ${namesOf(fewer)} in a year than now (${sayNumber(numberOf(first.now) ?? 0)} now, ${sayNumber(numberOf(first.inAYear) ?? 0)} in a year), and they are kept for longer than a year.`,
        ways: [
          `data.entities: in the row "${textOf(first.name)}", inAYear ${sayNumber(numberOf(first.now) ?? 0)} or more`,
          `data.entities: in the row "${textOf(first.name)}", keptFor a span below a year`,
        ],
      };
    },
  },
  {
    code: "rows-faster-than-requests",
    questions: ["performance.load", "data.entities"],
    when: "So many rows come in a year that each request would have to bring more than a hundred.",
    find(facts) {
      const peak = facts.number("performance.load", "peak");
      if (peak === undefined || peak <= 0) return;
      const more = facts
        .rows("data.entities")
        .reduce((sum, row) => sum + Math.max(0, (numberOf(row.inAYear) ?? 0) - (numberOf(row.now) ?? 0)), 0);
      const aSecond = more / secondsOfYear;
      if (aSecond <= 100 * peak) return;
      return {
        says: `${sayNumber(more)} more rows in a year are ${sayNumber(Math.round(aSecond))} a second day and night, and at the peak there are ${sayNumber(peak)} requests a second: each would bring ${sayNumber(Math.round(aSecond / peak))}.`,
        ways: [
          quantitiesWith(facts, "performance.load", { peak: Math.ceil(aSecond / 10) }),
          "data.entities: fewer in the column inAYear",
        ],
      };
    },
  },
  {
    code: "peak-past-one-machine",
    questions: ["performance.load", "deployment.topology"],
    when: "The peak is more than one machine answers.",
    find(facts) {
      const peak = facts.number("performance.load", "peak");
      if (peak === undefined || peak <= oneMachine.rate) return;
      if (!facts.includes("deployment.topology", "one-machine")) return;
      return {
        says: `${sayNumber(peak)} requests a second are more than one machine with its database is assumed to answer (${sayNumber(oneMachine.rate)}).`,
        ways: [
          instead("deployment.topology", "several-zones"),
          quantitiesWith(facts, "performance.load", { peak: oneMachine.rate }),
        ],
      };
    },
  },
  {
    code: "sockets-past-one-machine",
    questions: ["performance.load", "deployment.topology", "architecture.interfaces"],
    when: "More users hold a connection at once than one machine can.",
    find(facts) {
      const concurrent = facts.number("performance.load", "concurrent");
      if (concurrent === undefined || concurrent <= oneMachine.sockets) return;
      if (!facts.includes("deployment.topology", "one-machine")) return;
      if (!facts.includes("architecture.interfaces", "websocket")) return;
      return {
        says: `${sayNumber(concurrent)} users hold a WebSocket each, and one machine is assumed to hold ${sayNumber(oneMachine.sockets)}.`,
        ways: [
          instead("deployment.topology", "several-zones"),
          quantitiesWith(facts, "performance.load", { concurrent: oneMachine.sockets }),
        ],
      };
    },
  },
];
