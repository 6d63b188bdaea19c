import type { Alert, Runbook, Select } from "../alert.js";

const lookAtLogs =
  "`lintel log status` says which process gives positions, what waits, and the order that is in force.";

/** Where a service has a log: the same expressions as in Lintel's `docs/reference/log-alerts.yml`, which a test compares. */
export function logAlerts(select: Select): readonly Alert[] {
  const rule = (
    name: string,
    severity: Alert["severity"],
    expr: string,
    held: string | undefined,
    summary: string,
    runbook: Runbook,
  ): Alert => ({ name, severity, expr, ...(held !== undefined && { for: held }), summary, runbook });
  return [
    rule(
      "LogWithoutSequencer",
      "page",
      `sum by (service) (${select("lintel_log_sequencer")}) < 1`,
      "10s",
      "Nobody gives positions to what {{ $labels.service }} commits: no reader sees it.",
      {
        means:
          "No process has taken the log. Writes go on; followers, consumers and webhooks hear of nothing new. A takeover takes two seconds.",
        noticed: "Live pages stand still, and what follows from events does not happen. Nothing is lost.",
        look: [lookAtLogs, "`log.failed` and `log.sequencer.lost` in the log say why."],
        act: [
          "See that a process runs and that its login may write the tables of the log (`lintel db logins`). Restart one process.",
        ],
        wake: "The team of the service, after 15 minutes.",
      },
    ),
    rule(
      "LogWithTwoSequencers",
      "ticket",
      `sum by (service) (${select("lintel_log_sequencer")}) > 1`,
      "10s",
      "A process thinks that it still gives positions to the log of {{ $labels.service }}: it hangs. It can write nothing.",
      {
        means:
          "A process lost its lease and has not noticed: it is hung, or its clock stands still. It is fenced, and can write nothing.",
        noticed: "Nothing, but for requests to that process.",
        look: [lookAtLogs],
        act: ["Restart the process that `lintel log status` does not name."],
        wake: "Nobody.",
      },
    ),
    rule(
      "LogLags",
      "page",
      `max by (service) (${select("lintel_log_lag_seconds")}) > 5`,
      "1m",
      "The log of {{ $labels.service }} is {{ $value | humanizeDuration }} behind what is committed.",
      {
        means:
          "Positions are given later than things are committed: the database is short of time, or somebody holds a lock on the log.",
        noticed: "Live pages and what follows from events are late by as much.",
        look: [
          lookAtLogs,
          "Locks: `select pid, pg_blocking_pids(pid), left(query, 80) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0;`",
        ],
        act: [
          "End what holds the lock: `select pg_cancel_backend(<pid>);`",
          "Where the database is at its limit: see scaling.",
        ],
        wake: "Whoever keeps PostgreSQL, after 30 minutes.",
      },
    ),
    rule(
      "LogChangesHands",
      "ticket",
      `sum by (service) (increase(${select("lintel_log_elections_total")}[10m])) > 5`,
      undefined,
      "The log of {{ $labels.service }} goes from hand to hand: processes hang, or connections break.",
      {
        means: "The lease goes from process to process: they hang, or their connections break.",
        noticed: "Followers are late by seconds, again and again.",
        look: [
          "`log.sequencer.lost` in the log, with its `reason`.",
          "`connection.lost`, and `nodejs_eventloop_lag_p99_seconds`.",
        ],
        act: ["Mend the network to PostgreSQL, or give the processes more room."],
        wake: "Nobody.",
      },
    ),
    rule(
      "LogSlotGrows",
      "ticket",
      `max by (service) (${select("lintel_log_slot_bytes")}) > 536870912`,
      "1m",
      "PostgreSQL keeps {{ $value | humanize1024 }}B of its write-ahead log for {{ $labels.service }}.",
      {
        means:
          "Nobody reads the replication slot of the log, or too slowly. Above `log.maxWalBytes` it is given up.",
        noticed: "Nothing; PostgreSQL's disk fills.",
        look: [
          lookAtLogs,
          "`select slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) from pg_replication_slots;`",
        ],
        act: [
          "See that a process runs. Where one release is gone for good: `select pg_drop_replication_slot('<name>');`, with which nothing is lost.",
        ],
        wake: "Nobody, unless the disk fills.",
      },
    ),
    rule(
      "LogSlotGivenUp",
      "ticket",
      `sum by (service) (increase(${select("lintel_log_slots_dropped_total")}[10m])) > 0`,
      undefined,
      "The slot of {{ $labels.service }} was given up, since nobody read it. Nothing is lost.",
      {
        means: "A slot was dropped. The order is that of what is visible until there is another.",
        noticed: "Nothing.",
        look: [lookAtLogs],
        act: ["Find out why nobody read it: no process ran, or none could connect for replication."],
        wake: "Nobody.",
      },
    ),
    rule(
      "LogNotArchived",
      "ticket",
      `sum by (service) (increase(${select("lintel_log_archive_failures_total")}[15m])) > 0`,
      undefined,
      "The log of {{ $labels.service }} cannot be archived, and grows until it can.",
      {
        means:
          "Entries cannot be written into a file: the folder is full, or not to be written to. Nothing is thrown away until they can.",
        noticed: "Nothing; PostgreSQL's disk fills.",
        look: ["`log.archive.failed` in the log says why."],
        act: ["Make room, or mend the rights of the folder."],
        wake: "Nobody, unless the disk fills.",
      },
    ),
    rule(
      "LogOrderNotAsWanted",
      "ticket",
      `min by (service) (${select("lintel_log_order_commits")}) < 1 and on (service) max by (service) (${select("lintel_log_order_commits_wanted")}) == 1`,
      "5m",
      "The log of {{ $labels.service }} is not in the order of commits: its fact log.order says why, and what to do.",
      {
        means:
          "The environment asks for the order of commits, and PostgreSQL or the login does not permit it.",
        noticed: "Nothing, unless a follower relies on the order between rows.",
        look: ["`log.order` in the log: `reason` and `remedy`."],
        act: ["`lintel db logins --replication`, and `wal_level = logical` on the server."],
        wake: "Nobody.",
      },
    ),
    rule(
      "LogUnreachable",
      "page",
      `sum by (service) (increase(${select("lintel_log_failures_total")}[5m])) > 0`,
      "5m",
      "The log of {{ $labels.service }} cannot be got at.",
      {
        means: "The tables of the log are not there, or the database is away.",
        noticed: "Live pages stand still; where the database is away, everything fails.",
        look: ["`log.failed` in the log.", "`lintel db status`: is a migration missing?"],
        act: ["As for DatabaseDown, or `lintel db migrate`."],
        wake: "Whoever keeps PostgreSQL.",
      },
    ),
  ];
}
