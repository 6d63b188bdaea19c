import {
  by,
  controlsOfRule,
  drillRestore,
  nameIssuer,
  open,
  organisation,
  speakTls,
  where,
} from "./control-kind.js";

/** Payment Card Industry Data Security Standard, version 4.0.1. The form and what of it applies depend on where card numbers go. */
export const pciDss = controlsOfRule("pci-dss", [
  [
    "Scope",
    "Know which form applies.",
    "the form, signed",
    where(
      "card numbers go straight to the provider",
      ({ cards }) => cards === "provider",
      organisation(
        "Confirm with the acquirer that the short form (SAQ A) applies: no number reaches this system.",
      ),
    ),
    where(
      "card numbers pass through",
      ({ cards }) => cards === "through" || cards === "vault",
      open(
        "the organisation",
        "Numbers that touch the system bring the full form (SAQ D) and an assessor: have the payer's browser send them to the provider instead.",
      ),
    ),
    organisation("Say where card numbers go, and confirm the form with the acquirer."),
  ],
  [
    "Req. 1",
    "Control which networks reach which.",
    "the rules of the firewall",
    open(
      "the operators",
      "Let the internet reach the proxy alone; PostgreSQL, metrics and the API's port stay inside.",
    ),
  ],
  [
    "Req. 2",
    "Run nothing with vendors' defaults.",
    "the logins of the database, and the settings of `production`",
    by("closed-at-first", "least-login", "no-development-tokens"),
  ],
  [
    "Req. 3",
    "Protect stored account data, and never keep security codes.",
    "the classification: no field for a card number",
    where(
      "card numbers are kept here",
      ({ cards }) => cards === "vault",
      open(
        "the organisation",
        "Encryption of single fields is not built: keep numbers with a provider, and its token here.",
      ),
    ),
    organisation(
      "Keep it so that no field, log or free text holds a card number; look through free texts once a year.",
    ),
  ],
  ["Req. 4", "Encrypt cardholder data on public networks.", "a scan of the public address", speakTls],
  [
    "Req. 5",
    "Keep malicious software out.",
    "the settings of the machines",
    organisation("Protect the machines and those of the developers."),
  ],
  [
    "Req. 6.2, 6.3",
    "Write software that withstands known attacks, and mend known weaknesses.",
    "the tests that are named, and the record of updates",
    by("parameters", "validation", "access-in-plan", "quiet-failures", "browser-headers"),
  ],
  [
    "Req. 6.3.2",
    "Know every component.",
    "the lock file and a bill of materials (`npm sbom`)",
    organisation("Make the bill of materials at each release, and look through advisories each week."),
  ],
  [
    "Req. 6.4",
    "Look for attacks on public pages.",
    "the last scan",
    open("the operators", "A web application firewall, or a scan after each significant change."),
  ],
  [
    "Req. 6.5",
    "Change in a controlled way.",
    "migrations with their checksums, `lintel db status`",
    by("gate", "migration-records", "no-loss-unasked"),
  ],
  [
    "Req. 7",
    "Give access by need to know.",
    "the access matrix",
    by("closed-at-first", "access-in-plan", "row-level-security", "service-roles"),
  ],
  [
    "Req. 8",
    "Know who each user is, with a second factor where cardholder data is reached.",
    "the issuer's settings",
    nameIssuer,
    organisation(
      "Have the issuer ask for a second factor, lock accounts and end sessions; Lintel holds tokens to its rules.",
    ),
  ],
  [
    "Req. 9",
    "Guard the rooms.",
    "the host's report",
    organisation("Take the host's report of its own assessment."),
  ],
  [
    "Req. 10.2, 10.3",
    "Log who did what, and keep logs from being changed.",
    "log lines of a day",
    where(
      "entities that tell of people are no feeds",
      ({ unlogged }) => unlogged.length > 0,
      open(
        "the team",
        "Make them feeds, or let their commands emit events: the request log says who asked for what, and not what was changed.",
      ),
    ),
    where("no service has a log", ({ hasLog }) => !hasLog, by("request-log", "named-log-fields")),
    by("request-log", "log-with-cause", "named-log-fields"),
  ],
  [
    "Req. 10.4, 10.5",
    "Look at logs each day, and keep them for twelve months, three of them at hand.",
    "the store's settings",
    open(
      "the operators",
      "Send logs to a store that keeps them for twelve months, with alerts on what stands out.",
    ),
  ],
  [
    "Req. 11",
    "Scan and test from outside and inside.",
    "reports of scans and of the penetration test",
    organisation("A scan each quarter by an approved vendor, and a penetration test each year."),
  ],
  [
    "Req. 12.8, 12.9",
    "Know what providers are responsible for.",
    "the list of providers, with their attestations",
    organisation(
      "List the payment provider and the host with what each answers for, and ask for their attestation each year.",
    ),
  ],
  [
    "Req. 12.10",
    "Be ready for an incident.",
    "the plan, and the last exercise",
    organisation("Name who answers day and night, and exercise once a year."),
  ],
  ["Req. 12.10.1", "Have ways to recover and to go on.", "the record of the last drill", drillRestore],
]);
