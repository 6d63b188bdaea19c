import { choose } from "../../scenario.js";
import { recovery as recover } from "./answers.js";
import type { Case } from "./case.js";

const backups = (id: string) => ({ "deployment.backups": choose(id) });
const topology = (id: string) => ({ "deployment.topology": choose(id) });
const day = 86_400;

export const recovery: { readonly [code: string]: Case } = {
  "recovery-point-before-nightly-backup": {
    found: { ...backups("nightly"), ...recover(99.9, 0, 3_600) },
    near: [{ ...backups("nightly"), ...recover(99.9, day, 3_600) }, backups("continuous")],
    says: "Nothing may be lost",
  },
  "recovery-point-without-backups": {
    found: backups("none"),
    near: [backups("replicas"), { ...backups("nightly"), ...recover(99.9, day, 3_600) }],
    says: "No more than 5 min may be lost",
  },
  "nothing-lost-with-continuous-backups": {
    found: recover(99.9, 0, 3_600),
    near: [recover(99.9, 1, 3_600), { ...recover(99.9, 0, 3_600), ...backups("replicas") }],
  },
  "nothing-lost-on-one-machine": {
    found: { ...recover(99.9, 0, 3_600), ...topology("one-machine"), "deployment.backups": choose() },
    near: [
      { ...recover(99.9, 1, 3_600), ...topology("one-machine") },
      { ...recover(99.9, 0, 3_600), ...topology("several-zones"), ...backups("replicas") },
    ],
  },
  "replicas-on-one-machine": {
    found: { ...backups("replicas"), ...topology("one-machine") },
    near: [
      { ...backups("replicas"), ...topology("one-region") },
      { ...backups("continuous"), ...topology("one-machine") },
    ],
  },
  "minutes-to-recover-on-one-machine": {
    found: { ...recover(99.9, 300, 300), ...topology("one-machine") },
    near: [
      { ...recover(99.9, 300, 301), ...topology("one-machine") },
      { ...recover(99.9, 300, 300), ...topology("one-region") },
    ],
    says: "within 5 min",
  },
};
