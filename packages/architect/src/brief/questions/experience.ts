import { developers, languages, live, offline, versions, workflow } from "./experience-callers.js";
import {
  accessibility,
  breakGlass,
  guests,
  onboarding,
  spreadsheets,
  undecided,
} from "./experience-people.js";
import { isKind, kindOf } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

const consumerNames: { readonly [id: string]: string } = {
  web: "web applications",
  mobile: "mobile applications",
  partners: "systems of partners",
  developers: "outside developers",
  devices: "devices",
  services: "other services of the same house",
  internal: "staff with tools of their own",
};

/** Who calls it, and how it feels to them. */
export const experience: readonly Question[] = [
  {
    id: "experience.consumers",
    category: "experience",
    number: 1,
    text: "Who calls the API: which applications, systems or devices?",
    reason: "A browser, a partner's nightly job and a sensor need different answers, limits and patience.",
    follows: "The clients that are made, how long an old version must live, and how errors are told.",
    example: "web, mobile",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "web",
          "Web applications",
          ["A new version reaches everybody at once."],
          ["Everything in a browser can be read and changed by its user."],
          "People use it in a browser.",
        ),
        option(
          "mobile",
          "Mobile applications",
          ["They can keep data, and notify people."],
          ["Old versions stay in use for a year and more.", "The network comes and goes."],
          "People use it on the move.",
        ),
        option(
          "partners",
          "Systems of partners",
          ["A contract says who they are."],
          ["They change slowly, and may call in bursts."],
          "Named organisations connect their systems.",
        ),
        option(
          "developers",
          "Outside developers",
          ["Others build what you would not."],
          ["Every detail is relied upon; documentation and a place to try it are part of the product."],
          "Anybody may sign up and build on it.",
        ),
        option(
          "devices",
          "Devices and machines",
          ["They do what they were built to do, and no more."],
          ["They are hard to update, and all of them may call at the same second."],
          "Sensors, vehicles, tills or machines connect by themselves.",
        ),
        option(
          "services",
          "Other services of the same house",
          ["Both sides can be changed."],
          ["A fault in one spreads to the other unless calls are bounded."],
          "It is one part of a larger system.",
        ),
        option(
          "internal",
          "Staff, with tools of their own",
          ["They can be asked, and trained."],
          ["They may do more than others, so more harm can be done in their name."],
          "Administration, support or editing is done through it.",
        ),
      ],
    },
    recommend: (facts) => {
      const kinds: { readonly [kind: string]: string } = {
        commerce: "web, mobile, internal",
        payments: "partners, services, internal",
        telemetry: "web, devices",
        saas: "web, partners",
        content: "web, internal",
        internal: "web, internal",
        health: "web, services, internal",
      };
      const kind = facts.chosen("scope.kind")[0];
      return take(
        kinds[kind ?? ""] ?? "web",
        kind
          ? `It is ${kindOf(facts)}; these are who such a system is called by at first.`
          : "Nothing is known of the system yet, and a web application is what most begin with.",
        ...(kind ? ["scope.kind"] : []),
      );
    },
    requirement: (value) => ({
      statement: `THE SYSTEM SHALL serve ${listed(chosenIn(value).map((id) => consumerNames[id] ?? id))}.`,
      priority: "P0",
    }),
  },
  {
    id: "experience.errors",
    category: "experience",
    number: 2,
    text: "How are people, and the programs that call, to be told that something went wrong?",
    reason: "An error that does not say what to do next comes back as a call to support.",
    follows: "The form of every error, in the API and in the logs.",
    example: "problem-details",
    answer: {
      kind: "choice",
      options: [
        option(
          "problem-details",
          "A stable code, a sentence for people, and where it is wrong (RFC 9457)",
          ["Programs go by the code, people read the sentence.", "One form for every error."],
          ["Codes are a promise: they cannot be renamed."],
          "Nearly always.",
        ),
        option(
          "localised",
          "The same, with the sentence in the reader's language",
          ["Can be shown to people as it is."],
          ["Every sentence is translated, and kept so."],
          "Callers show what the API says to people of several languages.",
        ),
        option(
          "minimal",
          "As little as can be said: a status and a number to quote",
          ["Tells an attacker nothing."],
          ["Honest callers learn nothing either, and ask support."],
          "Callers are hostile or unknown, and the house has a support that looks numbers up.",
        ),
        option(
          "protocol",
          "As the protocol of the devices or of the trade has it",
          ["Devices and systems that are there understand it."],
          ["Often a bare number; the detail must be found in logs."],
          "A protocol is given, such as MQTT reason codes or FHIR's OperationOutcome.",
        ),
      ],
    },
    recommend: (facts) => {
      if (isKind(facts, "health"))
        return take(
          "problem-details",
          "It is a service that keeps health records: a code and a place say what is wrong without repeating what is in the record.",
          "scope.kind",
        );
      const callers = facts.chosen("experience.consumers");
      return take(
        "problem-details",
        callers.length
          ? `You named ${listed(callers.map((id) => consumerNames[id] ?? id))}: programs need a code that stays, and people a sentence.`
          : "Programs need a code that stays, and people a sentence, whoever will call.",
        ...(callers.length ? ["experience.consumers"] : []),
      );
    },
    requirement: perChoice("P1", {
      "problem-details":
        "IF a request cannot be carried out THEN THE SYSTEM SHALL answer with a stable code, a sentence that says what to do, and the places that are wrong, in the form of RFC 9457, and never with a stack or an SQL text.",
      localised:
        "IF a request cannot be carried out THEN THE SYSTEM SHALL answer in the form of RFC 9457 with a stable code and a sentence in the language that the caller asked for.",
      minimal:
        "IF a request cannot be carried out THEN THE SYSTEM SHALL answer with a status and the request's number only, and keep the detail in its log under that number.",
      protocol:
        "IF a request cannot be carried out THEN THE SYSTEM SHALL answer with the code that the protocol has for it, and keep the detail in its log under the request's number.",
    }),
  },
  undecided,
  guests,
  workflow,
  onboarding,
  spreadsheets,
  breakGlass,
  live,
  offline,
  versions,
  languages,
  developers,
  accessibility,
];
