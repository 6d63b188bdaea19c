import { numberOf } from "../cells.js";
import { sayNumber, saySize, saySpan } from "../say.js";
import { assumed, monthlyBudget, sayCost } from "./money.js";
import type { Rule } from "./rule.js";
import { instead, quantitiesWith } from "./ways.js";

/** Fewer bytes than any row takes with its index. */
const bytesOfRow = 100;

/** What is assumed to come back from a backup in a second. */
const restoredASecond = 100e6;

/** What becomes of it in a year. */
export const growth: readonly Rule[] = [
  {
    code: "growth-past-the-peak",
    questions: ["performance.load", "performance.growth"],
    when: "The usual load outgrows the peak within the year.",
    find(facts) {
      const usual = facts.number("performance.load", "usual");
      const peak = facts.number("performance.load", "peak");
      const month = facts.number("performance.growth", "month");
      if (usual === undefined || peak === undefined || month === undefined || usual > peak) return;
      const inAYear = usual * (1 + month / 100) ** 12;
      if (inAYear <= peak) return;
      return {
        says: `${sayNumber(usual)} requests a second that grow by ${sayNumber(month)} % a month are ${sayNumber(Math.round(inAYear))} in a year, and the peak is ${sayNumber(peak)}.`,
        ways: [
          quantitiesWith(facts, "performance.load", {
            peak: Math.ceil((inAYear * peak) / Math.max(usual, 1)),
          }),
          quantitiesWith(facts, "performance.growth", {
            month: Math.floor(((peak / usual) ** (1 / 12) - 1) * 100),
          }),
        ],
      };
    },
  },
  {
    code: "storage-outgrown",
    questions: ["performance.growth", "data.entities"],
    when: "The rows of a year do not fit into what is to be stored.",
    find(facts) {
      const storage = facts.number("performance.growth", "storage");
      if (storage === undefined) return;
      const count = facts.rows("data.entities").reduce((sum, row) => sum + (numberOf(row.inAYear) ?? 0), 0);
      if (count * bytesOfRow <= storage) return;
      return {
        says: `${sayNumber(count)} rows in a year take ${saySize(count * bytesOfRow)} at ${bytesOfRow} bytes each, which is little, and ${saySize(storage)} are to be stored.`,
        ways: [
          quantitiesWith(facts, "performance.growth", { storage: count * bytesOfRow * 10 }),
          "data.entities: fewer in the column inAYear",
        ],
      };
    },
  },
  {
    code: "restore-longer-than-recovery-time",
    questions: ["deployment.recovery", "deployment.backups", "performance.growth"],
    when: "Reading the backup back takes longer than the recovery may.",
    find(facts) {
      const rto = facts.number("deployment.recovery", "rto");
      const storage = facts.number("performance.growth", "storage");
      if (rto === undefined || storage === undefined) return;
      if (!facts.includes("deployment.backups", "nightly", "continuous")) return;
      const restore = storage / restoredASecond;
      if (restore <= rto) return;
      return {
        says: `${saySize(storage)} take ${saySpan(restore)} to restore, at an assumed ${saySize(restoredASecond)} a second, and it is to be there again within ${saySpan(rto)}.`,
        ways: [
          quantitiesWith(facts, "deployment.recovery", { rto: Math.ceil(restore / 3_600) * 3_600 }),
          instead("deployment.backups", "replicas"),
        ],
      };
    },
  },
  {
    code: "budget-below-storage",
    questions: ["constraints.plan", "performance.growth"],
    when: "The budget a month does not pay for keeping what is to be stored.",
    find(facts) {
      const budget = monthlyBudget(facts);
      const storage = facts.number("performance.growth", "storage");
      if (!budget || storage === undefined) return;
      const least = (storage / 1e9) * assumed.gigabyte;
      if (budget.value >= least) return;
      return {
        says: `${saySize(storage)} are assumed to cost ${sayCost({ ...budget, value: assumed.gigabyte })} a month for each GB at the least: ${sayCost({ ...budget, value: Math.ceil(least) })}, and the budget is ${sayCost(budget)} a month.`,
        ways: [
          `constraints.plan: a budget of ${sayCost({ ...budget, value: Math.ceil(least) })} a month or more`,
          quantitiesWith(facts, "performance.growth", {
            storage: Math.floor(budget.value / assumed.gigabyte) * 1e9,
          }),
        ],
      };
    },
  },
  {
    code: "spike-below-the-peak",
    questions: ["performance.load", "performance.spike"],
    when: "After a campaign fewer requests come than at the peak.",
    find(facts) {
      const peak = facts.number("performance.load", "peak");
      const spike = facts.number("performance.spike", "peak");
      if (peak === undefined || spike === undefined || spike >= peak) return;
      return {
        says: `After a campaign begins ${sayNumber(spike)} requests a second would come, and at the peak ${sayNumber(peak)}: more.`,
        ways: [
          quantitiesWith(facts, "performance.spike", { peak }),
          quantitiesWith(facts, "performance.load", {
            peak: Math.max(spike, facts.number("performance.load", "usual") ?? 0),
          }),
        ],
      };
    },
  },
  {
    code: "one-caller-above-the-peak",
    questions: ["performance.load", "integration.limits"],
    when: "One caller may send more than the whole system gets at its peak.",
    find(facts) {
      const peak = facts.number("performance.load", "peak");
      const caller = facts.number("integration.limits", "caller");
      if (peak === undefined || caller === undefined || caller <= peak) return;
      return {
        says: `One caller may send ${sayNumber(caller)} requests a second, and all of them together send ${sayNumber(peak)} at the peak: the limit holds nobody.`,
        ways: [
          quantitiesWith(facts, "integration.limits", { caller: Math.max(1, Math.floor(peak / 10)) }),
          quantitiesWith(facts, "performance.load", { peak: Math.ceil(caller * 2) }),
        ],
      };
    },
  },
  {
    code: "sums-gone-before-readings",
    questions: ["data.series"],
    when: "Sums over readings are kept for a shorter time than the readings themselves.",
    find(facts) {
      const single = facts.number("data.series", "single");
      const sums = facts.number("data.series", "sums");
      if (single === undefined || sums === undefined || sums >= single) return;
      return {
        says: `Single readings are kept for ${saySpan(single)}, and sums over them for ${saySpan(sums)}: sums are kept to outlive what they are made of.`,
        ways: [
          quantitiesWith(facts, "data.series", { sums: single, single: sums }),
          quantitiesWith(facts, "data.series", { sums: single }),
        ],
      };
    },
  },
  {
    code: "readings-past-ingest",
    questions: ["data.series", "performance.ingest"],
    when: "The sources send more than is to be taken in.",
    find(facts) {
      const sources = facts.number("data.series", "sources");
      const every = facts.number("data.series", "every");
      const messages = facts.number("performance.ingest", "messages");
      if (!sources || !every || messages === undefined || sources / every <= messages * 100) return;
      return {
        says: `${sayNumber(sources)} sources that send every ${saySpan(every)} send ${sayNumber(Math.round(sources / every))} readings a second, and ${sayNumber(messages)} messages a second are to be taken in: more than a hundred readings in each.`,
        ways: [
          quantitiesWith(facts, "data.series", {
            every: Math.ceil(sources / Math.max(messages, 1)),
          }),
          quantitiesWith(facts, "data.series", { sources: Math.max(1, Math.floor(messages * every)) }),
        ],
      };
    },
  },
  {
    code: "one-file-larger-than-all",
    questions: ["data.files"],
    when: "The largest file is larger than all files together.",
    find(facts) {
      const largest = facts.number("data.files", "largest");
      const together = facts.number("data.files", "together");
      if (largest === undefined || together === undefined || largest <= together) return;
      return {
        says: `The largest file would have ${saySize(largest)}, and all files together ${saySize(together)}.`,
        ways: [
          quantitiesWith(facts, "data.files", { largest: together, together: largest }),
          quantitiesWith(facts, "data.files", { together: largest * 100 }),
        ],
      };
    },
  },
];
