import type { Facts } from "../facts.js";
import { answered, isKind, kindOf, namesOfPrivacy, whenKind, whenShared } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

export const cards: Question = {
  id: "security.cards",
  category: "security",
  number: 3,
  text: "Where do card numbers go, from the moment at which they are typed?",
  reason: "One card number in a log puts all that can reach that log under PCI DSS.",
  follows: "How much of PCI DSS applies, and what is looked for in logs and backups.",
  example: "provider",
  answer: {
    kind: "choice",
    options: [
      option(
        "provider",
        "From the payer straight to the provider; we keep a token",
        ["The least of PCI DSS that there is."],
        ["Bound to that provider's tokens."],
        "Nearly always.",
      ),
      option(
        "through",
        "Through our API to the provider, kept nowhere",
        ["One form for all, several providers."],
        ["Everything that they pass through is audited each year."],
        "Several providers must be chosen from by payment.",
      ),
      option(
        "vault",
        "Into a vault of our own",
        ["Free to change providers."],
        ["The whole of PCI DSS: a system, a team and an audit of its own."],
        "Keeping cards is the business.",
      ),
    ],
  },
  asked: {
    because: "it takes payments, or you named PCI DSS",
    holds: (facts) =>
      isKind(facts, "payments", "commerce") || facts.includes("security.regulations", "pci-dss"),
  },
  recommend: (facts) =>
    take(
      "provider",
      `It is ${kindOf(facts)}: a number that never arrives cannot leak, and needs no audit.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    provider:
      "THE SYSTEM SHALL never receive a card number, only tokens of the provider. IF something that looks like a card number comes in THEN THE SYSTEM SHALL refuse it and keep it in no log.",
    through:
      "WHEN a card number passes through THE SYSTEM SHALL keep it in memory only, in a service of its own, and in no log, queue or backup.",
    vault:
      "THE SYSTEM SHALL keep card numbers in a vault of its own, encrypted with keys that lie in hardware, and give out tokens. IF anything but the vault asks for a number THEN THE SYSTEM SHALL refuse it.",
  }),
};

const proofsOfIsolation: { readonly [id: string]: string } = {
  policies: "rules of the database that a query cannot leave out",
  tests: "a test for each route that asks with another tenant's ids",
  "outside-test": "a yearly attempt from outside to reach another tenant",
  keys: "a key of its own for each tenant's files and secrets",
};

export const isolation: Question = {
  id: "security.isolation",
  category: "security",
  number: 4,
  text: "By what is it shown that one organisation can never see what belongs to another?",
  reason: "A promise that nobody has tried to break is a hope.",
  follows:
    "The rules in the database, the tests that every new route must pass, and what customers are shown.",
  example: "policies, tests",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "policies",
        "Rules in the database itself",
        ["A condition that somebody forgot does no harm."],
        ["Each table needs its rule, and each query pays a little."],
        "Always, where tenants share tables.",
      ),
      option(
        "tests",
        "A test of every route with another tenant's ids",
        ["Finds what rules and people overlook."],
        ["Must be made for each route, best by itself."],
        "Always.",
      ),
      option(
        "outside-test",
        "Somebody from outside tries it once a year",
        ["Customers believe it."],
        ["Costs, and finds what was true that week."],
        "Customers ask for it.",
      ),
      option(
        "keys",
        "A key for each tenant",
        ["What is copied is of no use, and a tenant that leaves can be made unreadable."],
        ["Keys must be kept, turned and not lost."],
        "Files or secrets of customers are kept.",
      ),
    ],
  },
  asked: whenShared,
  recommend: (facts) =>
    take(
      "policies, tests",
      `Several organisations share it${facts.includes("architecture.tenancy", "rows") ? ", in the same tables" : ""}: one net in the database and one test a route are the least that can be shown to a customer.`,
      ...answered(
        facts,
        "scope.kind",
        ...(facts.includes("architecture.tenancy", "rows") ? ["architecture.tenancy"] : []),
      ),
    ),
  requirement: (value) => ({
    statement: `IF somebody of one organisation asks for what belongs to another THEN THE SYSTEM SHALL answer as if it did not exist, and have as evidence ${listed(chosenIn(value).map((id) => proofsOfIsolation[id] ?? id))}.`,
    priority: "P0",
  }),
};

const audited: { readonly [id: string]: string } = {
  reads: "every look at a record",
  writes: "every change",
  logins: "every sign-in, and every one that failed",
  administration: "every change of rights, roles and settings",
  exports: "everything that was taken out in bulk",
};

export const audit: Question = {
  id: "security.audit",
  category: "security",
  number: 5,
  text: "Which actions are noted with who, when and on what, so that they can be answered for?",
  reason:
    "What was not noted on the day cannot be had later, and noting everything is a store of personal data itself.",
  follows: "The audit log, who may read it, and what alarms follow from it.",
  example: "reads, writes, administration",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "reads",
        "Looks at records",
        ["Curiosity is found."],
        ["By far the most entries."],
        "Health, and everything about which people are curious.",
      ),
      option("writes", "Changes", ["Says how it came to be so."], ["Grows with use."], "Always."),
      option(
        "logins",
        "Sign-ins, and those that failed",
        ["Stolen passwords show."],
        ["Who comes when is personal too."],
        "Nearly always.",
      ),
      option(
        "administration",
        "Changes of rights and settings",
        ["Few, and the most telling."],
        ["Administrators must not be able to delete it."],
        "Always.",
      ),
      option(
        "exports",
        "What is taken out in bulk",
        ["Leaks begin there."],
        ["Must know what bulk is."],
        "Lists of people or prices can be taken out.",
      ),
    ],
  },
  asked: {
    because: "people must answer for what they do with it",
    holds: (facts) =>
      isKind(facts, "health", "internal") || facts.includes("security.regulations", "hipaa", "soc2"),
  },
  recommend: (facts) =>
    isKind(facts, "health")
      ? take(
          "reads, writes, logins, administration, exports",
          "It is a service that keeps health records: every look counts, not only changes.",
          "scope.kind",
        )
      : take(
          "writes, logins, administration",
          `It is ${kindOf(facts)}: changes and rights are what is asked about; looks would be most of the entries and little of the use.`,
          ...answered(facts, "scope.kind"),
        ),
  requirement: (value) => ({
    statement: `THE SYSTEM SHALL note with who, when, from where and on what: ${chosenIn(value)
      .map((id) => audited[id] ?? id)
      .join(
        "; ",
      )}. IF anybody would change or delete such a note THEN THE SYSTEM SHALL refuse it, administrators included.`,
    priority: "P0",
  }),
};

export const devices: Question = {
  id: "security.devices",
  category: "security",
  number: 6,
  text: "What happens when a device is stolen, copied or sends what it should not?",
  reason: "Devices hang where nobody watches, and one that lies is believed by every sum.",
  follows: "How a device is shut out, what becomes of what it sent, and who is told.",
  example: "quarantine",
  answer: {
    kind: "choice",
    options: [
      option(
        "revoke",
        "It is shut out for good, and given a new identity if it returns",
        ["Nothing more comes from it."],
        ["A mistake needs a visit."],
        "Devices can be reached by people.",
      ),
      option(
        "quarantine",
        "What it sends is kept apart until a person decides",
        ["Nothing honest is lost.", "A false alarm harms nobody."],
        ["Somebody must decide."],
        "Nearly always.",
      ),
      option(
        "ignore",
        "Nothing: it goes on",
        ["Nothing to build."],
        ["One device can spoil what all others say."],
        "Readings are of no consequence.",
      ),
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) =>
    take(
      "quarantine",
      `It is ${kindOf(facts)}: setting readings aside loses nothing, and shutting out can follow once a person has looked.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    revoke:
      "WHEN a device is reported as stolen or seen twice at once THE SYSTEM SHALL refuse its key within 60 s, and end the connection that it has.",
    quarantine:
      "WHEN a device is reported as stolen, seen twice at once, or sends more than ten times its usual number THE SYSTEM SHALL keep what it sends apart within 60 s, out of every sum, and tell who looks after it.",
    ignore: "WHEN a device sends THE SYSTEM SHALL take what it sends as true.",
  }),
};

export const abuse: Question = {
  id: "security.abuse",
  category: "security",
  number: 7,
  text: "How are robots and floods kept from those who read and write honestly?",
  reason: "What anybody may call is called by everybody's robots.",
  follows: "Limits by address, what a flood is answered, and what a form asks for.",
  example: "limits",
  answer: {
    kind: "choice",
    options: [
      option(
        "limits",
        "Limits by address, and caches before the origin",
        ["Honest readers notice nothing."],
        ["Many behind one address share a limit."],
        "Reading: nearly always.",
      ),
      option(
        "challenge",
        "A challenge where something is sent in",
        ["Stops simple robots."],
        ["A burden for people, most of all with disabilities."],
        "Forms and comments.",
      ),
      option(
        "accounts",
        "An account for everything that writes",
        ["Whoever misbehaves can be shut out."],
        ["Fewer take part."],
        "What is written is shown to others.",
      ),
    ],
  },
  asked: {
    because: "anybody may call it without a proof",
    holds: (facts) => isKind(facts, "content", "other") && facts.includes("integration.callers", "anonymous"),
  },
  recommend: (facts) =>
    take(
      "limits",
      "You let anybody read without a proof: limits and caches bear robots without troubling people.",
      ...answered(facts, "integration.callers"),
    ),
  requirement: perChoice("P1", {
    limits:
      "IF one network address asks for more than 20 a second THEN THE SYSTEM SHALL refuse what is beyond, and serve others as before.",
    challenge:
      "WHEN something is sent in without an account THE SYSTEM SHALL ask for a challenge that can be met without sight or sound alone.",
    accounts: "IF something is sent in without an account THEN THE SYSTEM SHALL refuse it.",
  }),
};

export const fields: Question = {
  id: "security.fields",
  category: "security",
  number: 8,
  text: "How far must fields that tell of people be protected, beyond who may read them?",
  reason: "Disks are thrown away, backups are copied, and administrators are curious.",
  follows: "What is encrypted where, who holds the keys, and what can still be searched.",
  example: "disk",
  answer: {
    kind: "choice",
    options: [
      option(
        "disk",
        "Disks and backups are encrypted, and every connection",
        ["Costs nothing, and hinders nothing."],
        ["Whoever is in the database sees all."],
        "Names, addresses, orders.",
      ),
      option(
        "columns",
        "Single fields are encrypted by the application as well",
        ["A copy of the database does not give them away."],
        ["They cannot be searched or sorted, and keys must be turned."],
        "Numbers of documents, accounts, findings.",
      ),
      option(
        "client",
        "They are encrypted before they reach us",
        ["We could not read them if we wanted to."],
        ["No search, no help with a lost key."],
        "Secrets that are kept for others.",
      ),
    ],
  },
  asked: {
    because: "it keeps data that you marked as personal or sensitive",
    holds: (facts) => namesOfPrivacy(facts, "personal", "sensitive").length > 0,
  },
  recommend: (facts) => {
    const sensitive = namesOfPrivacy(facts, "sensitive");
    return sensitive.length
      ? take(
          "columns",
          `You marked ${listed(sensitive)} as sensitive: a copy of the database must not give that away.`,
          "data.entities",
        )
      : take(
          "disk",
          `${marked(facts)}: encrypted disks, backups and connections are the least, and enough where nothing is sensitive.`,
          ...answered(facts, "data.entities"),
        );
  },
  requirement: perChoice("P0", {
    disk: "THE SYSTEM SHALL keep data only on encrypted disks and in encrypted backups, speak only by TLS 1.2 or later, and write no personal field to a log.",
    columns:
      "THE SYSTEM SHALL encrypt sensitive fields before they are stored, with keys that lie outside the database and are turned once a year, beside encrypted disks, backups and connections, and write none of them to a log.",
    client: "THE SYSTEM SHALL take such fields only in encrypted form, and have no key for them.",
  }),
};

function marked(facts: Facts): string {
  const personal = namesOfPrivacy(facts, "personal");
  return personal.length
    ? `You marked ${listed(personal)} as personal`
    : "Nothing was marked as personal yet";
}
