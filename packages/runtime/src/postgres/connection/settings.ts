import type { ClientConfig } from "pg";

/** What every connection of one service begins with. */
export interface ConnectionSettings {
  readonly url: string;
  readonly role: string;
  /** Refuses to write; and keeps warnings to itself, of which one would come with each packet that has one snapshot. */
  readonly readOnly: boolean;
  readonly schema: string;
  readonly applicationName: string;
  /** Milliseconds after which PostgreSQL ends a statement; 0 for never. */
  readonly statementTimeout: number;
  /** Milliseconds after which a server that says nothing counts as gone: above the longest limit of any statement here. */
  readonly silenceTimeout?: number | undefined;
  /** Milliseconds after which PostgreSQL ends a transaction in which nothing happens. */
  readonly idleInTransactionTimeout: number;
  /**
   * Whether statements keep the plan of their first execution whatever their values are, or PostgreSQL chooses each time
   * between that plan and a new one. See decision 22.
   */
  readonly plans: "kept" | "chosen";
  /** Milliseconds that making a connection may take. */
  readonly connectTimeout: number;
  /** Further settings of the session, by name; they win over Lintel's usual ones. */
  readonly session?: { readonly [name: string]: string } | undefined;
  /** Takes what other sessions notify on channels that this one listens to. */
  readonly onNotified?: ((channel: string, payload: string) => void) | undefined;
}

/**
 * The driver's configuration: the service's role and schema, UTC, and ISO forms of dates and intervals, which the
 * encoding of rows relies on. `options` of the address come before Lintel's own, which win.
 */
export function clientConfig(settings: ConnectionSettings): ClientConfig & { pipeline: true } {
  const { url, options } = splitOptions(settings.url);
  const own: { readonly [name: string]: string } = {
    role: settings.role,
    search_path: `"${settings.schema.replaceAll('"', '""')}"`,
    statement_timeout: String(settings.statementTimeout),
    idle_in_transaction_session_timeout: String(settings.idleInTransactionTimeout),
    timezone: "UTC",
    datestyle: "ISO",
    intervalstyle: "iso_8601",
    standard_conforming_strings: "on",
    jit: "off",
    ...(settings.readOnly && { default_transaction_read_only: "on", client_min_messages: "error" }),
    plan_cache_mode: settings.plans === "kept" ? "force_generic_plan" : "auto",
    ...settings.session,
  };
  const words = Object.entries(own).map(([name, value]) => `-c ${name}=${escapeOption(value)}`);
  return {
    connectionString: url,
    options: [...(options ? [options] : []), ...words].join(" "),
    application_name: settings.applicationName,
    connectionTimeoutMillis: settings.connectTimeout,
    keepAlive: true,
    pipeline: true,
  };
}

/** `options` in an address would replace Lintel's, so they are taken out of it. */
function splitOptions(url: string): { readonly url: string; readonly options: string | null } {
  if (!url.includes("options=")) return { url, options: null };
  const address = new URL(url);
  const options = address.searchParams.get("options");
  address.searchParams.delete("options");
  return { url: address.toString(), options };
}

function escapeOption(value: string): string {
  return value.replace(/[\\ ]/g, "\\$&");
}
