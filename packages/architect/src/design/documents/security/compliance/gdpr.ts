import {
  by,
  controlsOfRule,
  deleteInTime,
  drillRestore,
  encryptDisks,
  encryptFields,
  open,
  organisation,
} from "./control-kind.js";

/** Regulation (EU) 2016/679. */
export const gdpr = controlsOfRule("gdpr", [
  [
    "Art. 5(1)(b), (c)",
    "Keep personal data for named purposes only, and no more of it than these need.",
    "the data classification, with a purpose for each entity",
    organisation(
      "Write the purpose of each entity that tells of people beside it, and drop fields that have none.",
    ),
  ],
  [
    "Art. 5(1)(e)",
    "Keep it no longer than its purpose needs.",
    "the retention table, and the record of the last run",
    deleteInTime,
  ],
  [
    "Art. 6, 9",
    "Have a legal ground, and for health and the like one of the narrow ones.",
    "the ground of each purpose",
    organisation("Name the ground of each purpose with somebody who knows the law."),
  ],
  [
    "Art. 12-14",
    "Tell people what is done with their data.",
    "the notice, and since when it stands",
    organisation("Write the notice from the classification, the flows and the retention table."),
  ],
  [
    "Art. 15, 20",
    "Give people a copy of what is kept of them within a month, in a form that machines read.",
    "a copy that was made for a test person",
    open(
      "the team",
      "Write a query that gathers what is kept of one person across services, and test it: rules of ownership show people their rows, entity by entity.",
    ),
  ],
  [
    "Art. 16",
    "Correct what is wrong.",
    "who may update which entity, by the access matrix",
    organisation("Say who corrects what people cannot correct themselves."),
  ],
  [
    "Art. 17",
    "Delete what people may have deleted.",
    "a deletion that was made for a test person, with the log's and the copies' time",
    open(
      "the team",
      "Write the command that deletes or anonymises a person: soft deletion hides a row and keeps it, and the log, its archive and the copies keep it for their time.",
    ),
  ],
  [
    "Art. 18, 21, 22",
    "Stop using data on request, and let no machine alone decide what matters.",
    "the procedure",
    organisation("Say who decides on such requests, and how a person is marked."),
  ],
  [
    "Art. 25",
    "Protect by design, and by default show the least.",
    "the access matrix, and `lintel routes`",
    by("closed-at-first", "access-in-plan", "row-level-security", "hidden-is-absent"),
  ],
  [
    "Art. 28",
    "Bind those who work on the data for you.",
    "the contracts",
    organisation(
      "A contract with each processor: the host, the issuer of tokens, and each other system that is sent personal data.",
    ),
  ],
  [
    "Art. 30",
    "Keep a record of processing.",
    "the record",
    organisation("Fill the record from this document's classification, flows and retention."),
  ],
  [
    "Art. 32(1)(a)",
    "Encrypt, where the risk asks for it.",
    "settings of proxy, database and disks",
    encryptFields,
    encryptDisks,
  ],
  [
    "Art. 32(1)(a) on the way",
    "Encrypt what is on its way.",
    "a scan of the public address, and the `sslmode` of each login",
    open("the operators", "TLS 1.2 or newer by the proxy in front, and `sslmode=verify-full` to PostgreSQL."),
  ],
  [
    "Art. 32(1)(b)",
    "Stay confidential, whole, available and able to bear load.",
    "the pages and tests that are named",
    by("row-level-security", "service-roles", "least-login", "overload", "database-comes-back"),
  ],
  ["Art. 32(1)(c)", "Be back in time after an incident.", "the record of the last drill", drillRestore],
  [
    "Art. 32(1)(d)",
    "Test regularly that all of this works.",
    "reports of CI and of the last outside test",
    organisation(
      "Run the acceptance tests and the rules' tests in CI (`lintel review` lists what no test names), and have somebody from outside look once a year.",
    ),
  ],
  [
    "Art. 33, 34",
    "Tell the authority of a breach within 72 hours, and people where the risk to them is high.",
    "the procedure, with names and numbers",
    organisation(
      "Say who judges, who tells whom, and where the request log and the logs of services are searched for what was reached.",
    ),
  ],
  [
    "Art. 35",
    "Assess the impact first where the risk is high.",
    "the assessment, or why none is needed",
    organisation("Decide whether one is needed, and begin from the threats below."),
  ],
  [
    "Art. 44-49",
    "Let data leave the EU only on a ground for that.",
    "where each machine, copy and processor is",
    organisation("List the places of machines, copies, logs and other systems."),
  ],
]);
