/** What Lintel itself does against threats: one sentence, the page that says so, and a test that shows it. Paths are those of Lintel's repository. */
export interface Mechanism {
  readonly does: string;
  /** `docs/explanation/access.md#closed-at-first` */
  readonly page: string;
  readonly test: string;
}

const runtime = "packages/runtime/src";

/** By id. Nothing stands here that is not there without being asked for, or that is not tested. */
export const mechanisms = {
  "closed-at-first": {
    does: "What no rule opens is open to nobody, and `lintel check` refuses a write that is open to everyone without a reason.",
    page: "docs/explanation/access.md#closed-at-first",
    test: `${runtime}/plan/access.test.ts`,
  },
  "access-in-plan": {
    does: "The access rule is part of every statement, so that a page, a count and an included row hold only what the caller may see.",
    page: "docs/explanation/access.md#a-rule-becomes-a-condition",
    test: `${runtime}/plan/access.test.ts`,
  },
  "row-level-security": {
    does: "PostgreSQL holds what clients read and write to the same rules once more, by policies of row-level security.",
    page: "docs/decisions/0023-row-level-security-by-role.md",
    test: `${runtime}/postgres/row-security.test.ts`,
  },
  "tenants-apart": {
    does: "Rows with a field `tenant()` are seen, changed, referred to, followed and sent on only for the tenant that the caller's token names; each way past that says why.",
    page: "docs/how-to/keep-tenants-apart.md",
    test: `${runtime}/serve/tenants.test.ts`,
  },
  "writes-twice": {
    does: "An update must satisfy its rule before and after, so that no row is moved past it.",
    page: "docs/explanation/access.md#writes-are-looked-at-twice",
    test: `${runtime}/plan/write.test.ts`,
  },
  "hidden-is-absent": {
    does: "A row or a field that may not be seen is answered as one that does not exist, in filters, sorts and messages too.",
    page: "docs/explanation/access.md#401-403-or-404",
    test: `${runtime}/testing/hidden-fields.test.ts`,
  },
  "token-checks": {
    does: "Tokens are held to fixed asymmetric algorithms, issuer, audience and times (RFC 8725); `none` and shared secrets cannot be allowed.",
    page: "docs/reference/http.md#tokens",
    test: `${runtime}/identity/authenticator.test.ts`,
  },
  "issuer-keys-only": {
    does: "Only keys that the issuer publishes count, fetched over TLS; a key that it withdraws stops working within ten minutes.",
    page: "docs/explanation/security.md#what-is-done",
    test: `${runtime}/identity/key-set.test.ts`,
  },
  revocation: {
    does: "A token or a person can be revoked by one row; every process looks each second and ends feeds of it.",
    page: "docs/reference/blueprint.md#tokens-that-are-revoked",
    test: `${runtime}/serve/revoking.test.ts`,
  },
  "no-development-tokens": {
    does: "Development tokens are signed by a key of the project's own folder, which `lintel start` does not know.",
    page: "docs/explanation/security.md#what-is-done",
    test: `${runtime}/identity/development.test.ts`,
  },
  validation: {
    does: "Bodies and parameters are held to the declared fields; what is not known is refused, never ignored.",
    page: "docs/reference/http.md#bodies",
    test: `${runtime}/plan/write.test.ts`,
  },
  parameters: {
    does: "Values are parameters of statements, always; names come from the blueprint and are quoted by one function.",
    page: "docs/explanation/security.md#what-is-done",
    test: "judges/scanners/sqlmap.mjs",
  },
  versions: {
    does: "`If-Match` refuses a change of a row that somebody changed meanwhile, and PostgreSQL counts the versions.",
    page: "docs/reference/http.md#headers-of-a-request",
    test: `${runtime}/http/etag.test.ts`,
  },
  idempotency: {
    does: "A POST with an `Idempotency-Key` has one effect; the key commits with it.",
    page: "docs/reference/http.md#doing-it-once",
    test: `${runtime}/guards/idempotency/once.test.ts`,
  },
  cursors: {
    does: "Cursors of lists are signed, and bound to the very list.",
    page: "docs/reference/http.md#query-strings",
    test: `${runtime}/plan/cursor.test.ts`,
  },
  "rate-limit": {
    does: "Each caller may make so many requests in a window, and is told how many are left; counted in each process.",
    page: "docs/reference/http.md#limits",
    test: `${runtime}/guards/rate-limit/rate-limit.test.ts`,
  },
  "tenant-limits": {
    does: "All callers of one tenant share limits of requests, of connections for feeds and of views, and take turns with those of others; counted in each process.",
    page: "docs/reference/feed-protocol.md#limits",
    test: `${runtime}/serve/tenant-limits.test.ts`,
  },
  proxies: {
    does: "`X-Forwarded-For` is believed only from proxies that the environment names.",
    page: "docs/how-to/run-in-production.md#5-behind-a-reverse-proxy",
    test: `${runtime}/http/trusted-proxies.test.ts`,
  },
  limits: {
    does: "Bodies, headers, pages, depth, rows, connections and answers that nobody reads have limits.",
    page: "docs/reference/http.md#limits",
    test: "packages/architect/src/faults/hostile-clients.test.ts",
  },
  "time-limits": {
    does: "Each request and each statement ends after its time, in the database too.",
    page: "docs/decisions/0020-reads-have-a-cost-limit.md",
    test: `${runtime}/http/time-limits.test.ts`,
  },
  "indexed-lists": {
    does: "Lists of tables that are told to be large take only filters and sorts that an index serves.",
    page: "docs/reference/blueprint.md#how-large-a-table-gets",
    test: `${runtime}/plan/list-limits.test.ts`,
  },
  "quiet-failures": {
    does: "A failure says no stack, no SQL and nothing of rows of others.",
    page: "docs/reference/http.md#problems",
    test: `${runtime}/operate/safe-error.test.ts`,
  },
  "browser-headers": {
    does: "Answers forbid framing, sniffing and foreign content, and ask browsers for HTTPS (HSTS).",
    page: "docs/explanation/security.md#what-is-done",
    test: `${runtime}/guards/security-headers/security-headers.test.ts`,
  },
  origins: {
    does: "No page of another origin may call unless the environment names it; cookies are not taken.",
    page: "docs/explanation/security.md#what-is-done",
    test: `${runtime}/guards/cors/origin-policy.test.ts`,
  },
  "request-log": {
    does: "Each request leaves a log line with its id, its trace, who asked (`sub`), route, status and time.",
    page: "docs/reference/facts.md#facts-and-log-fields",
    test: `${runtime}/operate/logs.test.ts`,
  },
  "named-log-fields": {
    does: "Logs hold named fields only: never a header, a token, a body, an address or a row.",
    page: "docs/reference/facts.md#facts-and-log-fields",
    test: `${runtime}/operate/safe-error.test.ts`,
  },
  "log-with-cause": {
    does: "Each change of a feed and each event is written in its transaction, with who caused it, and no client's role can reach that table.",
    page: "docs/explanation/the-log.md#who-caused-it",
    test: `${runtime}/log/history.test.ts`,
  },
  "service-roles": {
    does: "Each service works with PostgreSQL roles of its own that reach its own schema only.",
    page: "docs/reference/sql.md#schemas-and-roles",
    test: `${runtime}/postgres/client-privileges.test.ts`,
  },
  "least-login": {
    does: "Each service logs in as one that owns nothing; `lintel start` refuses a login that owns tables or could lift a policy.",
    page: "docs/how-to/use-your-own-postgresql.md#a-smaller-login-for-serving",
    test: `${runtime}/serve/least-privilege.test.ts`,
  },
  "called-by": {
    does: "A command opens to named services only (`calledBy`), sees the calling service as its actor, and runs under its own service's role.",
    page: "docs/explanation/access.md#commands-decide-for-themselves",
    test: `${runtime}/operations/operations.test.ts`,
  },
  "one-transaction": {
    does: "A command that fails leaves nothing, in called services too.",
    page: "docs/explanation/transactions-and-calls.md#all-of-it-or-nothing",
    test: `${runtime}/operations/operations.test.ts`,
  },
  overload: {
    does: "What a process cannot bear is refused at once with 503, and health goes on being answered.",
    page: "docs/explanation/failure.md#clients",
    test: "packages/architect/src/faults/many-connections.test.ts",
  },
  "database-comes-back": {
    does: "While PostgreSQL is away callers are told at once, and all goes on by itself when it is back; nothing that was acknowledged is lost.",
    page: "docs/explanation/failure.md#the-database",
    test: "packages/architect/src/faults/postgres-killed.test.ts",
  },
  "feed-access": {
    does: "Every message of a feed is held to the access rules of the moment; a row that leaves what a follower may see arrives as a removal.",
    page: "docs/explanation/feeds.md#a-view",
    test: `${runtime}/serve/feeds.test.ts`,
  },
  "feed-tokens": {
    does: "Tokens of open feeds are looked at again each second, and one that expired or was revoked ends the connection.",
    page: "docs/decisions/0035-the-doors-of-feeds.md",
    test: `${runtime}/serve/revoking.test.ts`,
  },
  "feed-limits": {
    does: "Feeds have limits for connections (in all, of an address, of a person), views and messages; who is slow reads the log at their own pace.",
    page: "docs/reference/feed-protocol.md#limits",
    test: `${runtime}/serve/feeds.test.ts`,
  },
  "webhook-signatures": {
    does: "Each message is signed with HMAC-SHA256, with its id and time, as Standard Webhooks says.",
    page: "docs/reference/webhooks.md#what-is-sent",
    test: `${runtime}/log/webhooks/signature.test.ts`,
  },
  "webhook-destinations": {
    does: "Webhooks go over https to the public internet only; every address of a name is looked at, and the connection goes to one of these; redirects are not followed.",
    page: "docs/explanation/webhooks.md#where-it-may-go",
    test: `${runtime}/log/webhooks/destination.test.ts`,
  },
  "webhook-secrets": {
    does: "Each endpoint's secret is sealed with AES-256-GCM, told once and never again, and can be replaced with an overlap.",
    page: "docs/explanation/webhooks.md#secrets",
    test: `${runtime}/serve/webhook-management.test.ts`,
  },
  "webhook-deliveries": {
    does: "Each attempt is kept in the delivery log, with what was answered.",
    page: "docs/reference/webhooks.md#fields-of-a-delivery",
    test: `${runtime}/serve/webhook-delivery.test.ts`,
  },
  "webhook-patience": {
    does: "No endpoint waits for another; one that takes nothing is tried again ever more seldom, and disabled in the end.",
    page: "docs/explanation/webhooks.md#what-is-promised",
    test: `${runtime}/serve/webhook-faults.test.ts`,
  },
  "bounded-fetch": {
    does: "What a command asks of another system ends after its time; without an answer the command is undone, and the caller is not told whom it asked.",
    page: "docs/how-to/ask-another-system.md",
    test: `${runtime}/operations/outgoing.test.ts`,
  },
  "fetch-log": {
    does: "Each question to another system is reported with service, operation, origin, status and trace.",
    page: "docs/reference/facts.md#facts-and-log-fields",
    test: `${runtime}/operations/outgoing.test.ts`,
  },
  "migration-records": {
    does: "Migrations are numbered files with checksums; what was applied, and what differs in the live database, is told by `lintel db status`.",
    page: "docs/explanation/migrations.md#a-file-is-a-record",
    test: `${runtime}/postgres/migrate/migrate.test.ts`,
  },
  "no-loss-unasked": {
    does: "A migration that would lose data is refused until it is allowed by name, and one looks for rows in its way before it begins.",
    page: "docs/how-to/change-the-schema.md#what-would-lose-data",
    test: `${runtime}/postgres/migrate/migrate.test.ts`,
  },
  "quiet-metrics": {
    does: "Metrics are read on this machine alone unless told, and hold names of the blueprint only.",
    page: "docs/reference/facts.md#metrics",
    test: `${runtime}/operate/metrics.test.ts`,
  },
  "whole-archive": {
    does: "A file of the archive is whole or not there, and nothing is thrown away before it is.",
    page: "docs/explanation/the-log.md#the-archive",
    test: `${runtime}/log/archive/archive.test.ts`,
  },
  "check-secrets": {
    does: "`lintel check` refuses a blueprint in which a secret stands: secrets are read from the environment of the process.",
    page: "docs/reference/checks.md",
    test: `${runtime}/blueprint/check/check-system.test.ts`,
  },
  "pending-refused": {
    does: "`lintel start` refuses to serve while migrations are pending.",
    page: "docs/reference/command-line.md#lintel-start",
    test: "packages/architect/src/cli/start.test.ts",
  },
  "orderly-stop": {
    does: "Told to stop, a process answers what it has taken, and is not ready meanwhile.",
    page: "docs/how-to/run-in-production.md#4-stop-it",
    test: "packages/architect/src/faults/stopping.test.ts",
  },
  gate: {
    does: "Nothing is served or migrated from requirements that no person confirmed, and a changed answer voids the confirmation.",
    page: "docs/decisions/0044-nothing-is-built-before-its-brief-is-confirmed.md",
    test: "packages/architect/src/gate/require-brief.test.ts",
  },
} as const satisfies { readonly [id: string]: Mechanism };

export type MechanismId = keyof typeof mechanisms;
