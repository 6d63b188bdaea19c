import { choose } from "../../scenario.js";
import { recovery, latency as within } from "./answers.js";
import type { Case } from "./case.js";

const topology = (id: string) => ({ "deployment.topology": choose(id) });
const style = (id: string) => ({ "architecture.style": choose(id) });
const sockets = { "architecture.interfaces": choose("rest", "websocket") };
const replicas = { "deployment.backups": choose("replicas") };

export const latency: { readonly [code: string]: Case } = {
  "nothing-lost-across-regions-at-once": {
    found: { ...replicas, ...topology("several-regions"), ...recovery(99.9, 0, 3_600), ...within(40, 49) },
    near: [
      { ...replicas, ...topology("several-regions"), ...recovery(99.9, 0, 3_600), ...within(40, 50) },
      { ...replicas, ...topology("several-regions"), ...recovery(99.9, 1, 3_600), ...within(40, 49) },
      { ...replicas, ...topology("several-zones"), ...recovery(99.9, 0, 3_600), ...within(40, 49) },
    ],
    says: "a write may take 49 ms",
  },
  "sockets-on-serverless": {
    found: { ...sockets, ...style("serverless") },
    near: [style("serverless"), sockets],
  },
  "sockets-on-a-serverless-platform": {
    found: { ...sockets, ...topology("serverless") },
    near: [topology("serverless"), { ...sockets, ...topology("one-region") }],
  },
};
