import { type Origin, originOf } from "./origin.js";

/** A value that stands in the process's environment, not in the blueprint: an address, a secret. */
export interface FromEnvironment {
  readonly env: string;
  readonly fallback?: string | undefined;
}

/** Reads a setting from an environment variable when the system starts. Without a fallback it must be there. */
export function env(name: string, fallback?: string): FromEnvironment {
  return Object.freeze({ env: name, fallback });
}

export type Setting = string | FromEnvironment;

/** A span of time: `"250ms"`, `"30s"`, `"5m"`, `"2h"`, `"7d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** The signature algorithms that a token may use. Never `none`, never a shared secret (RFC 8725). */
export type TokenAlgorithm = "EdDSA" | "ES256" | "ES384" | "PS256" | "RS256";

/** Whose tokens are believed. */
export interface AuthenticationSettings {
  readonly issuer: Setting;
  readonly audience: Setting;
  /** Where the issuer's public keys stand (RFC 7517). */
  readonly jwksUrl: Setting;
  /** `["ES256", "EdDSA", "RS256"]` unless told. */
  readonly algorithms?: readonly TokenAlgorithm[];
  /** How far clocks may be apart; 5 s unless told. */
  readonly clockSkew?: Duration;
  /** The claim that names the caller's tenant, where rows are of tenants: `tenant` unless told. */
  readonly tenantClaim?: string;
}

/** Where webhooks may be sent. Whoever may make an endpoint has this system call there: each word here widens that. */
export interface WebhookSettings {
  /** Takes `http` too: in `development` and `test` alone, since whoever is on the way could read it. */
  readonly http?: boolean;
  /** Ports that are taken besides 443; `"any"` in `development` and `test` alone. */
  readonly ports?: readonly number[] | "any";
  /** Addresses that are not of the public internet and are allowed all the same, in CIDR notation, each with the reason. */
  readonly networks?: readonly { readonly network: string; readonly because: string }[];
}

/** How the system runs in one place. What is not said takes the default that stands beside it. */
export interface EnvironmentSettings {
  /** Without it every caller is anonymous. */
  readonly authentication?: AuthenticationSettings;
  /** Origins whose pages may call, such as `https://shop.example`; none unless told. */
  readonly cors?: { readonly origins: readonly string[] };
  /**
   * Requests that one caller may make in a window: 600 in `1m`, in `development` and `test` 1,000,000. `requestsPerTenant`: those that all
   * callers of one tenant may make together, a hundred times as many unless told. Turned off only with a reason.
   */
  readonly rateLimit?:
    | { readonly requests: number; readonly window: Duration; readonly requestsPerTenant?: number }
    | { readonly off: string };
  /**
   * The proxies in front, as addresses or CIDR ranges: `["10.0.0.0/8", "::1"]`. From these, and from nobody else,
   * `X-Forwarded-For` is believed when it says who calls. None unless told.
   */
  readonly trustedProxies?: readonly string[];
  readonly limits?: {
    /** Bytes of a request's body: 1,048,576. */
    readonly body?: number;
    /** Rows of a page at most: 100. */
    readonly pageSize?: number;
    /** How many relations deep `include` may go: 2. */
    readonly includeDepth?: number;
    /**
     * Connections that clients may have open, a process: 16,384, or fewer where the operating system lets a process
     * open fewer files. What comes beyond is answered 503 and closed.
     */
    readonly sockets?: number;
    /** Connections for feeds, a process: 10,000. What comes beyond is answered 503. */
    readonly feeds?: number;
    /** Of these, from one address (an IPv6 network of 64 bits): 1,000. */
    readonly feedsPerAddress?: number;
    /** Of these, of one person whose token is believed: 50. */
    readonly feedsPerUser?: number;
    /** Of these, of all callers of one tenant: a quarter of `feeds`. */
    readonly feedsPerTenant?: number;
    /** Views that may be open on one connection: 100. */
    readonly feedSubscriptions?: number;
    /** Views that may be open of all callers of one tenant: 5,000. */
    readonly feedSubscriptionsPerTenant?: number;
    /** Messages a second that a connection may send, twice as many at once, or one more than `feedSubscriptions`: 50. An acknowledgement counts as a twentieth. */
    readonly feedMessages?: number;
  };
  readonly timeouts?: {
    /** A whole request: 15s. */
    readonly request?: Duration;
    /** A statement that reads one row by its id: 2s, or `statement` where that is less. */
    readonly row?: Duration;
    /** A statement that reads a page of a list, searches, or follows a relation: 5s, or `statement` where that is less. */
    readonly list?: Duration;
    /** Any other statement, of a command, a query or a write: 10s. */
    readonly statement?: Duration;
    /** After which a feed says something, whatever happens; a peer that is silent for two of them is cut off: 15s. */
    readonly heartbeat?: Duration;
    /** Finishing what runs, when told to stop: 20s. */
    readonly shutdown?: Duration;
  };
  readonly connections?: {
    /** Pipelined connections for lists, a service: 2. Single rows have half as many of their own, so that no list holds them up. */
    readonly reads?: number;
    /** Connections for transactions, a service: 8. */
    readonly transactions?: number;
  };
  /** Of the logs of its services. */
  readonly log?: {
    /**
     * Where their order comes from: `commits`, from PostgreSQL's write-ahead log, or `visible`, from what becomes visible.
     * `commits` where the server permits it, and else `visible`, unless told.
     */
    readonly order?: "commits" | "visible";
    /** Bytes that PostgreSQL may keep of its write-ahead log for a log that nobody follows: 1,073,741,824. */
    readonly maxWalBytes?: number;
    /** A folder into which entries are written before they are thrown away: nowhere unless told. */
    readonly archive?: Setting;
  };
  /**
   * Signs cursors and seals the secrets of webhooks, and must be the same in every process: a secret of 32 characters or more. Made
   * anew at start unless told, which is not enough where a service offers webhooks.
   */
  readonly secret?: Setting;
  /** Secrets that were used before: what was sealed with them can still be read, and is sealed anew. */
  readonly previousSecrets?: readonly Setting[];
  /** Where webhooks may be sent beyond `https` on port 443 of the public internet. */
  readonly webhooks?: WebhookSettings;
}

/** An environment as it is written, with its place. */
export interface Environment {
  readonly settings: EnvironmentSettings;
  readonly origin: Origin;
}

/** How the system runs in one place: `environment({ authentication: { ... }, cors: { ... } })`. */
export function environment(settings: EnvironmentSettings): Environment {
  return Object.freeze({ settings: Object.freeze(settings), origin: originOf(environment) });
}

/** Milliseconds in a duration. Throws `TypeError` for anything else. */
export function milliseconds(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  if (!match)
    throw new TypeError(`"${duration}" is not a duration; write "250ms", "30s", "5m", "2h" or "7d".`);
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[
    match[2] as "ms" | "s" | "m" | "h" | "d"
  ];
  return Number(match[1]) * unit;
}
