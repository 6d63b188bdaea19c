import type { SystemModel } from "@lintel/runtime/tools";
import type { Needs } from "../../needs/index.js";
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
  readonly tenants: boolean;
  readonly cards: string | undefined;
  readonly backups: string | undefined;
  readonly onOneMachine: boolean;
}

export function standingOf(needs: Needs, model: SystemModel): Standing {
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
      .filter(({ model, privacy }) => model && !model.feed && !model.projection && tellsOfPeople(privacy))
      .filter(({ model }) => model && !ofLintel.has(model.name))
      .map(({ name }) => name),
    audit: needs.choice("security.audit").value,
    tenants: needs.tenants !== undefined,
    cards: chosen("security.cards"),
    backups: chosen("deployment.backups"),
    onOneMachine: chosen("deployment.topology") === "one-machine",
  });
}
