import { circles } from "./circles.js";
import { nameInstead } from "./closest-name.js";
import { isNamed } from "./recognise.js";
import { found, type SystemCheck } from "./system-check.js";

/** The system as a whole, and how its services hang together. */
export const systemWideChecks: readonly SystemCheck[] = [
  {
    code: "SYSTEM_VERSION_INVALID",
    severity: "error",
    rule: "The version of a system is a whole number from 1; it leads every path.",
    *find(survey) {
      const { version } = survey;
      if (Number.isSafeInteger(version) && Number(version) >= 1) return;
      yield found(
        survey,
        version,
        "Write version: 1, and the next number when a change would break a client.",
      );
    },
  },
  {
    code: "SYSTEM_WITHOUT_SERVICES",
    severity: "error",
    rule: "A system has at least one service.",
    *find(survey) {
      if (survey.services.length > 0 || survey.unusable.length > 0) return;
      yield found(survey, survey.services, 'Write services: [service("catalog", { entities: { ... } })].');
    },
  },
  {
    code: "BRIEF_OFF_WITHOUT_REASON",
    severity: "error",
    rule: "The brief is turned off only with a reason.",
    *find(survey) {
      const { brief } = survey;
      if (brief === undefined) return;
      const off = isNamed(brief) ? brief.off : brief;
      if (typeof off === "string" && isNamed(brief) && off.trim() !== "") return;
      yield found(
        survey,
        brief,
        'Write the reason: brief: { off: "A sample, to look at Lintel." }, or take the line out.',
      );
    },
  },
  {
    code: "SERVICE_EMPTY",
    severity: "warning",
    rule: "A service has an entity, a command or a query.",
    *find({ services, unusable }) {
      for (const service of services) {
        if (service.entities.size > 0 || service.operations.length > 0) continue;
        if (unusable.some(({ path }) => path.startsWith(`${service.path}.`))) continue;
        yield found(service, service.name, "Give it an entity, or take it out of the system.");
      }
    },
  },
  {
    code: "USES_UNKNOWN_SERVICE",
    severity: "error",
    rule: "A service uses only services of the same system.",
    *find({ services }) {
      const names = services.map(({ name }) => name);
      for (const use of services.flatMap(({ uses }) => uses)) {
        if (names.includes(use.service)) continue;
        yield found(
          use,
          use.service,
          `Add it to the services of the system. ${nameInstead(use.service, names)}`,
        );
      }
    },
  },
  {
    code: "USES_CIRCLE",
    severity: "error",
    rule: "Services that use one another make no circle, so that each can be started, tested and changed alone.",
    *find({ services }) {
      const uses = new Map(services.map((service) => [service.name, service.uses.map((use) => use.service)]));
      for (const circle of circles(uses)) {
        const first = services.find(({ name }) => name === circle[0]);
        const use = first?.uses.find((one) => one.service === circle[1]);
        if (use) yield found(use, circle.join(" -> "), "Move what both need into a service of its own.");
      }
    },
  },
];
