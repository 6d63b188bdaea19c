import { sayNumber } from "../say.js";
import { answered, isKind, kindOf, namesOfPrivacy, whenKind } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

export const sandbox: Question = {
  id: "testing.sandbox",
  category: "testing",
  number: 3,
  text: "With what are payments tested: the provider's sandbox, a simulator of your own, or both?",
  reason: "A sandbox answers politely; the day of a sale does not.",
  follows: "Which faults of a provider are rehearsed, and what the tests need from outside.",
  example: "both",
  answer: {
    kind: "choice",
    options: [
      option(
        "provider",
        "The provider's sandbox",
        ["Speaks exactly as the provider does."],
        ["Slow, sometimes away, and cannot be made to fail as one needs."],
        "A last check before a release.",
      ),
      option(
        "simulator",
        "A simulator of our own, over real HTTP",
        ["Every fault at will: late, twice, lost, contradictory."],
        ["Says what we believe of the provider."],
        "Every change.",
      ),
      option(
        "both",
        "Both",
        ["Faults by the one, truth by the other."],
        ["Two to keep up."],
        "Money moves: nearly always.",
      ),
    ],
  },
  asked: whenKind("payments", "commerce"),
  recommend: (facts) =>
    take(
      "both",
      `It is ${kindOf(facts)}: faults at will on every change, and the provider's own answers before a release.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    provider:
      "WHEN it is released THE SYSTEM SHALL have passed a payment, a refusal and a refund against the provider's sandbox.",
    simulator:
      "WHEN a change is tested THE SYSTEM SHALL pass payments whose answer is late, lost, doubled or contradicts a later one, against a simulator over real HTTP.",
    both: "WHEN a change is tested THE SYSTEM SHALL pass payments whose answer is late, lost, doubled or contradicts a later one, against a simulator. WHEN it is released THE SYSTEM SHALL have passed a payment, a refusal and a refund against the provider's sandbox.",
  }),
};

export const fleet: Question = {
  id: "testing.fleet",
  category: "testing",
  number: 4,
  text: "How many devices does the load test play, and for how long do they run?",
  reason: "Ten thousand devices behave unlike ten, and a leak shows after a night.",
  follows: "The simulated fleet, with its outages, repeats and wrong clocks, and what it must end with.",
  example: "devices 10,000, for 8 hours",
  answer: {
    kind: "quantities",
    parts: [
      { id: "devices", title: "Devices", measure: "count", least: 1 },
      { id: "for", title: "For", measure: "duration", least: 60 },
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) => {
    const sources = facts.number("data.series", "sources");
    return sources
      ? take(
          `devices ${Math.ceil(sources)}, for 8 hours`,
          `You named ${sayNumber(sources)} sources: play them all, for a night, with an outage of the network in the middle.`,
          "data.series",
        )
      : undefined;
  },
  requirement: (value) => ({
    statement: `WHEN it is released THE SYSTEM SHALL have taken in what ${amountOf(value, "devices")} simulated devices send for ${amountOf(value, "for")}, with an outage, repeats, wrong clocks and wrong order, and have ended with each reading kept exactly once.`,
    priority: "P1",
  }),
};

export const testData: Question = {
  id: "testing.data",
  category: "testing",
  number: 5,
  text: "On which data are tests and trials run, when the real data tells of people?",
  reason: "A copy of the real data on a test machine is the same secret with fewer guards.",
  follows: "How data for tests is made, and who may see it.",
  example: "made-up",
  answer: {
    kind: "choice",
    options: [
      option(
        "made-up",
        "Made up, in the shapes and numbers of the real",
        ["Can be given to anybody."],
        ["Lacks the oddities of the real."],
        "Nearly always.",
      ),
      option(
        "masked",
        "Real, with names and values masked",
        ["Keeps most oddities."],
        ["Masking must be proved, and joins may tell who it was."],
        "Faults that only real data shows.",
      ),
      option(
        "copy",
        "A copy of the real data, as well guarded",
        ["Shows everything."],
        ["Everything that holds for the real holds for it: rights, notes, deletion."],
        "Rehearsing a migration, for days.",
      ),
    ],
  },
  asked: {
    because: "it keeps health records, or data that you marked as sensitive",
    holds: (facts) => isKind(facts, "health") || namesOfPrivacy(facts, "sensitive").length > 0,
  },
  recommend: (facts) => {
    const sensitive = namesOfPrivacy(facts, "sensitive");
    return take(
      "made-up",
      `${sensitive.length ? `You marked ${listed(sensitive)} as sensitive` : `It is ${kindOf(facts)}`}: made-up data can be shown to everybody who must see a fault.`,
      ...(sensitive.length ? ["data.entities"] : answered(facts, "scope.kind")),
    );
  },
  requirement: perChoice("P0", {
    "made-up":
      "WHEN tests or trials run THE SYSTEM SHALL run on made-up data only, in the numbers that are expected in a year.",
    masked:
      "WHEN real data is taken for tests THE SYSTEM SHALL mask whatever tells of a person before it leaves the real database, and prove it by a search for known values.",
    copy: "WHEN a copy of real data is used for a test THE SYSTEM SHALL guard it like the real, note who saw it, and delete it within 7 days.",
  }),
};

export const acceptance: Question = {
  id: "testing.acceptance",
  category: "testing",
  number: 6,
  text: "Who tries it out before it is released to everybody, and in which way?",
  reason: "Those who do the work every day see in an hour what nobody wrote down.",
  follows: "A place to try it with data that looks real, and who says that it may be released.",
  example: "pilot",
  answer: {
    kind: "choice",
    options: [
      option(
        "owner",
        "Whoever asked for it looks through the criteria",
        ["Quick, and one person decides."],
        ["Sees what was asked for, not what is missing."],
        "Small changes.",
      ),
      option(
        "users",
        "Some who will use it try it for a day",
        ["Finds what hinders the work."],
        ["They need time, and data that looks real."],
        "Changes to how people work.",
      ),
      option(
        "pilot",
        "A group works with it in earnest for weeks",
        ["Finds what only comes with time."],
        ["Old and new run beside each other."],
        "A first release, or one that is hard to take back.",
      ),
    ],
  },
  asked: whenKind("internal", "content"),
  recommend: (facts) =>
    take(
      "users",
      `It is ${kindOf(facts)}: those who work with it can be asked, and a day of theirs is worth more than a week of ours.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    owner:
      "WHEN it is released THE SYSTEM SHALL have been gone through with its criteria by whoever asked for it.",
    users:
      "WHEN a release changes how people work THE SYSTEM SHALL have been tried for a day by at least 3 of those who use it.",
    pilot:
      "WHEN it is released to everybody THE SYSTEM SHALL have been used in earnest by one group for 4 weeks, with what they found mended.",
  }),
};

const looks: { readonly [id: string]: string } = {
  none: "no look from outside",
  penetration: "a penetration test by somebody from outside, once a year",
  "code-review": "a look through the code of every guard by a second person",
  "restore-drill": "a restore from backups, timed, once a quarter",
  "access-review": "a look through all rights by their owners, once a quarter",
};

export const audits: Question = {
  id: "testing.audits",
  category: "testing",
  number: 7,
  text: "Which looks from outside the team does it undergo, beside its own tests?",
  reason: "A team does not see what it takes for granted, and an auditor asks for the record.",
  follows: "What is in the calendar each year, and the records that are kept of it.",
  example: "penetration, restore-drill",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "none",
        "None",
        ["Costs nothing."],
        ["A rule that was named will hardly be met."],
        "Nothing that it keeps could harm anybody.",
        true,
      ),
      option(
        "penetration",
        "A penetration test",
        ["Finds what attackers find."],
        ["Costs some weeks' pay, and is true for that week."],
        "It can be reached from the internet and holds something.",
      ),
      option(
        "code-review",
        "A second pair of eyes on every guard",
        ["Finds holes before they are there."],
        ["Slows each such change by a day."],
        "Always, where access is decided.",
      ),
      option(
        "restore-drill",
        "A restore, timed",
        ["Shows that the recovery time is true."],
        ["Half a day each quarter."],
        "Always, where a recovery time was promised.",
      ),
      option(
        "access-review",
        "A look through all rights",
        ["Who changed jobs loses what they had."],
        ["Dull, so it must be short."],
        "Rights are given by hand.",
      ),
    ],
  },
  asked: {
    because: "you named a rule that it must meet",
    holds: (facts) => facts.chosen("security.regulations").some((id) => id !== "none"),
  },
  recommend: (facts) => {
    const rules = facts.chosen("security.regulations").filter((id) => id !== "none");
    return rules.some((id) => id !== "gdpr")
      ? take(
          "penetration, code-review, restore-drill, access-review",
          `You named ${listed(rules)}: auditors ask for the record of each of these.`,
          "security.regulations",
        )
      : take(
          "code-review, restore-drill",
          `${rules.length ? `You named ${listed(rules)}` : "No rule was named"}: a second look at guards and a timed restore cost little and find most.`,
          ...answered(facts, "security.regulations"),
        );
  },
  requirement: (value) => ({
    statement: `WHILE it is in service THE SYSTEM SHALL undergo ${listed(chosenIn(value).map((id) => looks[id] ?? id))}, with a record of what was found and when it was mended.`,
    priority: "P1",
  }),
};

export const reviews: Question = {
  id: "testing.reviews",
  category: "testing",
  number: 8,
  text: "Who must have looked at a change before it may be merged?",
  reason: "Most faults are found by the second person who reads.",
  follows: "The rule that stands before every merge.",
  example: "one",
  answer: {
    kind: "choice",
    options: [
      option(
        "checks",
        "Nobody, if all checks pass",
        ["Quick."],
        ["What no check looks for gets through."],
        "One person builds it.",
      ),
      option(
        "one",
        "One other person",
        ["Two know each part."],
        ["Waits for an hour or a day."],
        "Nearly always.",
      ),
      option(
        "two",
        "Two, where access or migrations are touched",
        ["What cannot be taken back was seen thrice."],
        ["Slow where it is needed most."],
        "Teams of five and more.",
      ),
    ],
  },
  asked: {
    because: "it is made of several services, so that no one knows all of it",
    holds: (facts) => facts.includes("architecture.style", "services"),
  },
  recommend: (facts) =>
    take(
      "one",
      `It is ${kindOf(facts)}: one other reader finds most, and each part is known to two.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P2", {
    checks: "IF a check fails THEN THE SYSTEM SHALL not be changed.",
    one: "IF a change was not read by one person other than its author THEN THE SYSTEM SHALL not be changed by it.",
    two: "IF a change to access rules or migrations was not read by two persons other than its author, or any other by one, THEN THE SYSTEM SHALL not be changed by it.",
  }),
};
