/** Settings that suit a developer's machine. A person may override each with ALTER SYSTEM SET. */
const TUNABLE: Readonly<Record<string, string>> = {
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "128MB",
  max_connections: "200",
  random_page_cost: "1.1",
  jit: "off",
  wal_compression: "on",
  min_wal_size: "128MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "10min",
  // One for each service that has a log, in the order of commits.
  max_wal_senders: "40",
  max_replication_slots: "40",
  // A forgotten replication slot must not fill the disk.
  max_slot_wal_keep_size: "4GB",
  log_line_prefix: "%m [%p] %q%u@%d ",
  log_checkpoints: "off",
  log_timezone: "UTC",
  timezone: "UTC",
};

/**
 * For databases that are thrown away: a crash of the machine may damage them, a crash of a process loses
 * nothing (hence no `synchronous_commit=off`, which would).
 */
const NOT_DURABLE: Readonly<Record<string, string>> = {
  fsync: "off",
  full_page_writes: "off",
  // What is left to compress are the pages of a new database, of which tests make hundreds.
  wal_compression: "off",
};

export const CONFIGURATION_FILE = "lintel.conf";

export function configurationText(): string {
  const lines = Object.entries(TUNABLE).map(([name, value]) => `${name} = '${value}'`);
  return [
    "# Written by Lintel at every start. To change a setting: ALTER SYSTEM SET name = value, then restart.",
    ...lines,
    "",
  ].join("\n");
}

/** Arguments of `postgres`: on these Lintel relies, so no file can override them. Valid for PostgreSQL 15 to 18. */
export function serverParameters(cluster: string, options: { port: number; durable: boolean }): string[] {
  const fixed: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    wal_level: "logical",
    logging_collector: "off",
    log_destination: "stderr",
    ...(options.durable ? {} : NOT_DURABLE),
  };
  return ["-D", cluster, ...Object.entries(fixed).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/** Arguments of `initdb`. Text sorts by code point everywhere, and upper/lower know all of Unicode. */
export function initdbParameters(
  cluster: string,
  options: { major: number; passwordFile: string; durable: boolean },
): string[] {
  return [
    `--pgdata=${cluster}`,
    "--username=lintel",
    `--pwfile=${options.passwordFile}`,
    "--auth-host=scram-sha-256",
    "--auth-local=scram-sha-256",
    "--encoding=UTF8",
    ...localeParameters(options.major),
    "--data-checksums",
    "--no-instructions",
    ...(options.durable ? [] : ["--no-sync"]),
  ];
}

/** PostgreSQL 17 brought a C.UTF-8 of its own; before, the operating system's is used where it is certain to exist. */
function localeParameters(major: number): string[] {
  if (major >= 17) return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  return process.platform === "linux" ? ["--locale=C", "--lc-ctype=C.UTF-8"] : ["--locale=C"];
}
