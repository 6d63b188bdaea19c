import { nameInstead } from "./closest-name.js";
import { eachDuration, eachTimeout, readDuration, shortestRequest } from "./durations.js";
import {
  isForDevelopment,
  isFromEnvironment,
  type SurveyedSetting,
  setting,
  settingNames,
  writtenText,
} from "./environment-settings.js";
import { hasLog } from "./events.js";
import { isNamed } from "./recognise.js";
import { ruleNeedsToken } from "./rule-reach.js";
import { within } from "./spot.js";
import type { Survey } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

/** Every number, with the least and the most that makes sense for it. */
const numbers: readonly (readonly [group: string, name: string, least: number, most: number])[] = [
  ["rateLimit", "requests", 1, 1_000_000_000],
  ["rateLimit", "requestsPerTenant", 1, 1_000_000_000_000],
  ["limits", "body", 1_024, 104_857_600],
  ["limits", "pageSize", 1, 1_000],
  ["limits", "includeDepth", 0, 5],
  ["limits", "sockets", 1, 1_000_000],
  ["limits", "feeds", 1, 1_000_000],
  ["limits", "feedsPerAddress", 1, 1_000_000],
  ["limits", "feedsPerUser", 1, 1_000_000],
  ["limits", "feedsPerTenant", 1, 1_000_000],
  ["limits", "feedSubscriptions", 1, 10_000],
  ["limits", "feedSubscriptionsPerTenant", 1, 1_000_000],
  ["limits", "feedMessages", 1, 100_000],
  ["connections", "reads", 1, 100],
  ["connections", "transactions", 1, 100],
  ["log", "maxWalBytes", 33_554_432, 1_099_511_627_776],
];

function needsToken({ entities, operations }: Survey): boolean {
  const calls = operations.flatMap(({ access }) => (access ? [access] : []));
  return [...entities.flatMap(({ access }) => access), ...calls].some(({ data }) => ruleNeedsToken(data));
}

/** The secret of every environment, and those before it. */
function secretsOf(survey: Survey): readonly SurveyedSetting[] {
  const previous = setting(survey, "previousSecrets").flatMap((one) =>
    (Array.isArray(one.value) ? one.value : [one.value]).map((value, position) => ({
      ...one,
      path: `${one.path}[${position}]`,
      value,
    })),
  );
  return [...setting(survey, "secret"), ...previous];
}

/** Environments: names, times and numbers. */
export const environmentChecks: readonly SystemCheck[] = [
  {
    code: "ENVIRONMENT_SETTING_UNKNOWN",
    severity: "error",
    rule: "An environment takes only the settings that there are.",
    *find({ environments }) {
      for (const environment of environments) {
        for (const [group, names] of Object.entries(settingNames)) {
          const settings = group === "" ? environment.settings : environment.settings[group];
          for (const name of isNamed(settings) ? Object.keys(settings) : []) {
            if (names.includes(name)) continue;
            yield found(
              within(environment, group === "" ? `.${name}` : `.${group}.${name}`),
              name,
              nameInstead(name, names),
            );
          }
        }
      }
    },
  },
  {
    code: "DURATION_INVALID",
    severity: "error",
    rule: "A duration is a number and its unit: ms, s, m, h or d.",
    *find(survey) {
      for (const one of eachDuration(survey)) {
        if (readDuration(one.value) === undefined)
          yield found(one, one.value, 'Write "250ms", "30s", "5m" or "2h".');
      }
    },
  },
  {
    code: "DURATION_OUT_OF_RANGE",
    severity: "error",
    rule: "A duration is long enough to work and short enough to protect.",
    *find(survey) {
      for (const one of eachDuration(survey)) {
        const { least, most } = one;
        const time = readDuration(one.value);
        if (time === undefined || (time >= least && time <= most)) continue;
        yield found(one, one.value, `Write a duration from ${least}ms to ${most / 1_000}s.`);
      }
    },
  },
  {
    code: "STATEMENT_OUTLIVES_REQUEST",
    severity: "warning",
    rule: "A statement ends before the request that waits for it.",
    *find(survey) {
      const fix = "Give the statement less time, or the request more.";
      for (const environment of survey.environments) {
        const timeouts = isNamed(environment.settings.timeouts) ? environment.settings.timeouts : {};
        const request = readDuration(timeouts.request ?? "15s") ?? Number.POSITIVE_INFINITY;
        const statements = [timeouts.row, timeouts.list, timeouts.statement ?? "10s"];
        if (!statements.some((one) => (readDuration(one) ?? 0) > request)) continue;
        yield found(within(environment, ".timeouts"), timeouts, fix);
      }
      const shortest = shortestRequest(survey);
      for (const one of eachTimeout(survey)) {
        if ((readDuration(one.value) ?? 0) > shortest) yield found(one, one.value, fix);
      }
    },
  },
  {
    code: "SETTING_OUT_OF_RANGE",
    severity: "error",
    rule: "A number among the settings is whole and within its bounds.",
    *find(survey) {
      for (const [group, name, least, most] of numbers) {
        for (const one of setting(survey, group, name)) {
          const { value } = one;
          if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) continue;
          yield found(one, value, `Write a whole number from ${least} to ${most}.`);
        }
      }
    },
  },
  {
    code: "LOG_ORDER_UNKNOWN",
    severity: "error",
    rule: "The order of a log is that of commits, or that of what is visible.",
    *find(survey) {
      for (const one of setting(survey, "log", "order")) {
        if (one.value === "commits" || one.value === "visible") continue;
        yield found(one, one.value, 'Write "commits" or "visible", or take it out.');
      }
    },
  },
  {
    code: "LOG_ARCHIVE_INVALID",
    severity: "error",
    rule: "The archive of logs is a folder.",
    *find(survey) {
      for (const one of setting(survey, "log", "archive")) {
        if (isFromEnvironment(one.value) || (typeof one.value === "string" && one.value !== "")) continue;
        yield found(one, one.value, 'Write archive: env("LOG_ARCHIVE"), or the path of a folder.');
      }
    },
  },
  {
    code: "LOG_ORDER_VISIBLE",
    severity: "warning",
    rule: "In the order of what is visible, transactions that touch nothing in common may stand in another order than they committed in.",
    *find(survey) {
      if (!survey.services.some(hasLog)) return;
      for (const one of setting(survey, "log", "order")) {
        if (one.value !== "visible") continue;
        yield found(
          one,
          one.value,
          'Write order: "commits", or take it out, where PostgreSQL permits logical replication; each row keeps its order in either.',
        );
      }
    },
  },
  {
    code: "RATE_LIMIT_OFF_WITHOUT_REASON",
    severity: "error",
    rule: "A rate limit is turned off only with a reason.",
    *find(survey) {
      for (const one of setting(survey, "rateLimit")) {
        const off = isNamed(one.value) ? one.value.off : one.value;
        if (off === undefined || (typeof off === "string" && off.trim() !== "")) continue;
        yield found(
          one,
          one.value,
          'Write the reason: rateLimit: { off: "The gateway limits." }, or take the line out.',
        );
      }
    },
  },
  {
    code: "AUTHENTICATION_MISSING",
    severity: "error",
    rule: "Where access rules ask who calls, an environment says whose tokens are believed.",
    *find(survey) {
      if (!needsToken(survey)) return;
      for (const environment of survey.environments) {
        if (isForDevelopment(environment) || environment.settings.authentication !== undefined) continue;
        const fix =
          'Write authentication: { issuer: env("ISSUER"), audience: "...", jwksUrl: env("JWKS_URL") }.';
        yield found(environment, Object.keys(environment.settings), fix);
      }
    },
  },
  {
    code: "SECRET_IN_BLUEPRINT",
    severity: "error",
    rule: "A secret stands in the process's environment, never in a file that is shared.",
    *find(survey) {
      for (const one of secretsOf(survey)) {
        const isFallback = typeof one.value !== "string";
        if (writtenText(one.value) === undefined || (isFallback && isForDevelopment(one.environment)))
          continue;
        yield found(
          one,
          "(not shown)",
          'Write env("SECRET") without a fallback, and change the secret: it has been seen.',
        );
      }
    },
  },
  {
    code: "SECRET_TOO_SHORT",
    severity: "error",
    rule: "A secret has at least 32 characters.",
    *find(survey) {
      for (const one of secretsOf(survey)) {
        const length = writtenText(one.value)?.length ?? 32;
        if (length < 32) yield found(one, `${length} characters`, "Make one with: openssl rand -base64 48.");
      }
    },
  },
];
