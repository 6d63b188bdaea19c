import { textOf } from "../cells.js";
import { entitiesOf, listed, listedFirst, namesOf, onlyOf } from "./known.js";
import { cardWords, personalWords } from "./personal-words.js";
import type { Rule } from "./rule.js";
import { add, instead, without } from "./ways.js";

/** What belongs to people, and who may know it. */
export const privacy: readonly Rule[] = [
  {
    code: "personal-data-marked-public",
    questions: ["security.regulations", "data.entities"],
    when: "The GDPR or HIPAA holds, and an entity that holds data of people is marked public.",
    find(facts) {
      if (!facts.includes("security.regulations", "gdpr", "hipaa")) return;
      const found = entitiesOf(facts, "data.entities", "public").filter((row) => personalWords(row));
      const [first] = found;
      if (!first) return;
      return {
        says: `${facts.includes("security.regulations", "gdpr") ? "The GDPR" : "HIPAA"} holds, and ${namesOf(found)} would be public though it speaks of "${personalWords(first)}".`,
        ways: [
          `data.entities: in the row "${textOf(first.name)}", privacy personal`,
          `data.entities: in the row "${textOf(first.name)}", say in the column holds that nothing personal is in it`,
        ],
      };
    },
  },
  {
    code: "sensitive-data-under-no-regulation",
    questions: ["security.regulations", "data.entities"],
    when: "An entity is sensitive, and no regulation holds.",
    find(facts) {
      const found = entitiesOf(facts, "data.entities", "sensitive");
      const [first] = found;
      if (!first || !facts.includes("security.regulations", "none")) return;
      return {
        says: `${namesOf(found)} would be sensitive, and no regulation would hold: whoever keeps such data is under one, nearly everywhere.`,
        ways: [
          instead("security.regulations", "gdpr"),
          `data.entities: in the row "${textOf(first.name)}", privacy internal`,
        ],
      };
    },
  },
  {
    code: "health-records-under-no-duty",
    questions: ["scope.kind", "security.regulations"],
    when: "It keeps health records, and neither HIPAA nor the GDPR holds.",
    find(facts) {
      if (!facts.includes("scope.kind", "health")) return;
      if (facts.includes("security.regulations", "hipaa", "gdpr")) return;
      return {
        says: `It keeps health records, and of the duties only ${listed(facts.chosen("security.regulations"))} would hold.`,
        ways: [add(facts, "security.regulations", "gdpr"), add(facts, "security.regulations", "hipaa")],
      };
    },
  },
  {
    code: "card-data-without-pci-dss",
    questions: ["security.regulations", "data.entities"],
    when: "An entity holds data of payment cards, and PCI DSS is not named.",
    find(facts) {
      const [found] = facts.rows("data.entities").filter((row) => cardWords(row));
      if (!found || facts.includes("security.regulations", "pci-dss")) return;
      return {
        says: `"${textOf(found.name)}" would hold data of payment cards ("${cardWords(found)}"), and PCI DSS is not named.`,
        ways: [
          add(facts, "security.regulations", "pci-dss"),
          `data.entities: in the row "${textOf(found.name)}", a token of the payment provider instead of card data`,
        ],
      };
    },
  },
  {
    code: "own-data-for-anonymous-callers",
    questions: ["integration.callers", "security.authentication"],
    when: "Data belong to users, and nobody proves who they are.",
    find(facts) {
      if (!onlyOf(facts, "integration.callers", "anonymous")) return;
      if (!facts.includes("security.authentication", "user-owned")) return;
      return {
        says: "Data belong to users, and every caller is anonymous: nobody could be told apart from the owner.",
        ways: [
          add(facts, "integration.callers", "users"),
          ...without(facts, "security.authentication", "user-owned"),
        ],
      };
    },
  },
  {
    code: "protected-data-for-anonymous-callers",
    questions: ["integration.callers", "security.authentication"],
    when: "Permissions differ, data are sensitive or a duty holds, and nobody proves who they are.",
    find(facts) {
      if (!onlyOf(facts, "integration.callers", "anonymous")) return;
      if (!facts.includes("security.authentication", "permissions", "sensitive", "compliance")) return;
      if (facts.includes("security.authentication", "user-owned")) return;
      return {
        says: "Authentication is required by what was said of permissions, sensitive data or duties, and every caller is anonymous.",
        ways: [add(facts, "integration.callers", "users"), instead("security.authentication", "none")],
      };
    },
  },
  {
    code: "regulation-that-is-no-duty",
    questions: ["security.regulations", "security.authentication"],
    when: "A regulation holds, and among the facts on authentication there is no duty of compliance.",
    find(facts) {
      const named = facts.chosen("security.regulations").filter((one) => one !== "none");
      if (named.length === 0 || facts.includes("security.authentication", "compliance")) return;
      return {
        says: `${listedFirst(named)} would hold, and among the facts on authentication there is no duty of compliance.`,
        ways: [add(facts, "security.authentication", "compliance"), instead("security.regulations", "none")],
      };
    },
  },
  {
    code: "duty-without-regulation",
    questions: ["security.regulations", "security.authentication"],
    when: "There is a duty of compliance, and no regulation is named.",
    find(facts) {
      if (!facts.includes("security.regulations", "none")) return;
      if (!facts.includes("security.authentication", "compliance")) return;
      return {
        says: "Among the facts on authentication there is a duty of compliance, and no regulation would hold.",
        ways: [
          instead("security.regulations", "gdpr"),
          ...without(facts, "security.authentication", "compliance"),
        ],
      };
    },
  },
  {
    code: "sensitive-data-denied",
    questions: ["data.entities", "security.authentication"],
    when: "An entity is sensitive, and among the facts on authentication there are no sensitive data.",
    find(facts) {
      const found = entitiesOf(facts, "data.entities", "sensitive");
      const [first] = found;
      if (!first || facts.includes("security.authentication", "sensitive")) return;
      return {
        says: `${namesOf(found)} would be sensitive, and among the facts on authentication there are no sensitive data.`,
        ways: [
          add(facts, "security.authentication", "sensitive"),
          `data.entities: in the row "${textOf(first.name)}", privacy personal`,
        ],
      };
    },
  },
];
