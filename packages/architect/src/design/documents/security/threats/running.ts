import {
  inPlace,
  isPublic,
  noSecret,
  notApplicable,
  oneMachine,
  open,
  threatsTo,
  when,
} from "./threat-kind.js";

/** To what people do who run it. */
export const operatorThreats = threatsTo("operators", [
  [
    "S",
    "SHARED-LOGIN",
    "Somebody acts with a login that several people share.",
    open(
      "the operators",
      "Give each person a login of their own on machines and on PostgreSQL, with a second factor on the way in.",
    ),
  ],
  [
    "T",
    "WRONG-MIGRATION",
    "A migration loses data, or somebody changes one that was applied.",
    inPlace("migration-records", "no-loss-unasked"),
  ],
  [
    "T",
    "WRONG-BUILD",
    "What runs is not what was looked at: a package or a build was changed.",
    open(
      "the team",
      "Deploy from a lockfile (`npm ci`) of a commit that passed CI, and keep who released what when.",
    ),
  ],
  [
    "R",
    "WHO-CHANGED-WHAT",
    "It cannot be told who released or changed a setting.",
    open(
      "the operators",
      "Keep settings and releases under version control, and the log of the machine that deploys.",
    ),
  ],
  [
    "I",
    "SECRET-IN-CODE",
    "A secret stands in the blueprint or in a log.",
    inPlace("check-secrets", "named-log-fields"),
  ],
  [
    "I",
    "SECRET-IN-COMMIT",
    "A secret is committed beside the code.",
    open(
      "the team",
      "Have `lintel guard install` run in each clone: a hook of git then refuses keys, tokens and addresses with passwords.",
    ),
  ],
  [
    "D",
    "UNREADY-RELEASE",
    "A release starts before its migrations, or ends requests that run.",
    inPlace("pending-refused", "orderly-stop"),
  ],
  ["E", "OWNER-SERVES", "The system serves with the login that owns the tables.", inPlace("least-login")],
]);

/** To metrics and logs. */
export const metricsThreats = threatsTo("metrics", [
  ["S", "OTHER-READER", "Somebody else reads the metrics.", inPlace("quiet-metrics")],
  [
    "T",
    "CHANGED-LOGS",
    "Somebody changes or deletes log lines.",
    open(
      "the operators",
      "Send standard output to a store that those who run the system cannot change, and keep it as long as the rules ask for.",
    ),
  ],
  [
    "R",
    "LOST-LOGS",
    "Logs of the time in question are not there.",
    open("the operators", "Say how long logs are kept, and alert where none arrive."),
  ],
  [
    "I",
    "TALKATIVE-LOGS",
    "Logs or metrics hold what tells of people or opens something.",
    inPlace("named-log-fields", "quiet-metrics"),
  ],
  ["D", "METRICS-FLOOD", "Labels grow without end until memory is gone.", inPlace("quiet-metrics")],
  ["E", "LINE-IN-LINE", "Text of a caller makes up a log line of its own.", inPlace("named-log-fields")],
]);

/** To files of the archive of logs. */
export const archiveThreats = threatsTo("archive", [
  [
    "S",
    "OTHER-FOLDER",
    "The folder is not the one that was meant.",
    open("the operators", "Mount it from storage that only the system's machines reach."),
  ],
  [
    "T",
    "CHANGED-FILE",
    "Somebody changes a file.",
    open(
      "the operators",
      "Let the storage keep files unchanged for their time (object lock), or keep their digests elsewhere.",
    ),
  ],
  ["R", "MISSING-FILE", "A range of entries is missing, and nobody noticed.", inPlace("whole-archive")],
  [
    "I",
    "READ-FILES",
    "Somebody reads rows as they were.",
    when(isPublic, notApplicable("All that is kept is public.")),
    open(
      "the operators",
      "Encrypt the storage, and let only who runs the system read it: files hold personal fields for as long as they are kept.",
    ),
  ],
  [
    "D",
    "ARCHIVE-FULL",
    "The folder is full, and the log grows.",
    open(
      "the operators",
      "Alert on `lintel_log_archive_failures_total`: nothing is thrown away until files can be written.",
    ),
  ],
  [
    "E",
    "KEPT-TOO-LONG",
    "What had to be deleted lives on in files.",
    open("the organisation", "Say after which time files are deleted, and delete them: Lintel deletes none."),
  ],
]);

/** To copies of all that is kept. */
export const backupThreats = threatsTo("backups", [
  [
    "S",
    "OTHER-STORE",
    "Copies go to a place that is not ours.",
    open(
      "the operators",
      "Let the machine that copies prove itself to the storage with a key that can write and not delete.",
    ),
  ],
  [
    "T",
    "DELETED-COPIES",
    "Whoever breaks in deletes the copies too, or encrypts them.",
    open(
      "the operators",
      "Keep copies where the system's own credentials cannot delete them, for as long as the plan in operations.md says.",
    ),
  ],
  [
    "R",
    "UNTRIED-COPY",
    "A copy is there and cannot be restored, and nobody knows since when.",
    open("the operators", "Restore one on the dates in operations.md, and keep the record of it."),
  ],
  [
    "I",
    "READ-COPIES",
    "Somebody reads a copy.",
    when(isPublic, notApplicable("All that is kept is public.")),
    open(
      "the operators",
      "Encrypt copies with a key that does not lie beside them: PostgreSQL writes them as the rows are.",
    ),
  ],
  [
    "D",
    "BACKUP-SLOWS",
    "Copying slows the system down.",
    when(
      oneMachine,
      open("the operators", "Copy outside of the busy hours, and look at latency the first time."),
    ),
    open("the operators", "Copy from a replica, or outside of the busy hours."),
  ],
  [
    "E",
    "RESTORED-RIGHTS",
    "A restore brings back persons, rights or data that were deleted.",
    when(
      noSecret,
      open(
        "the operators",
        "Keep a list of what was deleted since, and delete it again after a restore; set `secret`, so that what was sealed can be read.",
      ),
    ),
    open("the operators", "Keep a list of what was deleted since, and delete it again after a restore."),
  ],
]);
