import { kindOf, plain } from "./known.js";
import { option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

/** Where it runs, and what may happen to it there. */
export const deployment: readonly Question[] = [
  {
    id: "deployment.topology",
    category: "deployment",
    number: 1,
    text: "Where is it to run: on one machine, in one region, in several zones or regions, or on a platform that runs functions?",
    reason: "Each step outward survives a larger fault, and costs more money and more care.",
    follows: "What is deployed, how it fails over, and which uptime can be promised at all.",
    example: "several-zones",
    answer: {
      kind: "choice",
      options: [
        option(
          "one-machine",
          "One machine",
          ["The cheapest, and the simplest to understand."],
          ["A broken machine is an outage until another is set up."],
          "An hour of outage now and then does no harm.",
        ),
        option(
          "one-region",
          "Several machines in one zone",
          ["A machine may break, or be updated, without an outage."],
          ["A fault of the zone - power, network - stops it."],
          "Around 99.9 % is enough.",
        ),
        option(
          "several-zones",
          "Several zones of one region",
          ["A whole data centre may go, and it stays."],
          ["A standby database and traffic between zones are paid for."],
          "Outages cost more than a second set of machines.",
        ),
        option(
          "several-regions",
          "Several regions",
          ["A region may go.", "Readers far away are near."],
          [
            "Either writes wait for another continent, or some are lost when a region goes.",
            "At least twice the cost, and law may forbid it.",
          ],
          "A few minutes of outage in a year are too many, or users are all over the world.",
        ),
        option(
          "serverless",
          "A platform that runs functions",
          ["Zones and scaling are the platform's business."],
          ["It is bound to the platform, and its limits are yours."],
          "Load comes seldom or in bursts.",
        ),
      ],
    },
    recommend: (facts) => {
      if (facts.includes("architecture.style", "serverless"))
        return take("serverless", "You chose functions that a platform runs.", "architecture.style");
      const peak = facts.number("performance.load", "peak");
      const rules = facts.chosen("security.regulations").filter((id) => id !== "none");
      const isGrave = facts.includes("scope.kind", "payments", "health") || (peak ?? 0) >= 200;
      const load = peak === undefined ? "" : `, with a peak of ${plain(peak)} requests a second`;
      const from = [
        ...(facts.isAnswered("scope.kind") ? ["scope.kind"] : []),
        ...(peak === undefined ? [] : ["performance.load"]),
        ...(rules.length ? ["security.regulations"] : []),
      ];
      return isGrave
        ? take(
            "several-zones",
            `It is ${kindOf(facts)}${load}: losing a data centre must not stop it, and a second region costs more than it saves.`,
            ...from,
          )
        : take(
            "one-region",
            `It is ${kindOf(facts)}${load}: a machine may break without an outage, and nothing that you said pays for more.`,
            ...from,
          );
    },
    requirement: perChoice("P0", {
      "one-machine":
        "THE SYSTEM SHALL run on one machine. IF that machine is lost THEN THE SYSTEM SHALL be set up anew on another within its recovery time.",
      "one-region":
        "THE SYSTEM SHALL run on several machines of one zone. IF one of them is lost THEN THE SYSTEM SHALL go on without it.",
      "several-zones":
        "THE SYSTEM SHALL run in several zones of one region. IF a zone is lost THEN THE SYSTEM SHALL go on in the others within its recovery time.",
      "several-regions":
        "THE SYSTEM SHALL run in several regions. IF a region is lost THEN THE SYSTEM SHALL go on in another within its recovery time.",
      serverless:
        "THE SYSTEM SHALL run as functions of a platform. IF more calls come than the platform's limit THEN THE SYSTEM SHALL tell callers when to try again.",
    }),
  },
  {
    id: "deployment.recovery",
    category: "deployment",
    number: 2,
    text: "What share of the year must it be in service, how much of the latest data may be lost in a disaster, and how soon must it be back?",
    reason:
      "Each nine costs about as much again, and zero loss means that every write waits for a second place.",
    follows: "Replicas, backups, the drills in which a restore is timed, and the alerts.",
    example: "uptime 99.9%, rpo 5 minutes, rto 1 hour",
    answer: {
      kind: "quantities",
      parts: [
        { id: "uptime", title: "In service", measure: "availability", least: 0, most: 100 },
        { id: "rpo", title: "Data that may be lost (recovery point)", measure: "duration", least: 0 },
        { id: "rto", title: "Back within (recovery time)", measure: "duration", least: 0 },
      ],
    },
    recommend: (facts) => {
      const topology = facts.chosen("deployment.topology")[0];
      const found = topology === undefined ? undefined : recoveries[topology];
      if (!found) return undefined;
      return take(
        found.answer,
        `You chose ${found.where}, and this is what it can keep without more: ${found.because}.`,
        "deployment.topology",
      );
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL be in service for ${amountOf(value, "uptime")} of each year. IF a disaster strikes THEN THE SYSTEM SHALL lose no more than the latest ${amountOf(value, "rpo")} of what it acknowledged, and be back within ${amountOf(value, "rto")}.`,
      priority: "P0",
    }),
  },
];

const recoveries: {
  readonly [topology: string]: { readonly answer: string; readonly where: string; readonly because: string };
} = {
  "one-machine": {
    answer: "uptime 99%, rpo 15 minutes, rto 8 hours",
    where: "one machine",
    because: "a new machine must be found and filled from a backup that is copied away all the time",
  },
  "one-region": {
    answer: "uptime 99.9%, rpo 5 minutes, rto 1 hour",
    where: "several machines in one zone",
    because: "a standby takes over from a broken machine, and a lost zone is restored from backups elsewhere",
  },
  "several-zones": {
    answer: "uptime 99.95%, rpo 1 minute, rto 15 minutes",
    where: "several zones",
    because: "a standby in another zone follows within seconds and takes over by itself",
  },
  "several-regions": {
    answer: "uptime 99.99%, rpo 1 minute, rto 5 minutes",
    where: "several regions",
    because: "another region follows within seconds, and traffic is turned to it",
  },
  serverless: {
    answer: "uptime 99.9%, rpo 5 minutes, rto 1 hour",
    where: "a platform that runs functions",
    because: "it is what such platforms and their databases promise themselves",
  },
};
