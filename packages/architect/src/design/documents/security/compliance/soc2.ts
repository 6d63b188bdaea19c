import {
  by,
  controlsOfRule,
  deleteInTime,
  drillRestore,
  nameIssuer,
  open,
  organisation,
  speakTls,
} from "./control-kind.js";

/** Trust Services Criteria (2017, points of focus of 2022): security, availability and confidentiality. */
export const soc2 = controlsOfRule("soc2", [
  [
    "CC1.1-CC1.5",
    "People know what is expected, who oversees, and who answers for what.",
    "code of conduct, organisation chart, reviews",
    organisation("Have policies, roles and reviews on record."),
  ],
  [
    "CC2.1-CC2.3",
    "What matters is told, inside and outside.",
    "this folder, and how customers are told of changes and incidents",
    organisation("Say where changes and incidents are announced."),
  ],
  [
    "CC3.1-CC3.4",
    "Risks are known and weighed, changes among them.",
    "the threats below, with who bears or mends what",
    organisation("Go through the open threats at each change of this document."),
  ],
  [
    "CC4.1, CC4.2",
    "It is watched whether controls work, and what fails is told.",
    "reports of CI, findings and what came of them",
    organisation("Keep findings with owner and date."),
  ],
  [
    "CC5.1-CC5.3",
    "Controls are chosen and written down.",
    "this document",
    organisation("Approve this document, by name and date."),
  ],
  [
    "CC6.1",
    "Access is limited to who is known and permitted.",
    "the access matrix, and `lintel routes`",
    nameIssuer,
    by("token-checks", "closed-at-first", "access-in-plan", "row-level-security", "least-login"),
  ],
  [
    "CC6.2, CC6.3",
    "Access is given, changed and taken on a record.",
    "tickets of joiners, movers and leavers",
    organisation("Give and take roles at the issuer on a record, and look through them each quarter."),
  ],
  ["CC6.4", "Rooms are guarded.", "the host's report", organisation("Take the host's own report.")],
  [
    "CC6.5, C1.2",
    "What is not needed any more is destroyed.",
    "the retention table, and the record of the last run",
    deleteInTime,
  ],
  [
    "CC6.6",
    "What comes from outside is held off.",
    "the tests that are named",
    by("limits", "time-limits", "overload", "webhook-destinations", "validation"),
  ],
  ["CC6.7", "Data is guarded on its way.", "a scan of the public address", speakTls],
  [
    "CC6.8",
    "Software that was not meant to run does not.",
    "the lock file, and the log of releases",
    organisation(
      "Deploy by `npm ci` from a reviewed commit, and have `lintel guard install` run in each clone.",
    ),
  ],
  [
    "CC7.1",
    "Changes of configuration and new weaknesses are noticed.",
    "`lintel db status`, and the record of advisories",
    by("migration-records", "least-login", "check-secrets"),
  ],
  [
    "CC7.2",
    "What is unusual is noticed.",
    "the alerts of alerts.yml as they fired",
    open("the operators", "Load alerts.yml into Prometheus, and have its alerts reach whoever is on call."),
  ],
  [
    "CC7.3, CC7.4",
    "Incidents are judged, answered and learned from.",
    "records of incidents",
    organisation("Write down each incident with what came of it; begin from the runbooks in operations.md."),
  ],
  ["CC7.5, A1.3", "It recovers, and recovery is tried.", "the record of the last drill", drillRestore],
  [
    "CC8.1",
    "Changes are wished, built, tested and approved before they are released.",
    "the confirmed brief, reviews, migrations",
    by("gate", "migration-records", "no-loss-unasked", "pending-refused"),
  ],
  [
    "CC9.1",
    "Interruptions of business are provided for.",
    "the degraded modes in operations.md",
    organisation("Agree on what people do while the system is away."),
  ],
  [
    "CC9.2",
    "Vendors are watched.",
    "the list of vendors with their reports",
    organisation("List the host, the issuer and each other system, and look at their reports each year."),
  ],
  [
    "A1.1",
    "Capacity is watched and planned.",
    "capacity.md, and its reviews",
    organisation("Compare capacity.md with what was measured on the dates in operations.md."),
  ],
  [
    "A1.2",
    "Copies and spare machines are there.",
    "the plan in operations.md, and its alerts",
    open("the operators", "Set up the copies as operations.md says, and watch their age."),
  ],
  [
    "C1.1",
    "What is confidential is known and guarded.",
    "the data classification",
    by("access-in-plan", "row-level-security", "hidden-is-absent", "named-log-fields"),
  ],
]);
