import {
  inPlace,
  isPublic,
  looksAreNoted,
  nobodySignsIn,
  noCommands,
  noDevices,
  noFeeds,
  noIssuer,
  noProxies,
  noRateLimit,
  noTenants,
  notApplicable,
  ofNoPerson,
  open,
  openWrites,
  tenantsWalled,
  threatsTo,
  unlogged,
  when,
} from "./threat-kind.js";

/** To requests and answers of the API. */
export const clientThreats = threatsTo("clients", [
  [
    "S",
    "FORGED-TOKEN",
    "Somebody makes up a token, changes one, or shows one that was made for another system.",
    when(nobodySignsIn, notApplicable("Nothing asks who calls.")),
    when(
      noIssuer,
      open(
        "the team",
        "Name `authentication` (issuer, audience, jwksUrl) in the environment `production`: until then every caller is anonymous.",
      ),
    ),
    inPlace("token-checks", "issuer-keys-only", "no-development-tokens"),
  ],
  [
    "S",
    "STOLEN-ACCOUNT",
    "Somebody uses a token or a password of another person.",
    when(nobodySignsIn, notApplicable("There are no accounts.")),
    when(
      noFeeds,
      open(
        "the organisation",
        "Have the issuer ask staff for a second factor, and let access tokens end within minutes: no entity is a feed, so that a token cannot be revoked before it ends.",
      ),
    ),
    open(
      "the organisation",
      "Have the issuer ask staff for a second factor, and let access tokens end within an hour: a token that is stolen is believed until then, or until its person is put into `revoked_tokens`.",
    ),
  ],
  [
    "S",
    "COPIED-DEVICE",
    "A device is stolen or copied, and something else sends in its name.",
    when(noDevices, notApplicable("No devices send to it.")),
    when(
      noFeeds,
      open(
        "the team",
        "Give each device a subject of its own at the issuer, with tokens that end within the hour, and lock it out there: no entity is a feed, so that a token cannot be revoked before it ends.",
      ),
    ),
    open(
      "the team",
      "Give each device a subject of its own at the issuer; lock it out there, and put it into `revoked_tokens`, which ends its tokens at once.",
    ),
  ],
  [
    "T",
    "MADE-UP-INPUT",
    "A request sets fields that it may not set, or carries SQL, script or values out of range.",
    inPlace("validation", "parameters", "writes-twice"),
  ],
  [
    "T",
    "CHANGED-ON-THE-WAY",
    "Somebody between client and server changes requests or answers.",
    open(
      "the operators",
      "Put a proxy with TLS 1.2 or newer in front, and let nothing else reach the port: Lintel itself speaks HTTP.",
    ),
  ],
  [
    "T",
    "SENT-AGAIN",
    "A request is sent twice, by a client that had no answer.",
    inPlace("idempotency", "versions"),
  ],
  [
    "R",
    "DENIED-REQUEST",
    "Somebody denies having asked for something.",
    when(nobodySignsIn, notApplicable("Nobody is known, and nothing is owed to anybody.")),
    when(
      noIssuer,
      open(
        "the team",
        "Name `authentication` in the environment `production`: the request log says who asked once callers are known.",
      ),
    ),
    inPlace("request-log"),
  ],
  [
    "R",
    "DENIED-CHANGE",
    "Somebody denies having changed a row, and it cannot be shown what it was before.",
    when(ofNoPerson, inPlace("request-log")),
    when(
      unlogged,
      open(
        "the team",
        "Give `feed: true` to {unlogged}, or have their commands emit events: only feeds and events are written down with who caused them.",
      ),
    ),
    inPlace("log-with-cause"),
  ],
  [
    "R",
    "DENIED-LOOK",
    "Somebody denies having looked at a person's record.",
    when(
      looksAreNoted,
      open(
        "the team",
        "Let such reads be commands that insert a note of the look in the same transaction: the request log names route and person, and not the row.",
      ),
    ),
    when(ofNoPerson, notApplicable("Nothing tells of people.")),
    open(
      "the organisation",
      "Decide whether looks at single records must be shown later: the request log names route and person, and not the row.",
    ),
  ],
  [
    "I",
    "ROWS-OF-OTHERS",
    "Somebody reads rows or fields that are not theirs, or finds out that they exist.",
    when(isPublic, notApplicable("All that is kept is public.")),
    inPlace("access-in-plan", "row-level-security", "hidden-is-absent", "cursors"),
  ],
  [
    "I",
    "OTHER-ORGANISATION",
    "Somebody of one organisation reads or changes what belongs to another.",
    when(noTenants, notApplicable("No organisations share it.")),
    when(tenantsWalled, inPlace("tenants-apart", "access-in-plan", "row-level-security", "hidden-is-absent")),
    open(
      "the team",
      "No entity says whose its rows are: give those of organisations a field `tenant()`, which holds them to the organisation that a token names, or run one deployment for each.",
    ),
  ],
  [
    "I",
    "READ-ON-THE-WAY",
    "Somebody between client and server reads along.",
    when(isPublic, notApplicable("All that is kept is public.")),
    open(
      "the operators",
      "Put a proxy with TLS 1.2 or newer in front, and redirect what comes without: HSTS, which Lintel sends, holds only after a first visit.",
    ),
  ],
  [
    "I",
    "TALKATIVE-FAILURE",
    "A failure tells of the code, the database or rows of others.",
    inPlace("quiet-failures", "hidden-is-absent"),
  ],
  [
    "I",
    "FOREIGN-PAGE",
    "A page of another origin has the browser of a user ask, or frames the answer.",
    inPlace("origins", "browser-headers"),
  ],
  [
    "D",
    "FLOOD",
    "Somebody sends more than the system bears.",
    when(
      noRateLimit,
      open("the team", "Set `rateLimit` in the environment `production`, or say who in front of it limits."),
    ),
    when(
      noProxies,
      open(
        "the team",
        "Name the proxies in `trustedProxies`: behind one, anonymous callers share a limit until then. A flood from many addresses is the business of the network in front.",
      ),
    ),
    when(tenantsWalled, inPlace("rate-limit", "tenant-limits", "proxies", "overload")),
    inPlace("rate-limit", "proxies", "overload"),
  ],
  [
    "D",
    "COSTLY-REQUEST",
    "A single request is large, slow, deep, or asks for a list that no index serves.",
    inPlace("limits", "time-limits", "indexed-lists"),
  ],
  [
    "E",
    "FORGOTTEN-RULE",
    "Somebody does what no rule was meant to allow.",
    inPlace("closed-at-first", "row-level-security", "writes-twice"),
  ],
  [
    "E",
    "OPEN-WRITE",
    "Somebody without a token changes something.",
    when(
      openWrites,
      open(
        "the team",
        "Look at what is open to everyone to change or call, {openWrites}, and confirm the reason that each gives in the blueprint.",
      ),
    ),
    inPlace("closed-at-first"),
  ],
  [
    "E",
    "COMMAND-TOO-FAR",
    "A command changes or gives what does not belong to whoever calls: in a command all rows of its service are in reach.",
    when(noCommands, notApplicable("Clients may call no command.")),
    open(
      "the team",
      "Test each command with ids of another person: `app.command(...)` of the test kit. Lintel checks who may call, and the command itself whose rows it touches.",
    ),
  ],
]);
