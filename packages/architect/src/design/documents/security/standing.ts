import type { Architecture } from "../../architecture.js";
import { highest, type Kept, keptOf, ofLintel, type Privacy, tellsOfPeople } from "./privacy.js";

/** What answers to threats and controls hang on, of the brief and of the blueprint's environment `production`. */
export interface Standing {
  readonly kept: readonly Kept[];
  /** The highest class of anything that is kept. */
  readonly privacy: Privacy;
  /** Tokens of an issuer are believed. */
  readonly hasIssuer: boolean;
  /** The brief, or a rule of access, asks for an account. */
  readonly needsIssuer: boolean;
  readonly limitsRates: boolean;
  /** The proxies in front are named, so that anonymous callers behind them are told apart. */
  readonly namesProxies: boolean;
  readonly hasSecret: boolean;
  /** Some service has a feed: tokens can be revoked, and rows can be followed. */
  readonly hasFeeds: boolean;
  readonly hasLog: boolean;
  readonly archivesLog: boolean;
  readonly hasWebhooks: boolean;
  /** Where webhooks may go beyond the public internet, with the reasons. */
  readonly webhookNetworks: readonly { readonly network: string; readonly because: string }[];
  /** Commands that some client may call. */
  readonly hasCommands: boolean;
  /** Writes and commands that are open to everyone. */
  readonly openWrites: readonly string[];
  /** Entities that tell of people and whose changes are not written into a log with who made them. */
  readonly unlogged: readonly string[];
  /** What the brief wants noted: `reads`, `writes`, `logins`, `administration`, `exports`. */
  readonly audit: readonly string[];
  /** Organisations share it. */
  readonly hasTenants: boolean;
  /** Rows say whose they are, and callers of one organisation have those of no other. */
  readonly wallsTenants: boolean;
  /** Devices send to it. */
  readonly hasDevices: boolean;
  /** What the decision on encryption asks for beyond disks and connections. */
  readonly encrypts: "columns" | "client" | undefined;
  readonly cards: string | undefined;
  readonly backups: string | undefined;
  readonly onOneMachine: boolean;
}

export function standingOf({
  needs,
  model,
  decisions = [],
}: Pick<Architecture, "needs" | "model"> & Partial<Pick<Architecture, "decisions">>): Standing {
  const encryption = decisions.find(({ id }) => id === "encryption")?.chosen;
  const kept = keptOf(needs, model);
  const settings = model.environments.production?.settings;
  const entities = model.services.flatMap((service) => service.entities);
  const commands = model.services.flatMap((service) => service.commands);
  const chosen = (question: string) => needs.choice(question).value[0];
  const hasFeeds = entities.some(({ feed }) => feed);
  const rules = [
    ...entities.flatMap(({ access }) => Object.values(access)),
    ...commands.map(({ rule }) => rule),
  ];
  return Object.freeze({
    kept,
    privacy: highest(kept.map((one) => one.privacy)),
    hasIssuer: settings?.authentication !== undefined,
    needsIssuer:
      needs.authentication.value.verdict === "required" ||
      rules.some(({ kind }) => kind !== "anyone" && kind !== "nobody" && kind !== "calledBy"),
    limitsRates: !(settings?.rateLimit && "off" in settings.rateLimit),
    namesProxies: (settings?.trustedProxies ?? []).length > 0,
    hasSecret: settings?.secret !== undefined,
    hasFeeds,
    hasLog: model.services.some(({ log }) => log !== undefined),
    archivesLog: settings?.log?.archive !== undefined,
    hasWebhooks: model.services.some(({ webhooks }) => webhooks !== undefined),
    webhookNetworks: settings?.webhooks?.networks ?? [],
    hasCommands: commands.some(({ rule }) => rule.kind !== "nobody" && rule.kind !== "calledBy"),
    openWrites: [
      ...entities.flatMap((entity) =>
        (["create", "update", "delete", "restore"] as const)
          .filter((act) => entity.access[act].kind === "anyone" && (act !== "restore" || entity.softDelete))
          .map((act) => `${act} ${entity.service}.${entity.name}`),
      ),
      ...commands
        .filter(({ rule }) => rule.kind === "anyone")
        .map(({ service, name }) => `${service}.${name}`),
    ],
    unlogged: kept
      .filter(({ model: entity, privacy }) => tellsOfPeople(privacy) && !entity?.feed && !entity?.projection)
      .filter(({ model: entity }) => !entity || !ofLintel.has(entity.name))
      .map(({ name }) => name),
    audit: needs.choice("security.audit").value,
    hasTenants: needs.tenants !== undefined || model.tenants,
    wallsTenants: model.tenants,
    hasDevices: needs.ingest !== undefined,
    encrypts: encryption === "columns" || encryption === "client" ? encryption : undefined,
    cards: chosen("security.cards"),
    backups: chosen("deployment.backups"),
    onOneMachine: chosen("deployment.topology") === "one-machine",
  });
}
