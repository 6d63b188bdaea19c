import { saySpan } from "../say.js";
import { secondsOfDay } from "./known.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

/** What may be lost, and how soon it is there again. */
export const recovery: readonly Rule[] = [
  {
    code: "recovery-point-before-nightly-backup",
    questions: ["deployment.recovery", "deployment.backups"],
    when: "Less than a day may be lost, and backups are made once a night.",
    find(facts) {
      const rpo = facts.number("deployment.recovery", "rpo");
      if (rpo === undefined || rpo >= secondsOfDay || !facts.includes("deployment.backups", "nightly"))
        return;
      return {
        says: `${rpo === 0 ? "Nothing" : `No more than ${saySpan(rpo)}`} may be lost, and with a backup a night up to 24 h are.`,
        ways: [
          instead("deployment.backups", rpo === 0 ? "replicas" : "continuous"),
          quantitiesWith(facts, "deployment.recovery", { rpo: secondsOfDay }),
        ],
      };
    },
  },
  {
    code: "recovery-point-without-backups",
    questions: ["deployment.recovery", "deployment.backups"],
    when: "A recovery point is promised, and there are no backups.",
    find(facts) {
      const rpo = facts.number("deployment.recovery", "rpo");
      if (rpo === undefined || !facts.includes("deployment.backups", "none")) return;
      return {
        says: `No more than ${saySpan(rpo)} may be lost, and without a backup everything is when a disk or a person fails.`,
        ways: [
          instead("deployment.backups", "continuous"),
          ...(rpo >= secondsOfDay ? [instead("deployment.backups", "nightly")] : []),
        ],
      };
    },
  },
  {
    code: "nothing-lost-with-continuous-backups",
    questions: ["deployment.recovery", "deployment.backups"],
    when: "Nothing may be lost, and changes are copied only after they were acknowledged.",
    find(facts) {
      const rpo = facts.number("deployment.recovery", "rpo");
      if (rpo !== 0 || !facts.includes("deployment.backups", "continuous")) return;
      return {
        says: "Nothing may be lost, and a continuous backup lags behind by seconds: what was acknowledged last is lost with the disk.",
        ways: [
          instead("deployment.backups", "replicas"),
          quantitiesWith(facts, "deployment.recovery", { rpo: 60 }),
        ],
      };
    },
  },
  {
    code: "nothing-lost-on-one-machine",
    questions: ["deployment.recovery", "deployment.topology"],
    when: "Nothing may be lost, and everything lies on one machine.",
    find(facts) {
      const rpo = facts.number("deployment.recovery", "rpo");
      if (rpo !== 0 || !facts.includes("deployment.topology", "one-machine")) return;
      return {
        says: "Nothing may be lost, and what was acknowledged a moment ago lies on one machine only: it is lost with it.",
        ways: [
          instead("deployment.topology", "several-zones"),
          quantitiesWith(facts, "deployment.recovery", { rpo: 300 }),
        ],
      };
    },
  },
  {
    code: "replicas-on-one-machine",
    questions: ["deployment.backups", "deployment.topology"],
    when: "Replicas are to keep the data, and there is one machine.",
    find(facts) {
      if (!facts.includes("deployment.backups", "replicas")) return;
      if (!facts.includes("deployment.topology", "one-machine")) return;
      return {
        says: "Replicas are to keep the data, and on one machine a replica is lost together with the original.",
        ways: [instead("deployment.topology", "several-zones"), instead("deployment.backups", "continuous")],
      };
    },
  },
  {
    code: "minutes-to-recover-on-one-machine",
    questions: ["deployment.recovery", "deployment.topology"],
    when: "It is to be there again within five minutes, and there is one machine.",
    find(facts) {
      const rto = facts.number("deployment.recovery", "rto");
      if (rto === undefined || rto > 300 || !facts.includes("deployment.topology", "one-machine")) return;
      return {
        says: `It is to be there again within ${saySpan(rto)}, and when its one machine is lost another must be found, installed and given the data first.`,
        ways: [
          instead("deployment.topology", "several-zones"),
          quantitiesWith(facts, "deployment.recovery", { rto: 4 * 3_600 }),
        ],
      };
    },
  },
];
