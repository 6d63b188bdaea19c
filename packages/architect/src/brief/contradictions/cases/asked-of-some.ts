import { choose, quantities, quantity, type Values } from "../../scenario.js";
import { budget, entity, latency, load } from "./answers.js";
import type { Case } from "./case.js";

const topology = (id: string) => ({ "deployment.topology": choose(id) });
const interfaces = (...ids: readonly string[]) => ({ "architecture.interfaces": choose(...ids) });
const regulations = (...ids: readonly string[]) => ({ "security.regulations": choose(...ids) });
const grows = (month: number, storage = 50e9): Values => ({
  "performance.growth": quantities({ month: quantity("growth", month), storage: quantity("size", storage) }),
});
const spike = (peak: number): Values => ({
  "performance.spike": quantities({ peak: quantity("rate", peak), for: quantity("duration", 600) }),
});
const limits = (caller: number): Values => ({
  "integration.limits": quantities({ caller: quantity("rate", caller), burst: quantity("count", 60) }),
});
const series = (sources: number, every: number, single: number, sums: number): Values => ({
  "data.series": quantities({
    sources: quantity("count", sources),
    every: quantity("duration", every),
    single: quantity("duration", single),
    sums: quantity("duration", sums),
  }),
});
const ingest = (messages: number): Values => ({
  "performance.ingest": quantities({ messages: quantity("rate", messages), payload: quantity("size", 200) }),
});
const files = (largest: number, together: number): Values => ({
  "data.files": quantities({ largest: quantity("size", largest), together: quantity("size", together) }),
});
const tenants = (count: number, largest: number): Values => ({
  "performance.tenants": quantities({
    tenants: quantity("count", count),
    largest: quantity("share", largest),
  }),
});
const offline = (away: number): Values => ({
  "experience.offline": quantities({ away: quantity("duration", away), kept: quantity("count", 9) }),
});
const one = (question: string, id: string): Values => ({ [question]: choose(id) });
const year = 365 * 86_400;

export const growth: { readonly [code: string]: Case } = {
  "growth-past-the-peak": {
    found: grows(25),
    near: [grows(21), { ...grows(25), ...load(500, 40, 600) }],
    says: "grow by 25 % a month are 582 in a year, and the peak is 400",
  },
  "storage-outgrown": {
    found: { ...grows(1, 1e9), ...entity({ name: "reading", inAYear: quantity("count", 10_000_001) }) },
    near: [{ ...grows(1, 2e9), ...entity({ name: "reading", inAYear: quantity("count", 10_000_001) }) }],
    says: "1 GB are to be stored",
  },
  "restore-longer-than-recovery-time": {
    found: grows(1, 361e9),
    near: [grows(1, 360e9), { ...grows(1, 361e9), ...one("deployment.backups", "replicas") }],
    says: "361 GB take 60.2 min to restore",
  },
  "budget-below-storage": {
    found: { ...budget(59), ...grows(1, 3_000e9), ...one("deployment.backups", "replicas") },
    near: [{ ...budget(60), ...grows(1, 3_000e9), ...one("deployment.backups", "replicas") }],
    says: "60 EUR, and the budget is 59 EUR",
  },
  "spike-below-the-peak": { found: spike(399), near: [spike(400)], says: "399 requests a second" },
  "one-caller-above-the-peak": {
    found: limits(401),
    near: [limits(400)],
    says: "One caller may send 401 requests a second",
  },
  "sums-gone-before-readings": {
    found: series(10, 60, 2 * year, year),
    near: [series(10, 60, year, year)],
    says: "for 2 years, and sums over them for 1 year",
  },
  "readings-past-ingest": {
    found: { ...series(6_001, 60, year, year), ...ingest(1) },
    near: [
      { ...series(6_000, 60, year, year), ...ingest(1) },
      { ...series(6_001, 60, year, year), ...ingest(2) },
    ],
    says: "6,001 sources that send every 1 min",
  },
  "one-file-larger-than-all": { found: files(2e9, 1e9), near: [files(1e9, 1e9)], says: "2 GB" },
};

export const live: { readonly [code: string]: Case } = {
  "reads-slower-than-live": {
    found: { ...interfaces("rest", "websocket"), ...one("experience.live", "live"), ...latency(1_000, 300) },
    near: [
      { ...interfaces("rest", "websocket"), ...one("experience.live", "live"), ...latency(999, 300) },
      { ...interfaces("rest", "websocket"), ...one("experience.live", "seconds"), ...latency(1_000, 300) },
    ],
    says: "a read may take 1,000 ms",
  },
  "live-without-a-channel": {
    found: one("experience.live", "live"),
    near: [
      { ...one("experience.live", "live"), ...interfaces("rest", "websocket") },
      one("experience.live", "seconds"),
    ],
    says: "of REST nothing",
  },
};

export const consistency: { readonly [code: string]: Case } = {
  "strong-across-regions-at-once": {
    found: {
      ...topology("several-regions"),
      ...one("architecture.consistency", "strong"),
      ...latency(40, 49),
    },
    near: [
      { ...topology("several-regions"), ...one("architecture.consistency", "strong"), ...latency(40, 50) },
      { ...topology("several-regions"), ...one("architecture.consistency", "saga"), ...latency(40, 49) },
      { ...topology("several-zones"), ...one("architecture.consistency", "strong"), ...latency(40, 49) },
    ],
    says: "a write may take 49 ms",
  },
  "no-history-under-audit": {
    found: { ...one("architecture.history", "none"), ...regulations("gdpr", "soc2") },
    near: [
      one("architecture.history", "none"),
      { ...one("architecture.history", "audit"), ...regulations("gdpr", "soc2") },
    ],
    says: "SOC 2 would hold",
  },
  "offline-and-at-once": {
    found: { ...offline(3 * 86_400), ...one("architecture.consistency", "strong") },
    near: [
      { ...offline(0), ...one("architecture.consistency", "strong") },
      { ...offline(3 * 86_400), ...one("architecture.consistency", "eventual") },
    ],
    says: "for 3 days",
  },
  "database-for-each-of-thousands": {
    found: { ...one("architecture.tenancy", "database"), ...tenants(1_001, 15) },
    near: [
      { ...one("architecture.tenancy", "database"), ...tenants(1_000, 15) },
      { ...one("architecture.tenancy", "rows"), ...tenants(1_001, 15) },
    ],
    says: "1,001 organisations",
  },
  "largest-below-the-average": {
    found: tenants(20, 4),
    near: [tenants(20, 5)],
    says: "each would make 5 % of the use, and the largest would make 4 %",
  },
};

export const keeping: { readonly [code: string]: Case } = {
  "several-regions-in-one-country": {
    found: { ...one("data.residency", "country"), ...topology("several-regions") },
    near: [
      { ...one("data.residency", "region"), ...topology("several-regions") },
      { ...one("data.residency", "country"), ...topology("several-zones") },
    ],
  },
  "hidden-and-not-erased": {
    found: one("data.deletion", "hide"),
    near: [one("data.deletion", "anonymise"), { ...one("data.deletion", "hide"), ...regulations("soc2") }],
  },
  "erased-and-kept-for-years": {
    found: one("data.deletion", "erase"),
    near: [
      one("data.deletion", "anonymise"),
      { ...one("data.deletion", "erase"), "data.entities": { kind: "table", rows: [] } },
    ],
    says: '"order" is kept for 10 years',
  },
  "records-gone-before-their-time": {
    found: {
      "data.retention": quantities({
        records: quantity("duration", 10 * year),
        looks: quantity("duration", year),
      }),
      ...entity({ name: "finding", privacy: "sensitive", keptFor: quantity("duration", 9 * year) }),
    },
    near: [
      {
        "data.retention": quantities({
          records: quantity("duration", 10 * year),
          looks: quantity("duration", year),
        }),
        ...entity({ name: "finding", privacy: "sensitive", keptFor: quantity("duration", 10 * year) }),
      },
    ],
    says: '"finding" for 9 years only',
  },
  "card-numbers-without-pci-dss": {
    found: one("security.cards", "vault"),
    near: [
      one("security.cards", "provider"),
      { ...one("security.cards", "vault"), ...regulations("gdpr", "pci-dss") },
    ],
    says: "be kept here",
  },
  "guests-who-must-sign-in": {
    found: one("experience.guests", "guest"),
    near: [
      one("experience.guests", "both"),
      { ...one("experience.guests", "guest"), "integration.callers": choose("users", "anonymous") },
    ],
  },
};
