import { numberOf, textOf } from "../cells.js";
import { saySpan } from "../say.js";
import { entitiesOf, listedFirst } from "./known.js";
import type { Rule } from "./rule.js";
import { add, instead, quantitiesWith } from "./ways.js";

/** What is kept of people, where, and for how long. */
export const keeping: readonly Rule[] = [
  {
    code: "several-regions-in-one-country",
    questions: ["data.residency", "deployment.topology"],
    when: "Sensitive data may lie in one country only, and are to lie in several regions.",
    find(facts) {
      if (!facts.includes("data.residency", "country")) return;
      if (!facts.includes("deployment.topology", "several-regions")) return;
      return {
        says: "Sensitive data may lie in one country only, backups included, and they are to lie in several regions, of which few providers have two in a country.",
        ways: [instead("deployment.topology", "several-zones"), instead("data.residency", "region")],
      };
    },
  },
  {
    code: "hidden-and-not-erased",
    questions: ["data.deletion", "security.regulations"],
    when: "The GDPR holds, and what a person wants deleted is only hidden.",
    find(facts) {
      if (!facts.includes("data.deletion", "hide")) return;
      if (!facts.includes("security.regulations", "gdpr")) return;
      return {
        says: "The GDPR holds, by which a person's data are erased on demand, and they would only be marked and shown to nobody.",
        ways: [instead("data.deletion", "anonymise"), instead("data.deletion", "erase")],
      };
    },
  },
  {
    code: "erased-and-kept-for-years",
    questions: ["data.deletion", "data.entities"],
    when: "What a person wants deleted is erased with all that hangs on it, and personal data must be kept for five years or more.",
    find(facts) {
      if (!facts.includes("data.deletion", "erase")) return;
      const [row] = entitiesOf(facts, "data.entities", "personal", "sensitive").filter(
        ({ keptFor }) => (numberOf(keptFor) ?? 0) >= fiveYears,
      );
      if (!row) return;
      return {
        says: `What a person wants deleted is erased with all that hangs on it, and "${textOf(row.name)}" is kept for ${saySpan(numberOf(row.keptFor) ?? 0)}: one of the two does not hold.`,
        ways: [
          instead("data.deletion", "anonymise"),
          `data.entities: in the row "${textOf(row.name)}", keptFor nothing, or a span that the person's wish may end`,
        ],
      };
    },
  },
  {
    code: "records-gone-before-their-time",
    questions: ["data.retention", "data.entities"],
    when: "Records must be kept for longer than a sensitive entity is.",
    find(facts) {
      const records = facts.number("data.retention", "records");
      if (records === undefined) return;
      const [row] = entitiesOf(facts, "data.entities", "sensitive").filter(
        ({ keptFor }) => (numberOf(keptFor) ?? records) < records,
      );
      if (!row) return;
      return {
        says: `Records must be kept for ${saySpan(records)}, and "${textOf(row.name)}" for ${saySpan(numberOf(row.keptFor) ?? 0)} only.`,
        ways: [
          `data.entities: in the row "${textOf(row.name)}", keptFor ${saySpan(records)}`,
          quantitiesWith(facts, "data.retention", { records: numberOf(row.keptFor) ?? 0 }),
        ],
      };
    },
  },
  {
    code: "card-numbers-without-pci-dss",
    questions: ["security.cards", "security.regulations"],
    when: "Card numbers pass through the system or are kept in it, and PCI DSS is not named.",
    find(facts) {
      if (!facts.includes("security.cards", "through", "vault")) return;
      if (facts.includes("security.regulations", "pci-dss")) return;
      return {
        says: `Card numbers would ${facts.includes("security.cards", "vault") ? "be kept here" : "pass through here"}, and of the duties only these are named: ${listedFirst(facts.chosen("security.regulations"))}.`,
        ways: [add(facts, "security.regulations", "pci-dss"), instead("security.cards", "provider")],
      };
    },
  },
  {
    code: "guests-who-must-sign-in",
    questions: ["experience.guests", "integration.callers"],
    when: "Shoppers order as guests, and nobody is let in without a proof.",
    find(facts) {
      if (!facts.includes("experience.guests", "guest")) return;
      if (facts.includes("integration.callers", "anonymous")) return;
      return {
        says: "Shoppers would order as guests only, and no caller is let in without a proof of who it is.",
        ways: [add(facts, "integration.callers", "anonymous"), instead("experience.guests", "account")],
      };
    },
  },
];

const fiveYears = 5 * 365 * 86_400;
