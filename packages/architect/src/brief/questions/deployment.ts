import type { AnswerValue } from "../answer/value.js";
import { numberOf } from "../cells.js";
import type { Facts } from "../facts.js";
import { sayNumber, saySpan } from "../say.js";
import { answered, kindOf } from "./known.js";
import { option, perChoice, quantityIn, take } from "./parts.js";
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
      const load = peak === undefined ? "" : `, with a peak of ${sayNumber(peak)} requests a second`;
      const from = [
        ...answered(facts, "scope.kind"),
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
      statement: `THE SYSTEM SHALL be in service for ${amountOf(value, "uptime")} of each year. IF a disaster strikes THEN THE SYSTEM SHALL ${lost(value)}, and be back within ${amountOf(value, "rto")}.`,
      priority: "P0",
    }),
  },
  {
    id: "deployment.backups",
    category: "deployment",
    number: 3,
    text: "How is what it keeps copied away, so that it survives a broken disk, a wrong command and a stolen password?",
    reason: "A replica repeats a mistake within a second; only a copy of an earlier moment takes it back.",
    follows: "The backups, where they lie, and the drills in which they are restored.",
    example: "continuous",
    answer: {
      kind: "choice",
      options: [
        option(
          "none",
          "Not at all",
          ["Costs nothing."],
          ["What is lost is lost."],
          "All of it can be made again from somewhere else.",
        ),
        option(
          "nightly",
          "A full copy each night",
          ["Simple, and easy to look into."],
          ["Up to a day is lost."],
          "A day's work can be typed in again.",
        ),
        option(
          "continuous",
          "A full copy, and every change after it as it happens",
          ["Any moment of the last weeks can be had back.", "Seconds to minutes are lost at most."],
          ["The changes take space, and their arrival must be watched."],
          "Nearly always.",
        ),
        option(
          "replicas",
          "Replicas that acknowledge each write, and every change copied away beside them",
          ["Nothing that was acknowledged is lost with a machine."],
          ["Each write waits for a second machine, and stops when none is there."],
          "Money, and whatever else may not lose a single write.",
        ),
      ],
    },
    asked: {
      because: "it keeps something for longer than a week",
      holds: (facts) => !forgetsSoon(facts),
    },
    recommend: (facts) => {
      const rpo = facts.number("deployment.recovery", "rpo");
      if (rpo === undefined)
        return take(
          "continuous",
          "Until you say how much may be lost, this is what loses minutes at most, at a modest price.",
        );
      const from = "deployment.recovery";
      if (rpo === 0)
        return take(
          "replicas",
          "Nothing that was acknowledged may be lost, so a second machine must have it first.",
          from,
        );
      return rpo >= 86_400
        ? take("nightly", `${saySpan(rpo)} may be lost, and a copy each night keeps to that.`, from)
        : take(
            "continuous",
            `No more than ${saySpan(rpo)} may be lost, and a copy each night would lose up to a day.`,
            from,
          );
    },
    requirement: perChoice("P0", {
      none: "IF what it keeps is lost THEN THE SYSTEM SHALL begin with nothing.",
      nightly:
        "WHEN a night is over THE SYSTEM SHALL have a full copy of all that it keeps in another place, and prove once a month that it can be restored.",
      continuous:
        "WHILE it runs THE SYSTEM SHALL copy every change to another place, so that any moment of the last 30 days can be had back, and prove once a month that it can be restored.",
      replicas:
        "WHEN a write is acknowledged THE SYSTEM SHALL have it on two machines that do not fail together, and copy every change to another place, so that any moment of the last 30 days can be had back, and prove once a month that it can be restored.",
    }),
  },
  {
    id: "deployment.rebuild",
    category: "deployment",
    number: 4,
    text: "What is to be done when all that it keeps is lost?",
    reason:
      "What it keeps is gone within a week anyway, so that making it again may be cheaper than backups.",
    follows: "Whether there are backups at all, and what is done on the day of a loss.",
    example: "rebuilt",
    answer: {
      kind: "choice",
      options: [
        option(
          "rebuilt",
          "It is made again from other systems",
          ["No backups to keep and to guard."],
          ["Those systems must be there, and bear the load of all of it at once."],
          "It holds copies of what lies elsewhere.",
        ),
        option(
          "waited",
          "It is waited for: new data comes by itself",
          ["Nothing to do."],
          ["There is a gap, and it is seen."],
          "Only the latest matters.",
        ),
        option(
          "kept",
          "It is copied away all the same",
          ["Nothing is lost."],
          ["Backups are kept of what is soon deleted, and must forget in time too."],
          "A gap of days would cost money or trust.",
        ),
      ],
    },
    asked: {
      because: "it keeps nothing for longer than a week",
      holds: forgetsSoon,
    },
    recommend: (facts) =>
      facts.rows("integration.systems").some((row) => row.direction !== "out")
        ? take(
            "rebuilt",
            "It keeps nothing for longer than a week, and other systems send it what it has.",
            ...answered(facts, "data.entities", "integration.systems"),
          )
        : take(
            "kept",
            "It keeps nothing for longer than a week, and no other system was named that has it too.",
            ...answered(facts, "data.entities"),
          ),
    requirement: perChoice("P0", {
      rebuilt:
        "IF what it keeps is lost THEN THE SYSTEM SHALL make it again from the systems that it came from, within its recovery time.",
      waited:
        "IF what it keeps is lost THEN THE SYSTEM SHALL go on at once with what comes in, and show the gap as a gap.",
      kept: "WHILE it runs THE SYSTEM SHALL copy every change to another place, and delete there too what is to be deleted.",
    }),
  },
];

function lost(value: AnswerValue): string {
  return quantityIn(value, "rpo")?.value === 0
    ? "lose nothing that it acknowledged"
    : `lose no more than the latest ${amountOf(value, "rpo")} of what it acknowledged`;
}

const week = 7 * 86_400;

/** Whether all that it keeps is deleted within a week. */
function forgetsSoon(facts: Facts): boolean {
  const entities = facts.rows("data.entities");
  return (
    entities.length > 0 &&
    entities.every((row) => (numberOf(row.keptFor) ?? Number.POSITIVE_INFINITY) <= week)
  );
}

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
