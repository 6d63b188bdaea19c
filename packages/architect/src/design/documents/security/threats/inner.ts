import {
  clientsEncrypt,
  encryptsColumns,
  inPlace,
  isPublic,
  noFeeds,
  noLog,
  notApplicable,
  ofNoPerson,
  oneMachine,
  open,
  threatsTo,
  unlogged,
  when,
} from "./threat-kind.js";

/** To commands from one service to another. */
export const callThreats = threatsTo("calls", [
  ["S", "POSING-AS-SERVICE", "A service, or a client, poses as another service.", inPlace("called-by")],
  [
    "T",
    "HALF-A-CALL",
    "A call fails halfway, and one service keeps what the other undid.",
    inPlace("one-transaction", "validation"),
  ],
  [
    "R",
    "WHOSE-CALL",
    "It cannot be told for whom a service called another.",
    when(noLog, inPlace("request-log")),
    inPlace("request-log", "log-with-cause"),
  ],
  [
    "I",
    "OTHER-SCHEMA",
    "Code of one service reads tables of another.",
    when(isPublic, notApplicable("What the called services keep is public.")),
    inPlace("service-roles"),
  ],
  [
    "D",
    "ENDLESS-CALL",
    "A call holds locks and a connection, and others wait.",
    inPlace("time-limits", "overload"),
  ],
  [
    "E",
    "BROKEN-SERVICE",
    "A service that is broken into acts with the rights of others.",
    open(
      "the team",
      "All services of one process share its memory, and a login may take the roles of the services that it calls: look at `uses`, and keep it as short as the features allow.",
    ),
  ],
]);

/** To statements and rows between processes and PostgreSQL. */
export const databaseThreats = threatsTo("database", [
  [
    "S",
    "OTHER-SERVER",
    "A process speaks to something that is not its PostgreSQL.",
    when(
      oneMachine,
      open(
        "the operators",
        "Connect over a Unix socket or loopback, or by `sslmode=verify-full`; keep PostgreSQL off the network.",
      ),
    ),
    open(
      "the operators",
      "Connect by `sslmode=verify-full` with the server's CA in each `DATABASE_URL`: the driver does not verify unless told.",
    ),
  ],
  [
    "S",
    "GUESSED-LOGIN",
    "Somebody else logs in to PostgreSQL.",
    open(
      "the operators",
      "Let `pg_hba.conf` ask for `scram-sha-256` from the system's machines only. `lintel db logins` makes passwords; `--rotate` replaces them.",
    ),
  ],
  ["T", "SQL-INJECTION", "A value is taken for SQL.", inPlace("parameters", "time-limits")],
  [
    "T",
    "CHANGED-BY-HAND",
    "Somebody changes tables or policies past the migrations.",
    inPlace("migration-records", "least-login"),
  ],
  [
    "R",
    "CHANGED-PAST-THE-API",
    "Somebody changes rows with SQL, and nobody knows who.",
    when(ofNoPerson, notApplicable("Nothing tells of people; who may log in is the operators' list.")),
    when(
      unlogged,
      open(
        "the operators",
        "Have PostgreSQL log statements of people (`log_statement = 'mod'` for their logins, or pgaudit): changes of feeds are written whoever makes them, those of other tables are not.",
      ),
    ),
    open(
      "the operators",
      "Give each operator a login of their own: the log holds what they change, and names nobody for changes without a request.",
    ),
  ],
  [
    "I",
    "WRONG-ROWS",
    "A fault in the code reads rows past the rules.",
    when(isPublic, notApplicable("All that is kept is public.")),
    inPlace("row-level-security", "service-roles"),
  ],
  [
    "I",
    "STOLEN-DISK",
    "Somebody takes a disk, or a copy of one.",
    when(isPublic, notApplicable("All that is kept is public.")),
    open(
      "the operators",
      "Encrypt the disks of PostgreSQL and its write-ahead log: Lintel and PostgreSQL write rows as they are.",
    ),
  ],
  [
    "I",
    "READ-AS-IT-IS",
    "Whoever may query the database, or has a copy of it, reads what is sensitive.",
    when(
      encryptsColumns,
      open(
        "the team",
        "The decision is to encrypt what is sensitive by column. Encryption of single fields is not built: have commands encrypt with AES-256-GCM before they write, under a key that lies outside of the database, into `.private()` fields, and decrypt what they give.",
      ),
    ),
    when(
      clientsEncrypt,
      open(
        "the team",
        "The decision is that clients encrypt. Lintel takes and keeps what they send as text, and checks nothing in it: say in the API's description what is encrypted how, and who has the keys.",
      ),
    ),
    notApplicable(
      "The decision is to encrypt disks, copies and connections, and to hold queries to access rules.",
    ),
  ],
  [
    "D",
    "SLOW-STATEMENTS",
    "Statements that take long, or hold locks, starve the others.",
    inPlace("time-limits", "indexed-lists", "overload"),
  ],
  ["D", "DATABASE-AWAY", "PostgreSQL stops, or its disk is full.", inPlace("database-comes-back")],
  [
    "E",
    "LIFTED-POLICY",
    "A login of a service changes tables, lifts policies, or makes itself another.",
    inPlace("least-login", "service-roles"),
  ],
]);

/** To rows that followers are told of. */
export const followerThreats = threatsTo("followers", [
  [
    "S",
    "OLD-TOKEN",
    "A connection stays open after its token expired or was taken back.",
    inPlace("feed-tokens", "revocation"),
  ],
  [
    "T",
    "MADE-UP-MESSAGE",
    "A client sends what the protocol does not know, or acknowledges what it was not given.",
    inPlace("feed-limits"),
  ],
  [
    "R",
    "WHO-FOLLOWED",
    "It cannot be told who followed which rows.",
    when(ofNoPerson, notApplicable("What is followed tells of no person.")),
    open(
      "the organisation",
      "Decide whether following must be shown later: facts tell that a feed was opened, and not by whom nor which rows were sent.",
    ),
  ],
  [
    "I",
    "ROWS-OUT-OF-REACH",
    "A follower goes on hearing of rows that they may not see any more.",
    when(isPublic, notApplicable("What is followed is public.")),
    inPlace("feed-access", "feed-tokens"),
  ],
  [
    "D",
    "MANY-FOLLOWERS",
    "So many follow, or read so slowly, that memory and time run out.",
    when(noFeeds, notApplicable("Nothing can be followed.")),
    inPlace("feed-limits"),
  ],
  [
    "E",
    "VIEW-PAST-RULES",
    "A view with a clever condition shows what a list would not.",
    inPlace("feed-access", "hidden-is-absent"),
  ],
]);
