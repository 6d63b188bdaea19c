import { answered, isKind, kindOf, namesOfPrivacy } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { abuse, audit, cards, devices, fields, isolation } from "./security-by-kind.js";

const regulationNames: { readonly [id: string]: string } = {
  gdpr: "the GDPR",
  hipaa: "HIPAA",
  "pci-dss": "PCI DSS",
  soc2: "SOC 2",
};

/** What must be protected, from whom, and because of which rule. */
export const security: readonly Question[] = [
  {
    id: "security.regulations",
    category: "security",
    number: 1,
    text: "Which rules of law or of your trade must it meet?",
    reason: "They ask for proofs that cannot be made up afterwards, such as who saw what.",
    follows: "What is logged, encrypted, deleted and kept, and where the data may lie.",
    example: "gdpr",
    answer: {
      kind: "choice",
      many: true,
      other: "another rule, by its name",
      options: [
        option(
          "none",
          "None of them",
          ["Nothing to prove to anybody."],
          ["It must be asked again once people from the EU, patients or cards come in."],
          "No personal data at all, or none but of one's own house where no law says more.",
          true,
        ),
        option(
          "gdpr",
          "GDPR (personal data of people in the EU)",
          ["What it asks for is good practice: know what you keep, and be able to delete it."],
          [
            "Requests to see, correct and delete must be answered within a month.",
            "A breach must be told within 72 hours.",
          ],
          "Anything that tells of a person in the EU, were it an e-mail address.",
        ),
        option(
          "hipaa",
          "HIPAA (health data in the USA)",
          ["Says clearly what must be logged and guarded."],
          ["Every provider in the chain signs an agreement.", "Records of who looked are kept for 6 years."],
          "Health data of people in the USA, for those who treat, insure or bill them.",
        ),
        option(
          "pci-dss",
          "PCI DSS (card data)",
          ["Small, where card numbers never touch the system."],
          ["Large, as soon as one number passes through it."],
          "Cards are taken, in whatever way.",
        ),
        option(
          "soc2",
          "SOC 2 (an auditor's report on your controls)",
          ["Larger customers ask for it before they sign."],
          ["Months of evidence: changes, access, incidents."],
          "Companies buy it as a service.",
        ),
      ],
    },
    recommend: (facts) => {
      const personal = namesOfPrivacy(facts, "personal", "sensitive");
      const chosen = [
        ...(personal.length || isKind(facts, "health", "saas", "commerce", "payments") ? ["gdpr"] : []),
        ...(isKind(facts, "payments", "commerce") ? ["pci-dss"] : []),
        ...(isKind(facts, "saas") ? ["soc2"] : []),
      ];
      const from = [...answered(facts, "scope.kind"), ...(personal.length ? ["data.entities"] : [])];
      return chosen.length
        ? take(
            chosen.join(", "),
            `It is ${kindOf(facts)}${personal.length ? `, and you marked ${listed(personal)} as personal or sensitive` : ""}. Have somebody who knows the law confirm it${isKind(facts, "health") ? ", and add HIPAA where patients are in the USA" : ""}.`,
            ...from,
          )
        : take("none", `It is ${kindOf(facts)}, and nothing that you named is personal.`, ...from);
    },
    requirement: (value) => {
      const named = chosenIn(value).flatMap((id) => regulationNames[id] ?? []);
      const other = value.kind === "choice" && value.other ? [value.other] : [];
      const all = [...named, ...other];
      return {
        statement: all.length
          ? `THE SYSTEM SHALL meet ${listed(all)}, and have for ${all.length === 1 ? "it" : "each of them"} the evidence that an auditor asks for.`
          : "THE SYSTEM SHALL keep nothing that would put it under a rule of its trade, such as personal data, health data or card numbers.",
        priority: "P0",
      };
    },
  },
  {
    id: "security.authentication",
    category: "security",
    number: 2,
    text: "Which of these hold: data that belongs to a user, differing permissions, sensitive data, service to anybody, state kept between sessions, a duty of compliance?",
    reason:
      "They decide whether the system must know who asks, and a login that nobody needs is only in the way.",
    follows: "The decision on authentication, with its reasons and what would change it.",
    example: "user-owned, permissions, compliance",
    answer: {
      kind: "choice",
      many: true,
      options: [
        option(
          "user-owned",
          "Some data belongs to one user",
          ["Each can be shown what is theirs, and take it along."],
          ["Every read and write must ask whose it is."],
          "Orders, messages, files or settings of a person.",
        ),
        option(
          "permissions",
          "Some accounts may do what others may not",
          ["Mistakes and misuse reach no further than a role."],
          ["Roles must be given, taken and looked through."],
          "Staff beside customers, or editors beside readers.",
        ),
        option(
          "sensitive",
          "Some data is sensitive or private",
          ["Naming it lets the rest be handled simply."],
          ["It is encrypted, hidden in logs, and every way to it is guarded."],
          "Health, money, location, beliefs, secrets.",
        ),
        option(
          "anonymous",
          "Some of it could serve anybody without knowing them",
          ["No barrier, and easy to cache."],
          ["Abuse is harder to stop."],
          "Public content, a catalogue, a calculator.",
        ),
        option(
          "state",
          "It keeps state between sessions that the client could not keep itself",
          ["Users go on where they stopped, on another device too."],
          ["It must be known whose state it is, and when it ends."],
          "Carts, drafts, progress.",
        ),
        option(
          "compliance",
          "A law or a contract asks who did what",
          ["Questions of auditors and courts can be answered."],
          ["What was done is kept for years, and guarded."],
          "Regulated trades, and contracts with an audit.",
        ),
        option(
          "none",
          "None of these",
          ["Nothing to sign in to, nothing to lose."],
          ["The first feature that needs one of them brings a login with it."],
          "A service that answers everybody alike and forgets.",
          true,
        ),
      ],
    },
    recommend: (facts) => {
      const personal = namesOfPrivacy(facts, "personal", "sensitive");
      const sensitive = namesOfPrivacy(facts, "sensitive");
      const users = facts.rows("scope.users").map((row) => String(row.name));
      const rules = facts.chosen("security.regulations").filter((id) => id !== "none");
      const isOpen = facts.includes("integration.callers", "anonymous");
      const found = [
        {
          id: "user-owned",
          if: personal.length > 0,
          since: `${listed(personal)} tell of people`,
          from: "data.entities",
        },
        {
          id: "permissions",
          if: users.length > 1,
          since: `${listed(users)} do different things`,
          from: "scope.users",
        },
        {
          id: "sensitive",
          if: sensitive.length > 0,
          since: `you marked ${listed(sensitive)} as sensitive`,
          from: "data.entities",
        },
        { id: "anonymous", if: isOpen, since: "some callers are anonymous", from: "integration.callers" },
        {
          id: "compliance",
          if: rules.length > 0,
          since: `you named ${listed(rules)}`,
          from: "security.regulations",
        },
      ].filter((one) => one.if);
      return found.length
        ? take(
            found.map((one) => one.id).join(", "),
            `By what you said before: ${found.map((one) => one.since).join("; ")}.`,
            ...new Set(found.map((one) => one.from)),
          )
        : take(
            "none",
            "Nothing that was said so far belongs to a user, differs by role, is sensitive, or falls under a rule.",
          );
    },
    requirement: perChoice("P0", {
      "user-owned":
        "WHEN somebody asks for what belongs to a user THE SYSTEM SHALL give it to that user, and to others only where a rule says so.",
      permissions:
        "IF somebody asks for what their role does not permit THEN THE SYSTEM SHALL refuse it and note who asked.",
      sensitive: "THE SYSTEM SHALL show sensitive data to nobody whom it does not know, and to no log.",
      anonymous: "WHEN anybody asks for what is public THE SYSTEM SHALL answer without asking who they are.",
      state: "WHEN a user comes back THE SYSTEM SHALL let them go on where they stopped.",
      compliance:
        "WHEN something is seen or changed that a duty covers THE SYSTEM SHALL keep who did it, when, and what it was.",
      none: "THE SYSTEM SHALL answer everybody alike, and keep nothing of who asked.",
    }),
  },
  cards,
  isolation,
  audit,
  devices,
  abuse,
  fields,
];
