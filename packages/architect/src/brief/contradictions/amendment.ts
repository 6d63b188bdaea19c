import { textOf } from "../cells.js";
import { sayDay, sayNumber } from "../say.js";
import { entitiesOf, namesOf } from "./known.js";
import { cardWords } from "./personal-words.js";
import type { Rule } from "./rule.js";
import { add, instead } from "./ways.js";

/** Between an amendment and the brief that it adds to. */
export const amendmentRules: readonly Rule[] = [
  {
    code: "feature-above-peak",
    questions: ["feature.load", "performance.load"],
    when: "The feature alone is used more than the whole system at its peak.",
    find(facts) {
      const feature = facts.number("feature.load", "peak");
      const peak = facts.number("performance.load", "peak");
      if (feature === undefined || peak === undefined || feature <= peak) return;
      return {
        says: `The feature is used ${sayNumber(feature)} times a second at the peak, and the brief has ${sayNumber(peak)} requests a second for everything.`,
        ways: [
          `feature.load: peak ${sayNumber(peak)} per second or less`,
          `performance.load: peak ${sayNumber(Math.ceil(peak + feature))} per second, in the brief`,
        ],
      };
    },
  },
  {
    code: "feature-before-the-system",
    questions: ["feature.release", "constraints.plan"],
    when: "The feature is to be in service before the system that it is a part of.",
    find(facts) {
      const feature = facts.number("feature.release", "release");
      const system = facts.number("constraints.plan", "release");
      if (feature === undefined || system === undefined || feature >= system) return;
      return {
        says: `The feature is to be in service on ${sayDay(feature)}, and the system that it is a part of on ${sayDay(system)}.`,
        ways: [`feature.release: release ${sayDay(system)}`, `constraints.plan: release ${sayDay(feature)}`],
      };
    },
  },
  {
    code: "sensitive-feature-under-no-regulation",
    questions: ["feature.data", "security.regulations"],
    when: "The feature keeps something sensitive, and no regulation holds.",
    find(facts) {
      const found = entitiesOf(facts, "feature.data", "sensitive");
      if (found.length === 0 || !facts.includes("security.regulations", "none")) return;
      return {
        says: `The feature would keep ${namesOf(found)}, which is sensitive, and by the brief no regulation holds.`,
        ways: [
          instead("security.regulations", "gdpr"),
          `feature.data: in the row ${namesOf(found.slice(0, 1))}, privacy internal`,
        ],
      };
    },
  },
  {
    code: "feature-with-card-data-without-pci-dss",
    questions: ["feature.data", "security.regulations"],
    when: "The feature keeps data of payment cards, and PCI DSS is not named.",
    find(facts) {
      const [found] = facts.rows("feature.data").filter((row) => cardWords(row));
      if (!found || facts.includes("security.regulations", "pci-dss")) return;
      return {
        says: `The feature would keep data of payment cards ("${cardWords(found)}" in "${textOf(found.name)}"), and PCI DSS is not named in the brief.`,
        ways: [
          add(facts, "security.regulations", "pci-dss"),
          `feature.data: in the row "${textOf(found.name)}", a token of the payment provider instead of card data`,
        ],
      };
    },
  },
  {
    code: "personal-feature-that-brings-nothing",
    questions: ["feature.data", "feature.security"],
    when: "The feature keeps something personal or sensitive, and is said to bring nothing for security.",
    find(facts) {
      const found = entitiesOf(facts, "feature.data", "personal", "sensitive");
      if (found.length === 0 || !facts.includes("feature.security", "none")) return;
      return {
        says: `The feature would keep ${namesOf(found)}, which is personal or sensitive, and is said to bring nothing for security.`,
        ways: [
          instead("feature.security", "personal-data"),
          `feature.data: in the row ${namesOf(found.slice(0, 1))}, privacy internal`,
        ],
      };
    },
  },
  {
    code: "entity-that-is-there-already",
    questions: ["feature.data", "data.entities"],
    when: "The feature keeps as new what the brief has already, with another privacy.",
    find(facts) {
      const known = new Map(
        facts
          .rows("data.entities")
          .map((row) => [textOf(row.name).trim().toLowerCase(), textOf(row.privacy)]),
      );
      const [found] = facts.rows("feature.data").filter((row) => {
        const privacy = known.get(textOf(row.name).trim().toLowerCase());
        return privacy !== undefined && privacy !== textOf(row.privacy);
      });
      if (!found) return;
      const name = textOf(found.name);
      const privacy = known.get(name.trim().toLowerCase()) ?? "";
      return {
        says: `The feature would keep "${name}" as ${textOf(found.privacy)}, and by the brief it is there already and is ${privacy}.`,
        ways: [
          `feature.data: in the row "${name}", privacy ${privacy}`,
          `feature.data: another name for "${name}", if it is another entity`,
        ],
      };
    },
  },
];
