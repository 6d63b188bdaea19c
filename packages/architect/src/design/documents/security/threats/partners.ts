import {
  both,
  inPlace,
  isPublic,
  networksOpened,
  noIssuer,
  noSecret,
  notApplicable,
  ofNoPerson,
  open,
  proves,
  threatsTo,
  when,
} from "./threat-kind.js";

/** To what commands and consumers ask of other systems. */
export const systemOutThreats = threatsTo("system-out", [
  [
    "S",
    "POSING-AS-PARTNER",
    "Something else answers in the name of the other system.",
    open(
      "the team",
      "Ask over `https` addresses that stand in the settings, and let certificates be verified, which `fetch` does unless told otherwise.",
    ),
  ],
  [
    "T",
    "CHANGED-ANSWER",
    "An answer is not what the other system meant.",
    open(
      "the team",
      "Hold each answer to a schema before anything is kept, and ask for amounts and states anew where money hangs on them.",
    ),
  ],
  [
    "T",
    "DONE-TWICE",
    "A question is asked again after its answer was lost, and done twice there.",
    open(
      "the team",
      "Send a key that stays the same (`requestId`, or the id of a row): a command may run again, and what the other system did is not undone.",
    ),
  ],
  [
    "R",
    "DENIED-QUESTION",
    "The other side denies having been asked, or says that it was asked by somebody else.",
    inPlace("fetch-log"),
  ],
  [
    "I",
    "TOO-MUCH-SENT",
    "More is sent than the other system needs.",
    when(isPublic, notApplicable("All that is kept is public.")),
    open(
      "the organisation",
      "Write down which fields it is sent and on which ground, and send ids in place of names where that will do.",
    ),
  ],
  [
    "I",
    "STOLEN-CREDENTIAL",
    "Somebody gets the secret with which the system speaks to it.",
    when(proves("none"), notApplicable("It asks for no proof.")),
    open(
      "the operators",
      "Keep it in the platform's store of secrets, read it from the environment, and note when it is replaced: the inventory below lists it.",
    ),
  ],
  ["D", "PARTNER-AWAY", "It is slow or away, and requests here wait for it.", inPlace("bounded-fetch")],
  [
    "E",
    "ADDRESS-OF-CALLER",
    "A caller has the system ask an address of their choice, inside of the network.",
    open(
      "the team",
      "Never build the address of a `fetch` from an input: Lintel guards the addresses of webhooks, and not those that a command chooses.",
    ),
  ],
]);

/** To what other systems send. */
export const systemInThreats = threatsTo("system-in", [
  [
    "S",
    "POSING-AS-SENDER",
    "Somebody else sends in its name.",
    when(
      both(proves("oauth2"), noIssuer),
      open(
        "the team",
        "Name `authentication` in the environment `production`, and give the sender a role of its own.",
      ),
    ),
    when(proves("oauth2"), inPlace("token-checks", "issuer-keys-only")),
    when(
      proves("signature"),
      open(
        "the team",
        "Verify the signature over the body as it came, with its time, in the door that takes it: a command is given the parsed body, so that a small receiver in front has to verify.",
      ),
    ),
    when(
      proves("mtls"),
      open(
        "the operators",
        "Let the proxy ask for client certificates of the partner's CA, and hand on a token: Lintel sees none of them.",
      ),
    ),
    when(
      proves("api-key"),
      open(
        "the team",
        "Exchange the key for a token with a role in front of Lintel, which takes bearer tokens of the issuer only.",
      ),
    ),
    open(
      "the team",
      "Agree on a proof: a token of the issuer with a role of its own, or a signature. Until then whoever knows the address can send.",
    ),
  ],
  [
    "T",
    "MALFORMED-MESSAGE",
    "What it sends is malformed, or out of range.",
    inPlace("validation", "parameters"),
  ],
  [
    "T",
    "COMES-TWICE",
    "The same message comes twice, or late, or out of order.",
    open(
      "the team",
      "Keep the sender's message id as a unique field, and insert it with the effect: the second one is a conflict and changes nothing. `Idempotency-Key` does it where the sender sends one.",
    ),
  ],
  [
    "R",
    "DENIED-MESSAGE",
    "It denies having sent something.",
    when(proves("none"), open("the organisation", "Agree on a proof: without one nobody can show who sent.")),
    when(
      both(proves("oauth2"), noIssuer),
      open(
        "the team",
        "Name `authentication` in the environment `production`: the request log says who sent once callers are known.",
      ),
    ),
    when(proves("oauth2"), inPlace("request-log")),
    open(
      "the team",
      "The request log names the subject of a token: exchange the sender's proof for a token of its own in front, or keep the log of what checks it.",
    ),
  ],
  [
    "I",
    "ANSWER-TELLS",
    "Answers tell it more than it should know.",
    when(isPublic, notApplicable("All that is kept is public.")),
    inPlace("access-in-plan", "quiet-failures"),
  ],
  [
    "D",
    "SENDS-TOO-MUCH",
    "It sends more than the system bears, such as after an outage of its own.",
    inPlace("limits", "overload"),
  ],
  [
    "E",
    "SENDER-DOES-MORE",
    "With its proof more can be done than it needs.",
    open(
      "the team",
      "Give it a role that opens its own commands only; the access matrix shows what each role may do.",
    ),
  ],
]);

/** To events that are sent to integrators. */
export const webhookThreats = threatsTo("webhooks", [
  ["S", "POSING-AS-US", "Somebody sends an integrator a message in our name.", inPlace("webhook-signatures")],
  [
    "T",
    "REPLAYED-MESSAGE",
    "A message is changed, or one that was seen is sent again later.",
    inPlace("webhook-signatures"),
  ],
  ["R", "DENIED-DELIVERY", "An integrator denies having been told.", inPlace("webhook-deliveries")],
  [
    "I",
    "EVENTS-OF-OTHERS",
    "An integrator is told of people or orders that are not theirs.",
    when(isPublic, notApplicable("The service keeps nothing but what is public.")),
    when(
      ofNoPerson,
      open(
        "the team",
        "Offer only events that everyone with the role of `manage` may know: access rules of rows do not narrow events.",
      ),
    ),
    open(
      "the organisation",
      "Offer only events that everyone with the role of `manage` may know, with ids in place of what tells of people: access rules of rows do not narrow events.",
    ),
  ],
  [
    "I",
    "STOLEN-ENDPOINT-SECRET",
    "Somebody reads secrets of endpoints out of the database.",
    when(
      noSecret,
      open(
        "the operators",
        "Set `secret` in the environment `production`, of 32 characters or more: secrets of endpoints are sealed with it, and it is needed to start.",
      ),
    ),
    inPlace("webhook-secrets"),
  ],
  [
    "D",
    "DEAD-ENDPOINT",
    "An endpoint that is slow or away holds up the others.",
    inPlace("webhook-patience"),
  ],
  [
    "E",
    "INTO-OUR-NETWORK",
    "Whoever makes an endpoint has the system call an address inside of its own network.",
    when(
      networksOpened,
      open(
        "the operators",
        "Look at each range that `webhooks.networks` opens, {networks}: whoever may make endpoints reaches it.",
      ),
    ),
    inPlace("webhook-destinations"),
  ],
]);

/** To the keys by which tokens are believed. */
export const identityThreats = threatsTo("identity", [
  [
    "S",
    "FOREIGN-KEYS",
    "Somebody else's keys are believed.",
    when(
      noIssuer,
      open(
        "the team",
        "Name `authentication` (issuer, audience, jwksUrl) in the environment `production`: until then nobody's tokens are believed.",
      ),
    ),
    inPlace("issuer-keys-only", "token-checks"),
  ],
  ["T", "KEYS-IN-TOKEN", "A token brings its own key, or an address of one.", inPlace("token-checks")],
  [
    "R",
    "WHO-SIGNED-IN",
    "It cannot be told who signed in when.",
    open(
      "the organisation",
      "Keep the issuer's log of sign-ins, failed ones too: Lintel sees tokens, and no sign-ins.",
    ),
  ],
  [
    "I",
    "SUBJECT-TELLS",
    "The `sub` of tokens, which logs hold, tells who somebody is.",
    open(
      "the organisation",
      "Have the issuer use ids as `sub` that say nothing by themselves, such as UUIDs.",
    ),
  ],
  [
    "D",
    "ISSUER-AWAY",
    "The issuer is away, and nobody can sign in.",
    open(
      "the organisation",
      "Tokens are believed while the keys that were fetched are good; what people do who cannot sign in is part of the runbook.",
    ),
  ],
  [
    "E",
    "WRONG-ROLE",
    "Somebody is given a role that they should not have, or keeps one.",
    open(
      "the organisation",
      "Say who gives and takes roles at the issuer, and look through them each quarter: Lintel believes the `roles` of a token as long as the token.",
    ),
  ],
]);
