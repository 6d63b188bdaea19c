import type { Architecture } from "../../architecture.js";

export type BackupKind = "none" | "nightly" | "continuous" | "replicas";

/** How what is kept survives, and is had back. */
export interface Recovery {
  readonly kind: BackupKind;
  /** Seconds of the latest data that are lost at most, by this way of copying. */
  readonly loses: number;
  readonly copies: readonly string[];
  readonly watch: readonly string[];
  readonly restore: readonly string[];
  /** What does not come back, or not as it was. */
  readonly lost: readonly string[];
  /** Months from drill to drill. */
  readonly drillEvery: number;
}

const losses: { readonly [Kind in BackupKind]: number } = {
  none: Number.POSITIVE_INFINITY,
  nightly: 86_400,
  continuous: 60,
  replicas: 0,
};

/** The plan that follows from the decision on backups; from the brief where nothing was decided yet. */
export function recoveryOf({
  needs,
  model,
  decisions,
}: Pick<Architecture, "needs" | "model" | "decisions">): Recovery {
  const decided = decisions.find(({ id }) => id === "backup")?.chosen;
  const kind = kindOf(decided ?? needs.choice("deployment.backups").value[0]);
  const hasLog = model.services.some(({ log }) => log !== undefined);
  const hasConsumers = model.services.some(({ consumers }) => consumers.length > 0);
  const hasWebhooks = model.services.some(({ webhooks }) => webhooks !== undefined);
  return {
    kind,
    loses: losses[kind],
    copies: kind === "none" ? [] : [...copies[kind], ...besideOf(hasWebhooks)],
    watch: kind === "none" ? [] : watch[kind],
    restore: kind === "none" ? [] : [...beginning[kind], ...afterwards(hasLog)],
    lost: [
      lostOf[kind],
      "What other systems were asked meanwhile stays done there: compare with them, by the keys that were sent.",
      ...(hasLog
        ? [
            "The epoch of each log is another one: followers begin anew by themselves, with the rows as they are.",
          ]
        : []),
      ...(hasWebhooks
        ? [
            "Webhooks have ids of the new epoch from then on: what is sent twice around the restore is not known to receivers by its id.",
          ]
        : []),
      ...(hasConsumers
        ? [
            "Consumers halt, since the epoch of their log is another one (`ConsumerHalted`): say for each where it goes on, with `lintel log seek <consumer> <position>`.",
          ]
        : []),
      "What was deleted since the copy is there again: delete it anew (see the list that security.md asks for).",
    ],
    drillEvery: needs.regulations.value.length > 0 || kind === "replicas" ? 1 : 3,
  };
}

const lostOf: { readonly [Kind in BackupKind]: string } = {
  none: "All that was kept.",
  nightly: "What was written after the last copy that is whole: callers were told that it is done.",
  continuous: "What was written after the last change that was copied: callers were told that it is done.",
  replicas:
    "Where a machine or a place is lost, nothing that was acknowledged. Where data was damaged, all that was written after the moment to which it is taken back: callers were told that it is done.",
};

function kindOf(chosen: string | undefined): BackupKind {
  return chosen === "none" || chosen === "nightly" || chosen === "replicas" ? chosen : "continuous";
}

function besideOf(hasWebhooks: boolean): readonly string[] {
  const without = hasWebhooks
    ? " Without `secret`, secrets of webhook endpoints cannot be read after a restore."
    : "";
  return [
    `Beside the database: the secrets and settings of \`production\`, the released code with \`migrations/\` and \`ai/memory-bank/\`.${without}`,
    "Copies lie in another place than the machines, encrypted, where the system's own logins cannot delete them.",
  ];
}

const archive = [
  "A base copy each week, and every change after it: `pg_basebackup`, and `archive_mode = on` with an `archive_command`, or a tool that does both and checks them, such as pgBackRest or WAL-G.",
  "`archive_timeout = 60`, so that a quiet minute is copied too.",
  "Kept for 30 days.",
];

const copies: { readonly [Kind in Exclude<BackupKind, "none">]: readonly string[] } = {
  nightly: [
    "Each night `pg_dump --format=custom` of the database, and `pg_dumpall --globals-only` for the roles, which belong to the server.",
    "Kept for 30 days; one of each month for a year, unless retention says less.",
  ],
  continuous: archive,
  replicas: [
    "A standby in another place that acknowledges each write: `synchronous_standby_names = 'ANY 1 (...)'` with two standbys, so that one may be away, and `synchronous_commit = on`.",
    ...archive,
  ],
};

const watch: { readonly [Kind in Exclude<BackupKind, "none">]: readonly string[] } = {
  nightly: [
    "The job says when it ended and how large the copy is; alert where there is none of this night, or it is a tenth smaller than the one before.",
  ],
  continuous: [
    "Age of what is copied, which is what would be lost: `select now() - last_archived_time, failed_count from pg_stat_archiver;`. Alert above the recovery point. Lintel has no metric of it: take postgres_exporter's.",
  ],
  replicas: [
    "Standbys: `select application_name, state, sync_state, replay_lag from pg_stat_replication;`. Where no standby is `sync` or `quorum`, writes wait.",
    "Age of what is copied: `select now() - last_archived_time, failed_count from pg_stat_archiver;`. Lintel has no metric of either: take postgres_exporter's.",
  ],
};

const beginning: { readonly [Kind in Exclude<BackupKind, "none">]: readonly string[] } = {
  nightly: [
    "A new PostgreSQL of the same major version; the roles from the copy of `pg_dumpall`.",
    "`createdb`, then `pg_restore --exit-on-error --jobs=4` of the last copy that is whole.",
  ],
  continuous: [
    "A new PostgreSQL of the same major version: the base copy into its data directory, `restore_command`, `recovery_target_time` just before what went wrong (or none for all there is), `recovery.signal`, start.",
    "`select pg_is_in_recovery();` until it says no; look at the rows that matter before anybody writes.",
  ],
  replicas: [
    "Where a machine or a place is lost: promote the standby that is furthest (`select pg_promote();`), see that the old one cannot come back, and let the addresses lead to the new one. Nothing that was acknowledged is lost.",
    "Where data was damaged, which standbys repeat: recover from the archive to just before, with `recovery_target_time`, on a new PostgreSQL.",
  ],
};

function afterwards(hasLog: boolean): readonly string[] {
  return [
    "`lintel db status`: which migrations it has. `lintel db migrate` brings it to the release that is to run.",
    "`lintel db logins --rotate` where passwords may have leaked, or the server is a new one: it prints the addresses for the processes.",
    "`lintel start`, then `curl -i http://127.0.0.1:4400/health/ready`, and one read and one write of each service.",
    ...(hasLog ? ["`lintel log status`: each log has a process that gives positions."] : []),
    "Write down when each step began and ended, and what was lost: that is the record of the drill or of the incident.",
  ];
}
