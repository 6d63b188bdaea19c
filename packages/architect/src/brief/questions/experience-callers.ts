import { answered, isKind, kindOf, whenKind } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

export const workflow: Question = {
  id: "experience.workflow",
  category: "experience",
  number: 5,
  text: "How does a text go from draft to readers, and who must agree on the way?",
  reason: "Editors go around a way that is too long, and a way that is too short puts drafts before readers.",
  follows:
    "The states of content, who may move it from one to the next, and what is published at a set time.",
  example: "review",
  answer: {
    kind: "choice",
    options: [
      option(
        "direct",
        "Whoever writes it publishes it",
        ["The quickest."],
        ["Nobody else saw it."],
        "A few people who trust one another.",
      ),
      option(
        "review",
        "Somebody else agrees before it is published",
        ["Four eyes on each text."],
        ["Waits for the second person, also at night."],
        "Several authors, and a name to lose.",
      ),
      option(
        "staged",
        "Several steps, such as law and translation, and publication at a set time",
        ["Everybody who must agree has agreed."],
        ["Must be cut short for a correction."],
        "Embargoes, several languages, or texts that bind the house.",
      ),
    ],
  },
  asked: whenKind("content"),
  recommend: (facts) =>
    take(
      "review",
      "It is a service that publishes content: a second pair of eyes is the cheapest way to be right, with publication at a set time beside it.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    direct:
      "WHEN an author publishes a text THE SYSTEM SHALL show it to readers, and keep the version before it.",
    review:
      "IF a text was not agreed to by somebody other than its author THEN THE SYSTEM SHALL not publish it. WHEN it is changed after that THE SYSTEM SHALL ask for agreement again.",
    staged:
      "WHEN a text has passed every step and its time has come THE SYSTEM SHALL publish it within 60 s. IF a correction is marked as urgent THEN THE SYSTEM SHALL let a chief editor skip steps, and note it.",
  }),
};

export const live: Question = {
  id: "experience.live",
  category: "experience",
  number: 9,
  text: "How soon must people see what others change: at the next look, within seconds, or live?",
  reason: "Live means open connections, which must resume without a gap when a train leaves the tunnel.",
  follows: "Whether there are change feeds, how many are open at once, and what is promised about order.",
  example: "live",
  answer: {
    kind: "choice",
    options: [
      option(
        "no",
        "At the next look",
        ["Nothing to keep open."],
        ["People work on what is old."],
        "Each works on what is their own.",
      ),
      option(
        "seconds",
        "Within seconds, by asking again",
        ["Works everywhere, with nothing kept open."],
        ["Most of the asking is for nothing."],
        "A status that few look at.",
      ),
      option(
        "live",
        "Live, in order, without a gap after a break",
        ["People see the same thing, and believe it."],
        ["Open connections are planned for like load."],
        "Several work on the same, or watch something move.",
      ),
    ],
  },
  asked: {
    because: "WebSocket is to be offered",
    holds: (facts) => facts.includes("architecture.interfaces", "websocket"),
  },
  recommend: (facts) =>
    take(
      "live",
      "You chose WebSocket, which is worth its cost where changes are seen live and in order.",
      ...answered(facts, "architecture.interfaces"),
    ),
  requirement: perChoice("P1", {
    no: "WHEN somebody looks again THE SYSTEM SHALL show what was committed before.",
    seconds: "WHEN something changes THE SYSTEM SHALL have it shown within 10 s to those who look at it.",
    live: "WHEN something changes THE SYSTEM SHALL tell those who follow it within 1 s, in the order of the commits. IF a connection breaks THEN THE SYSTEM SHALL go on from where it stopped, without a gap and without a repeat.",
  }),
};

export const offline: Question = {
  id: "experience.offline",
  category: "experience",
  number: 10,
  text: "For how long may a device be out of reach, and how much has it kept by the time that it returns?",
  reason:
    "Whatever was kept comes at once when the network is back, and none of it may be lost or counted twice.",
  follows: "How repeats are known, how old a message may be, and the peak after an outage.",
  example: "away 3 days, kept 4,320",
  answer: {
    kind: "quantities",
    parts: [
      { id: "away", title: "Longest time out of reach", measure: "duration", least: 0 },
      { id: "kept", title: "Messages kept by then", measure: "count", least: 0 },
    ],
  },
  asked: {
    because: "devices or mobile applications call it",
    holds: (facts) => facts.includes("experience.consumers", "devices", "mobile"),
  },
  recommend: (facts) =>
    facts.includes("experience.consumers", "devices")
      ? take(
          "away 1 day, kept 1440",
          "Devices call it: a day covers most outages of a network, and is 1,440 messages at one a minute.",
          "experience.consumers",
        )
      : take(
          "away 3 days, kept 100",
          "Mobile applications call it: a weekend without a network, with a hundred changes made meanwhile.",
          ...answered(facts, "experience.consumers"),
        ),
  requirement: (value) => ({
    statement: `WHEN a device returns after up to ${amountOf(value, "away")} with up to ${amountOf(value, "kept")} messages that it kept THE SYSTEM SHALL take in each of them once, and let no other device wait longer for it.`,
    priority: "P0",
  }),
};

export const versions: Question = {
  id: "experience.versions",
  category: "experience",
  number: 11,
  text: "How long before an old version of the API ends are its callers told, and how many versions live at once?",
  reason: "Those who call it have plans of their own, and some of them cannot be updated at all.",
  follows: "The rules for changes, the headers that announce an end, and what is tested for each version.",
  example: "notice 12 months, living 2",
  answer: {
    kind: "quantities",
    parts: [
      { id: "notice", title: "Notice", measure: "duration", least: 0 },
      { id: "living", title: "Versions that live at once", measure: "count", least: 1, most: 10 },
    ],
  },
  asked: {
    because: "callers whom you do not release yourself use the API",
    holds: (facts) => facts.includes("experience.consumers", "mobile", "partners", "developers", "devices"),
  },
  recommend: (facts) => {
    const callers = facts
      .chosen("experience.consumers")
      .filter((id) => ["mobile", "partners", "developers", "devices"].includes(id));
    return take(
      "notice 12 months, living 2",
      `You named ${listed(callers) || "nobody yet"} as callers: most of them change once a year at the least, and a third version is tested by nobody.`,
      ...answered(facts, "experience.consumers"),
    );
  },
  requirement: (value) => ({
    statement: `WHEN a version of the API is to end THE SYSTEM SHALL say so in every answer of it for ${amountOf(value, "notice")} before, and serve up to ${amountOf(value, "living")} versions at once.`,
    priority: "P1",
  }),
};

export const languages: Question = {
  id: "experience.languages",
  category: "experience",
  number: 12,
  text: "How many languages does what people read come in, and what is shown where a translation is missing?",
  reason: "A language that is added later touches every table of texts, every search and every address.",
  follows: "How texts are kept and searched, and what a page shows that is half translated.",
  example: "fallback",
  answer: {
    kind: "choice",
    options: [
      option(
        "one",
        "One language",
        ["Nothing to keep in step."],
        ["A second one is a migration."],
        "All readers share it, and will.",
      ),
      option(
        "fallback",
        "Several; another language is shown where one is missing",
        ["Nothing is hidden."],
        ["Readers meet a language that they did not ask for."],
        "Catalogues, help, news that all should see.",
      ),
      option(
        "hidden",
        "Several; what is not translated is not shown",
        ["Readers see one language only."],
        ["Lists differ by language, and counts too."],
        "Each language is an offer of its own.",
      ),
    ],
  },
  asked: whenKind("content", "commerce"),
  recommend: (facts) =>
    take(
      "fallback",
      `It is ${kindOf(facts)}: keeping the language with each text costs little now, and showing another is better than showing nothing.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    one: "WHEN a text is shown THE SYSTEM SHALL show it in the one language that there is, and say which.",
    fallback:
      "WHEN a text is asked for in a language that it lacks THE SYSTEM SHALL show it in the main language and say so.",
    hidden:
      "WHEN a text is asked for in a language that it lacks THE SYSTEM SHALL treat it as not there, in lists, in search and by its address.",
  }),
};

const offers: { readonly [id: string]: string } = {
  reference: "a reference that is made from the code",
  sandbox: "a sandbox with data and keys of its own",
  clients: "typed clients",
  changelog: "a list of changes with dates",
  status: "a page that says how the service is",
};

export const developers: Question = {
  id: "experience.developers",
  category: "experience",
  number: 13,
  text: "What do those who build on the API need from you, beside the API itself?",
  reason: "What is missing is asked for by mail, again and again.",
  follows: "What is published with each release, and what must be kept running for it.",
  example: "reference, sandbox, changelog",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "reference",
        "A reference that is made from the code",
        ["Never says what is not so."],
        ["Says what, seldom why."],
        "Always.",
      ),
      option(
        "sandbox",
        "A sandbox with keys of its own",
        ["Mistakes cost nothing."],
        ["A second system that must be like the first."],
        "What they do moves money or cannot be undone.",
      ),
      option(
        "clients",
        "Typed clients",
        ["The first call works within minutes."],
        ["Each language is kept up for years."],
        "Many developers of few languages.",
      ),
      option(
        "changelog",
        "A list of changes with dates",
        ["Nobody is surprised."],
        ["Must be written by hand, for people."],
        "Always.",
      ),
      option(
        "status",
        "A page that says how the service is",
        ["Takes calls off support in the worst hour."],
        ["Must not stand on what it speaks of."],
        "Others depend on it day and night.",
      ),
    ],
  },
  asked: {
    because: "partners or outside developers call it",
    holds: (facts) => facts.includes("experience.consumers", "partners", "developers"),
  },
  recommend: (facts) =>
    isKind(facts, "payments")
      ? take(
          "reference, sandbox, changelog, status",
          "It is a payment service that others build on: they must be able to try it without money, and to know how it is.",
          "scope.kind",
        )
      : take(
          "reference, changelog",
          "Others build on it: a reference and a list of changes are the least, and cost little.",
          ...answered(facts, "experience.consumers"),
        ),
  requirement: (value) => ({
    statement: `WHEN a release is made THE SYSTEM SHALL come with ${listed(chosenIn(value).map((id) => offers[id] ?? id))}.`,
    priority: "P1",
  }),
};
