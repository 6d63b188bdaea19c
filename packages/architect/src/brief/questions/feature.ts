import { sayNumber } from "../say.js";
import { edgeCaseColumns, entityColumns, keeping, outcomes } from "./data.js";
import { systemColumns, whileAway } from "./integration.js";
import { answered } from "./known.js";
import { aspect, listed, option, perChoice, quantityIn, rowsIn, sentence, take } from "./parts.js";
import { speaksOfSomebody } from "./people.js";
import type { Question } from "./question.js";
import { featureColumns, offering } from "./scope.js";
import { amountOf } from "./wording.js";

/** What is asked of a smaller feature, one question a category, where the brief of its project is there. */
export const feature: readonly Question[] = [
  {
    id: "feature.behaviour",
    category: "scope",
    number: 1,
    text: "What shall the feature do, which part of it is a must, and how is each part accepted?",
    reason: "What is not said here is decided by whoever writes the code.",
    follows: "A requirement for each part, and acceptance tests for each criterion.",
    example:
      "Refund an order | Support pays back an order, whole or in part | P0 | WHEN support refunds an order THE SYSTEM SHALL pay back no more than was paid and was not paid back before\nRefund reasons | Support picks why | P1",
    answer: { kind: "table", row: "feature", columns: featureColumns() },
    requirement: (value) => ({ statement: offering(rowsIn(value)), priority: "P0" }),
  },
  {
    id: "feature.compatibility",
    category: "architecture",
    number: 1,
    text: "How does what is there already change for those who call it today?",
    reason: "Applications that are installed, partners and devices do not change on the day of your release.",
    follows: "Whether there is a new version of the API, and for how long the old one lives.",
    example: "additive",
    answer: {
      kind: "choice",
      options: [
        option(
          "additive",
          "It only adds: new routes, new optional fields",
          ["Nobody must do anything."],
          ["What is there keeps its old form, also where a new one would be nicer."],
          "Nearly always.",
        ),
        option(
          "version",
          "A new version beside the old one, for a time",
          ["The new form is clean."],
          ["Two forms are run, tested and explained until the last caller has moved."],
          "What is there says something that is not true any more.",
        ),
        option(
          "breaking",
          "It changes what is there, at once",
          ["One form only."],
          ["Whoever is not changed on that day breaks."],
          "Every caller is in the same hands and is released together with it.",
        ),
      ],
    },
    asked: {
      because: "others than your own web application call the API",
      holds: (facts) =>
        facts.includes("experience.consumers", "mobile", "partners", "developers", "devices", "services"),
    },
    recommend: (facts) => {
      const callers = facts.chosen("experience.consumers");
      return take(
        "additive",
        callers.length
          ? `The brief names ${listed(callers)} as callers, and not all of them change when you do.`
          : "As long as nobody knows who calls it, adding is the only change that breaks nobody.",
        ...(callers.length ? ["experience.consumers"] : []),
      );
    },
    requirement: perChoice("P0", {
      additive: "WHEN a caller that knows nothing of the feature calls THE SYSTEM SHALL answer it as before.",
      version:
        "WHILE the old version of the API is announced as living THE SYSTEM SHALL serve it beside the new one, and say in each answer when it ends.",
      breaking:
        "WHEN the feature is released THE SYSTEM SHALL be released together with every caller of what it changes.",
    }),
  },
  {
    id: "feature.users",
    category: "experience",
    number: 1,
    text: "Who uses the feature, how do they come to it, and what do they see when it goes wrong?",
    reason: "A feature that only support uses is guarded and shown differently from one for everybody.",
    follows: "Who may do it, and the errors that they are told.",
    example:
      "Support staff open an order and press refund; they see how much can still be paid back, and on an error the reason from the payment provider.",
    answer: {
      kind: "text",
      aspects: [
        { ask: "Who uses it?", isIn: speaksOfSomebody },
        aspect(
          "What do they see or get when it goes wrong?",
          /\b(errors?|fails?|failed|failure|wrong|refused?|reject\w*|reason|message|not possible|cannot|can't|unavailable|try again|retr(y|ies)|den(y|ied)|declin\w*|invalid|otherwise|if not)\b/i,
        ),
      ],
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL offer the feature in this way: ${sentence(value.kind === "text" ? value.text : "")}`,
      priority: "P1",
    }),
  },
  {
    id: "feature.data",
    category: "data",
    number: 1,
    text: "What does the feature keep that is not kept today, and how much of it: none, or which entities?",
    reason: "New tables are cheap now, and dear once they hold something wrong.",
    follows: "The migration, and what it does to those who read meanwhile.",
    example: "refund | amount, reason, who gave it | 0 | 14,000 | personal | 10 years",
    answer: { kind: "table", row: "entity", least: 0, columns: entityColumns() },
    requirement: (value) => ({
      statement: rowsIn(value).length
        ? keeping(rowsIn(value))
        : "THE SYSTEM SHALL keep nothing for the feature that it does not keep today.",
      priority: "P0",
    }),
  },
  {
    id: "feature.integration",
    category: "integration",
    number: 1,
    text: "Which other systems does the feature call or hear from, and what happens while each is down: none, or which?",
    reason: "A feature that waits for another system is down when that system is.",
    follows: "Timeouts and repeats, and a test with the other system cut off.",
    example:
      "payment provider | pays back | out | signature | the refund is kept as pending and sent again until it is answered",
    answer: { kind: "table", row: "system", least: 0, columns: systemColumns() },
    requirement: (value) => ({
      statement: rowsIn(value).length
        ? whileAway(rowsIn(value))
        : "THE SYSTEM SHALL carry out the feature without any system of others.",
      priority: "P0",
    }),
  },
  {
    id: "feature.load",
    category: "performance",
    number: 1,
    text: "How often is the feature used at the peak, and how long may it take?",
    reason: "A feature can be slow for its users, and can slow down everything that is there already.",
    follows: "Whether it does its work at once or later, and what the load test adds.",
    example: "peak 2 per second, answer p99 under 500 ms",
    answer: {
      kind: "quantities",
      parts: [
        { id: "peak", title: "Uses at the peak", measure: "rate", least: 0 },
        { id: "answer", title: "Answered within", measure: "latency", least: 1, optional: true },
      ],
    },
    asked: {
      because: "it keeps something new, or the system is under load already",
      holds: (facts) =>
        facts.rows("feature.data").length > 0 || (facts.number("performance.load", "peak") ?? 0) >= 20,
    },
    recommend: (facts) => {
      const peak = facts.number("performance.load", "peak");
      if (peak === undefined) return undefined;
      const latency = facts.quantity("performance.latency", "write");
      const within = latency ? `, answer p${latency.percentile ?? 99} under ${latency.value} ms` : "";
      return take(
        `peak ${Math.max(1, Math.ceil(peak / 20))} per second${within}`,
        `The brief expects ${sayNumber(peak)} requests a second at the peak: this takes one in twenty of them to be for the feature${latency ? ", and keeps its target for writes" : ""}.`,
        "performance.load",
        ...(latency ? ["performance.latency"] : []),
      );
    },
    requirement: (value) => {
      const latency = quantityIn(value, "answer");
      return {
        statement: `WHEN the feature is used at ${amountOf(value, "peak")} THE SYSTEM SHALL ${
          latency
            ? `answer ${latency.percentile ?? 99} % of it within ${sayNumber(latency.value)} ms and `
            : ""
        }keep the targets of everything that was there before.`,
        priority: "P1",
      };
    },
  },
  {
    id: "feature.security",
    category: "security",
    number: 1,
    text: "Which of these does the feature bring with it, for whoever looks after security?",
    reason: "Most holes come in with a small feature that nobody looked at with this in mind.",
    follows: "New access rules, what is added to the audit log, and who must look at the change.",
    example: "new-permission, audited",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "none",
          "Nothing of the kind",
          ["Nothing to guard that is not guarded."],
          ["It must be true of the next change too."],
          "It shows or does what its users could see or do before.",
          true,
        ),
        option(
          "new-permission",
          "Somebody may do what nobody could before",
          ["It can be given to few."],
          ["It must be given, taken away and tested."],
          "A new action, or a new role.",
        ),
        option(
          "personal-data",
          "It shows or keeps personal data that was not there",
          ["Named now, it is encrypted and deleted like the rest."],
          ["It falls under the rules that the brief names."],
          "New fields about people.",
        ),
        option(
          "money",
          "It moves money, or changes what somebody owes",
          ["The rules can be stated exactly."],
          ["A mistake or a repeat costs at once."],
          "Payments, refunds, prices, credit.",
        ),
        option(
          "input-from-outside",
          "It takes in files or calls from outside",
          ["Others need not type anything."],
          ["What comes in may be hostile, huge or broken."],
          "Uploads, webhooks, imports.",
        ),
        option(
          "audited",
          "It must be known later who did it",
          ["Questions can be answered."],
          ["What was done is kept and guarded."],
          "What staff do to what belongs to others.",
        ),
      ],
    },
    recommend: (facts) => {
      const systems = facts.rows("feature.integration").filter((row) => row.direction !== "out");
      const personal = facts
        .rows("feature.data")
        .filter((row) => row.privacy === "personal" || row.privacy === "sensitive");
      const found = [
        ...(personal.length ? ["personal-data"] : []),
        ...(systems.length ? ["input-from-outside"] : []),
      ];
      return found.length
        ? take(
            found.join(", "),
            `By what you said: ${[
              ...(personal.length
                ? [`${listed(personal.map((row) => String(row.name)))} tell of people`]
                : []),
              ...(systems.length ? [`${listed(systems.map((row) => String(row.name)))} call in`] : []),
            ].join("; ")}. Add whether somebody may do what nobody could before.`,
            ...(personal.length ? ["feature.data"] : []),
            ...(systems.length ? ["feature.integration"] : []),
          )
        : take(
            "none",
            "It keeps nothing personal and nobody calls in, by what you said. Add whether somebody may do what nobody could before.",
          );
    },
    requirement: perChoice("P0", {
      none: "THE SYSTEM SHALL let nobody see or do more by the feature than before.",
      "new-permission":
        "IF somebody without the permission uses the feature THEN THE SYSTEM SHALL refuse it and change nothing.",
      "personal-data":
        "THE SYSTEM SHALL treat the personal data of the feature as the brief says of personal data: shown to few, kept out of logs, deleted in time.",
      money:
        "WHEN the same request comes twice THE SYSTEM SHALL move money once, and give the first answer again.",
      "input-from-outside":
        "IF what comes in is too large, of the wrong form or not signed THEN THE SYSTEM SHALL refuse it before anything is done with it.",
      audited:
        "WHEN the feature is used THE SYSTEM SHALL keep who used it, when, on what, and what came of it.",
    }),
  },
  {
    id: "feature.edge-cases",
    category: "testing",
    number: 1,
    text: "What happens in the awkward cases of the feature: twice, two at once, half done, nothing there, far too much?",
    reason: "These are decided now, or by whoever is called at night.",
    follows: "A test for each case, before the feature is built.",
    example:
      "Refund pressed twice | Support presses refund twice within a second | WHEN the same refund is asked for twice THE SYSTEM SHALL pay back once",
    answer: { kind: "table", row: "case", columns: edgeCaseColumns() },
    requirement: (value) => ({
      statement: outcomes(rowsIn(value)),
      priority: "P0",
    }),
  },
  {
    id: "feature.rollout",
    category: "deployment",
    number: 1,
    text: "How does the feature come into service: at once, behind a flag, or with the data changed first?",
    reason: "What cannot be taken back is released differently from what can.",
    follows: "The order of migration and release, and how one goes back.",
    example: "flag",
    answer: {
      kind: "choice",
      options: [
        option(
          "at-once",
          "At once, with the release",
          ["The simplest."],
          ["Going back means the release before."],
          "It is small, adds only, and can be taken back by a release.",
        ),
        option(
          "flag",
          "Behind a flag, for a few first",
          ["Can be turned off within seconds.", "A few try it first."],
          ["Both ways are tested until the flag is removed."],
          "It moves money, or nobody knows how it will be used.",
        ),
        option(
          "migration-first",
          "Data first, code after",
          ["Old and new code run beside each other."],
          ["Two releases, in the right order."],
          "Data that is there must get another form.",
        ),
      ],
    },
    recommend: (facts) => {
      if (facts.includes("feature.security", "money"))
        return take(
          "flag",
          "You said that it moves money: it is to be turned off within seconds if something is wrong.",
          "feature.security",
        );
      const added = facts.rows("feature.data").map((row) => String(row.name));
      return added.length
        ? take(
            "migration-first",
            `It keeps ${listed(added)}, which must be there before the code that uses it.`,
            "feature.data",
          )
        : take(
            "at-once",
            "It moves no money and keeps nothing new, by what you said, so that going back is one release.",
            ...answered(facts, "feature.data", "feature.security"),
          );
    },
    requirement: perChoice("P1", {
      "at-once":
        "WHEN the release with the feature is taken back THE SYSTEM SHALL work as before it, with nothing lost.",
      flag: "WHEN the flag is turned off THE SYSTEM SHALL work as before the feature within 60 seconds, with what was begun brought to its end.",
      "migration-first":
        "WHILE the release before and the release with the feature run beside each other THE SYSTEM SHALL serve both from the same data.",
    }),
  },
  {
    id: "feature.release",
    category: "constraints",
    number: 1,
    text: "When is the feature to be in service?",
    reason: "The date decides what of it can be a must.",
    follows: "What is built first, and what waits.",
    example: "release 2027-03-15",
    answer: { kind: "quantities", parts: [{ id: "release", title: "In service", measure: "date" }] },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL have the feature in service on ${amountOf(value, "release")}.`,
      priority: "P1",
    }),
  },
];
