import type { Architecture } from "../../architecture.js";

/** A key or a secret that the system stands on. `name` is Markdown-free text. */
export interface Secret {
  readonly name: string;
  /** What it opens. */
  readonly opens: string;
  readonly keptIn: string;
  /** How it is replaced. */
  readonly replaced: string;
  readonly from: readonly string[];
}

type Setting = string | { readonly env: string } | undefined;

function variable(setting: Setting, otherwise: string): string {
  return typeof setting === "object" ? setting.env : otherwise;
}

/** Every key and secret, by the blueprint and the brief: what runs on others' keys too, so that nothing is forgotten when one leaks. */
export function secretsOf({ model, needs }: Pick<Architecture, "model" | "needs">): readonly Secret[] {
  const settings = model.environments.production?.settings;
  const hasWebhooks = model.services.some(({ webhooks }) => webhooks !== undefined);
  const secrets: (Secret | false)[] = [
    settings?.authentication !== undefined && {
      name: "The issuer's signing keys",
      opens: "tokens that the system believes",
      keptIn: `at the issuer; Lintel reads the public ones from ${variable(settings.authentication.jwksUrl, "the address in the blueprint")}`,
      replaced: "at the issuer: a new key is found at once, a withdrawn one stops working within ten minutes",
      from: needs.authentication.from,
    },
    {
      name: variable(settings?.secret, "secret (not set)"),
      opens: hasWebhooks ? "cursors of lists; secrets of webhook endpoints" : "cursors of lists",
      keptIn:
        settings?.secret === undefined
          ? "nowhere: made anew at each start, so that cursors end with the process, and one process refuses those of another"
          : "the environment of each process, the same in all",
      replaced:
        "the old one goes into `previousSecrets`, so that what was sealed is read and sealed anew; open cursors end",
      from: [],
    },
    {
      name: "DATABASE_URL (owner)",
      opens: "all tables, and the right to change them",
      keptIn: "where migrations run, and not where the system serves",
      replaced: "`alter role ... password`, then the setting",
      from: [],
    },
    ...model.services.map(({ name, login }) => ({
      name: `${name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()}_DATABASE_URL`,
      opens: `what the service ${name} may do, as ${login}`,
      keptIn: "the environment of the processes that serve it",
      replaced: "`lintel db logins --rotate`, then the setting and a restart",
      from: [],
    })),
    {
      name: "The proxy's TLS key",
      opens: "the system's name on the network",
      keptIn: "the proxy",
      replaced: "by the operators, before its certificate ends",
      from: [],
    },
    ...needs.systems
      .filter(({ authentication }) => authentication !== "none" && authentication !== "")
      .map(({ name, direction, authentication, from }) => ({
        name: `${name} (${authentication})`,
        opens: direction === "in" ? "what it sends here, in its name" : "the other system, in our name",
        keptIn:
          direction === "in"
            ? "with them; what checks it is in our settings"
            : "the environment of the processes that ask it",
        replaced: proofs[authentication] ?? "as agreed with them",
        from,
      })),
    hasWebhooks && {
      name: "Secrets of webhook endpoints",
      opens: "messages in the system's name, to one endpoint each",
      keptIn: "the database, sealed with AES-256-GCM; told once to whoever made the endpoint",
      replaced: "`rotate-webhook-secret`: both sign for the overlap",
      from: [],
    },
    {
      name: "Keys of disks and copies",
      opens: "all that is kept, past every rule",
      keptIn: "the platform's key store, not beside the copies",
      replaced: "as the platform does; old copies need old keys for as long as they are kept",
      from: [],
    },
  ];
  return secrets.filter((secret) => secret !== false);
}

const proofs: { readonly [id: string]: string } = {
  "api-key": "a second key is made there, put into the settings, and the first one taken back",
  oauth2: "a second client secret is made, put into the settings, and the first one taken back",
  mtls: "a new certificate before the old one ends, from a key that never leaves its machine",
  signature: "both secrets hold for an agreed time",
};
