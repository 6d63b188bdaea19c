import { readNetwork } from "../network.js";
import { nameInstead } from "./closest-name.js";
import {
  isFromEnvironment,
  type SurveyedSetting,
  setting,
  settingNames,
  writtenText,
} from "./environment-settings.js";
import { isNamed } from "./recognise.js";
import { within } from "./spot.js";
import type { Survey } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const algorithms = ["EdDSA", "ES256", "ES384", "PS256", "RS256"];
const localHosts = ["localhost", "127.0.0.1", "[::1]"];

/** The addresses that stand in the file, with what they are read as. */
function addresses(survey: Survey): { one: SurveyedSetting; text: string; url: URL | undefined }[] {
  return ["issuer", "jwksUrl"].flatMap((name) =>
    setting(survey, "authentication", name).flatMap((one) => {
      const text = writtenText(one.value);
      return text === undefined ? [] : [{ one, text, url: URL.canParse(text) ? new URL(text) : undefined }];
    }),
  );
}

function listed(survey: Survey, group: string, name?: string) {
  return setting(survey, group, name).flatMap((one) =>
    (Array.isArray(one.value) ? one.value : [one.value]).map((value: unknown, position) => ({
      spot: within(one, `[${position}]`),
      environment: one.environment,
      value,
    })),
  );
}

/** The shortest prefix that a network of one's own has: 10.0.0.0/8 and fc00::/7 (RFC 1918, RFC 4193). */
const widest = { ipv4: 8, ipv6: 7 };

/** An origin as a browser sends it: scheme, host and port, and nothing behind. */
function isOrigin(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && new URL(value).origin === value;
}

/** Environments: who is believed, and whose pages may call. */
export const environmentAccessChecks: readonly SystemCheck[] = [
  {
    code: "AUTHENTICATION_INCOMPLETE",
    severity: "error",
    rule: "Authentication says the issuer, the audience and where the keys stand.",
    *find(survey) {
      for (const one of setting(survey, "authentication")) {
        const said = isNamed(one.value) ? one.value : {};
        for (const name of ["issuer", "audience", "jwksUrl"]) {
          if (isFromEnvironment(said[name]) || (typeof said[name] === "string" && said[name] !== ""))
            continue;
          yield found(within(one, `.${name}`), said[name], `Write ${name}: env("..."), or the value itself.`);
        }
      }
    },
  },
  {
    code: "ADDRESS_INVALID",
    severity: "error",
    rule: "The issuer and the address of its keys are absolute http or https addresses.",
    *find(survey) {
      for (const { one, text, url } of addresses(survey)) {
        if (text === "" || (url && /^https?:$/.test(url.protocol))) continue;
        yield found(one, text, "Write the whole address: https://login.example.com/.");
      }
    },
  },
  {
    code: "ADDRESS_INSECURE",
    severity: "error",
    rule: "Keys and tokens travel over https, except on this machine.",
    *find(survey) {
      for (const { one, text, url } of addresses(survey)) {
        if (url?.protocol !== "http:" || localHosts.includes(url.hostname)) continue;
        yield found(one, text, `Write https:${text.slice("http:".length)}.`);
      }
    },
  },
  {
    code: "ALGORITHM_UNKNOWN",
    severity: "error",
    rule: "A token is signed with a public key: EdDSA, ES256, ES384, PS256 or RS256 (RFC 8725).",
    *find(survey) {
      for (const { spot, value } of listed(survey, "authentication", "algorithms")) {
        if (!algorithms.includes(String(value)))
          yield found(spot, value, nameInstead(String(value), algorithms));
      }
    },
  },
  {
    code: "ALGORITHMS_EMPTY",
    severity: "error",
    rule: "At least one algorithm is believed.",
    *find(survey) {
      for (const one of setting(survey, "authentication", "algorithms")) {
        if (Array.isArray(one.value) && one.value.length === 0)
          yield found(one, one.value, "Take the line out: the default is safe.");
      }
    },
  },
  {
    code: "CORS_ORIGIN_INVALID",
    severity: "error",
    rule: "An origin is scheme, host and port, without a path or a slash at its end.",
    *find(survey) {
      for (const { spot, value } of listed(survey, "cors", "origins")) {
        if (value === "*" || isOrigin(value)) continue;
        const text = String(value);
        const better = URL.canParse(text) ? new URL(text).origin : "null";
        yield found(spot, value, `Write "${better === "null" ? "https://shop.example" : better}".`);
      }
    },
  },
  {
    code: "CORS_OPEN_WITH_AUTHENTICATION",
    severity: "error",
    rule: "Where tokens are believed, the pages that may call are named one by one.",
    *find(survey) {
      for (const { spot, environment, value } of listed(survey, "cors", "origins")) {
        if (value !== "*" || environment.settings.authentication === undefined) continue;
        yield found(spot, value, 'Name the origins: ["https://shop.example"].');
      }
    },
  },
  {
    code: "TRUSTED_PROXY_INVALID",
    severity: "error",
    rule: "A trusted proxy is an address or a range of addresses in CIDR notation.",
    *find(survey) {
      for (const one of setting(survey, "trustedProxies"))
        if (!Array.isArray(one.value)) yield found(one, one.value, 'Write a list: ["10.0.0.0/8"].');
      for (const { spot, value } of listed(survey, "trustedProxies")) {
        if (typeof value !== "string" || readNetwork(value) === undefined)
          yield found(spot, value, 'Write "10.0.0.5", "10.0.0.0/8" or "2001:db8::/32"; IPv4 as IPv4.');
      }
    },
  },
  {
    code: "TRUSTED_PROXY_ANYONE",
    severity: "error",
    rule: "Trusted proxies are of a network of one's own (at least /8 of IPv4, /7 of IPv6), since they say who calls.",
    *find(survey) {
      for (const { spot, value } of listed(survey, "trustedProxies")) {
        const network = typeof value === "string" ? readNetwork(value) : undefined;
        if (network === undefined || network.prefix >= widest[network.family]) continue;
        yield found(spot, value, "Name the proxy's own address, or the network that it is in.");
      }
    },
  },
  {
    code: "VARIABLE_NAME_INVALID",
    severity: "error",
    rule: "An environment variable is named in capital letters, digits and underscores.",
    *find(survey) {
      const names = settingNames.authentication ?? [];
      const settings = [
        ...names.flatMap((name) => setting(survey, "authentication", name)),
        ...setting(survey, "log", "archive"),
        ...setting(survey, "secret"),
      ];
      for (const one of settings) {
        if (!isFromEnvironment(one.value) || /^[A-Z][A-Z0-9_]*$/.test(one.value.env)) continue;
        yield found(
          one,
          one.value.env,
          `Write env("${one.value.env.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}").`,
        );
      }
    },
  },
];
