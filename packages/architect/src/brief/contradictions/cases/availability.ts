import { choose } from "../../scenario.js";
import { budget, recovery } from "./answers.js";
import type { Case } from "./case.js";

const topology = (id: string) => ({ "deployment.topology": choose(id) });
const tried = { "testing.kinds": choose("unit", "integration", "load", "security", "fault") };

export const availability: { readonly [code: string]: Case } = {
  "four-nines-in-one-region": {
    found: { ...tried, ...budget(undefined), ...recovery(99.99, 300, 600) },
    near: [
      { ...tried, ...budget(undefined), ...recovery(99.98, 300, 600) },
      { ...tried, ...budget(75), ...recovery(99.99, 300, 600) },
      { ...tried, ...budget(undefined), ...recovery(99.99, 300, 600), ...topology("several-zones") },
    ],
    says: "99.99 % leaves 52.6 min a year",
  },
  "five-nines-in-one-region": {
    found: { ...tried, ...recovery(99.999, 300, 120), ...topology("several-zones") },
    near: [
      { ...tried, ...recovery(99.99, 300, 120), ...topology("several-zones") },
      { ...tried, ...recovery(99.999, 300, 120), ...topology("several-regions") },
    ],
    says: "99.999 % leaves 5.3 min a year",
  },
  "high-uptime-on-one-machine": {
    found: { ...recovery(99.95, 300, 3_600), ...topology("one-machine") },
    near: [
      { ...recovery(99.9, 300, 3_600), ...topology("one-machine") },
      { ...recovery(99.95, 300, 3_600), ...topology("one-region") },
    ],
    says: "4.4 h a year",
  },
  "recovery-longer-than-the-year-allows": {
    found: recovery(99.9, 300, 9 * 3_600),
    near: [recovery(99.9, 300, 8 * 3_600), recovery(99.5, 300, 9 * 3_600)],
    says: "99.9 % leaves 8.8 h a year, and one recovery may take 9 h",
  },
};
