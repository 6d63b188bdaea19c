import {
  by,
  controlsOfRule,
  deleteInTime,
  drillRestore,
  encryptDisks,
  encryptFields,
  nameIssuer,
  open,
  organisation,
  speakTls,
} from "./control-kind.js";

/** 45 CFR Part 164: the security rule, and what of the others reaches the system. */
export const hipaa = controlsOfRule("hipaa", [
  [
    "164.308(a)(1)(ii)(A), (B)",
    "Analyse the risks, and manage them.",
    "the threats below, with what is open",
    organisation("Judge each open threat: who mends it by when, or who bears it."),
  ],
  [
    "164.308(a)(1)(ii)(D)",
    "Look through records of what was done.",
    "the record of reviews",
    organisation("Name who looks through the request log and the logs of services, and how often."),
  ],
  [
    "164.308(a)(3), (4)",
    "Let people reach what their work needs.",
    "the access matrix, and who has which role",
    organisation("Give and take roles at the issuer on a record, and look through them each quarter."),
  ],
  [
    "164.308(a)(5)",
    "Train people.",
    "the record of trainings",
    organisation("Train before access is given, and each year."),
  ],
  [
    "164.308(a)(6)",
    "Answer incidents.",
    "the procedure, and past incidents",
    organisation(
      "Say who judges, who acts and who writes it down; begin from the runbooks in operations.md.",
    ),
  ],
  [
    "164.308(a)(7)(ii)(A), (B), (D)",
    "Have copies, a plan to recover, and try it.",
    "the record of the last drill",
    drillRestore,
  ],
  [
    "164.308(a)(7)(ii)(C)",
    "Go on in an emergency.",
    "the degraded modes in operations.md",
    organisation("Agree on what people do while the system or one it needs is away."),
  ],
  [
    "164.308(b), 164.314(a)",
    "Bind business associates.",
    "the agreements",
    organisation("An agreement with the host, the issuer and each other system that is sent health data."),
  ],
  [
    "164.310",
    "Guard rooms, workplaces and media.",
    "the host's report",
    organisation("Take the host's report; wipe disks before they leave."),
  ],
  [
    "164.312(a)(1)",
    "Let in only who has the right.",
    "the access matrix",
    by("closed-at-first", "access-in-plan", "row-level-security", "service-roles"),
  ],
  [
    "164.312(a)(2)(i)",
    "Give each user an id of their own.",
    "the `sub` in log lines",
    nameIssuer,
    by("token-checks", "request-log"),
  ],
  [
    "164.312(a)(2)(ii)",
    "Have a way in for emergencies.",
    "a test of it, and its record",
    open(
      "the team",
      "Build the way in for emergencies as a command with a reason that it keeps, and test it: no role opens all by itself.",
    ),
  ],
  [
    "164.312(a)(2)(iii)",
    "End sessions by themselves.",
    "the issuer's lifetimes",
    organisation("Set short lifetimes of tokens at the issuer, and lock screens."),
  ],
  ["164.312(a)(2)(iv)", "Encrypt what is kept.", "settings of the disks", encryptFields, encryptDisks],
  [
    "164.312(b)",
    "Record and examine activity on health data.",
    "the record of looks at one test record",
    open(
      "the team",
      "Let reads of records be commands that insert a note of the look in the same transaction: the request log names route and person, and not the record.",
    ),
  ],
  [
    "164.312(c)",
    "Keep it from being changed or destroyed improperly.",
    "the tests that are named",
    by("writes-twice", "versions", "one-transaction", "no-loss-unasked"),
  ],
  [
    "164.312(d)",
    "Be sure who asks.",
    "the settings of `production`",
    nameIssuer,
    by("token-checks", "issuer-keys-only"),
  ],
  ["164.312(e)", "Guard it on its way.", "a scan of the address, and the `sslmode` of each login", speakTls],
  [
    "164.316(b)(2)(i)",
    "Keep policies and records of actions for six years.",
    "the oldest record",
    organisation("Keep this folder's history, reviews, drills and logs that show them for six years."),
  ],
  [
    "164.404-164.410",
    "Tell of a breach without delay, within 60 days at the latest.",
    "the procedure",
    organisation("Say who judges and who tells whom."),
  ],
  [
    "164.502(b), 164.514(d)",
    "Show no more than the purpose needs.",
    "field rules, and what other systems are sent",
    by("access-in-plan", "hidden-is-absent"),
  ],
  [
    "164.524, 164.526",
    "Give people their record within 30 days, and let them have it amended.",
    "a copy that was made for a test patient",
    open(
      "the team",
      "Write a query that gathers what is kept of one patient across services, and a command that adds an amendment.",
    ),
  ],
  [
    "164.528",
    "Account for disclosures of six years.",
    "an account for a test patient",
    open(
      "the team",
      "Keep each disclosure to another system or person as a row with patient, receiver, purpose and time.",
    ),
  ],
  [
    "164.310(d)(2)(i)",
    "Dispose of it for good.",
    "the retention table, and the record of the last run",
    deleteInTime,
  ],
]);
