import { kebabCase } from "@lintel/runtime/tools";
import type { Cut } from "../cut/index.js";
import type { Decision } from "../decisions/index.js";
import { identifierOf } from "../language/index.js";
import type { Needs } from "../needs/index.js";
import { entitiesOf } from "./entities/entities-of.js";
import { type Known, knownOf } from "./known.js";
import { eventsOf } from "./operations/events-of.js";
import { operationsOf } from "./operations/operations-of.js";
import { peopleSignIn } from "./people.js";
import type { EntitySketch, RuleSketch, ServiceSketch, Sketch } from "./sketch.js";

/** Works out the blueprint of a system as data. Pure: the same needs, cut and decisions give the same sketch. */
export function sketchOf(needs: Needs, cut: Cut, decisions: readonly Decision[]): Sketch {
  const known = knownOf(needs, cut, decisions);
  const drafted = entitiesOf(known).map(({ of, ...sketch }) => ({ known: of, sketch }));
  const uses = usesOf(cut);
  const services = cut.services.map((service): ServiceSketch => {
    const made = operationsOf(known, service, drafted);
    const events = eventsOf(known, made);
    const manage = webhookManager(known);
    const entities = drafted.filter((one) => one.known.service === service.name).map(({ sketch }) => sketch);
    const isAudited = known.chosen("data-pattern", service.name) === "audited";
    return {
      name: service.name,
      description: service.does,
      notes: [service.because, ...(isAudited ? auditNotes(needs, entities) : []), ...made.notes],
      entities,
      events,
      operations: made.operations,
      ...(isAudited && entities.some(({ feed }) => feed) && { keepLog: "365d" }),
      uses: uses.get(service.name) ?? [],
      ...(manage && events.length > 0 && { webhooks: { events: events.map(({ name }) => name), manage } }),
    };
  });
  const rules = services.flatMap(({ entities, operations }) => [
    ...entities.flatMap(({ access }) => Object.values(access) as readonly RuleSketch[]),
    ...operations.map(({ access }) => access),
  ]);
  const hasTenants = services.some(({ entities }) =>
    entities.some(({ fields }) => fields.some(({ tenant }) => tenant)),
  );
  const hasWebhooks = services.some(({ webhooks }) => webhooks !== undefined);
  return {
    name: systemName(needs.name),
    description: needs.name.trim() || "A system.",
    notes: unplaced(needs, services),
    services,
    asksWhoCalls: hasWebhooks || hasTenants || rules.some(asksWhoCalls),
    hasTenants,
    hasWebhooks,
  };
}

function auditNotes(needs: Needs, entities: readonly EntitySketch[]): readonly string[] {
  const from = [...needs.choice("architecture.history").from, ...needs.choice("security.audit").from];
  const unread = entities.filter(({ feed, access }) => !feed && access.read.kind === "nobody");
  const says = [
    ...(entities.some(({ feed }) => feed)
      ? [
          "feed: true writes each change into the log, with who asked. The log is kept for a year, the longest there is: name log.archive in production where it has to be known for longer.",
        ]
      : []),
    ...(unread.length > 0
      ? [
          `Who changed what is not written down of what nobody reads by itself (${unread.map(({ name }) => name).join(", ")}): have the commands that change it emit what they did.`,
        ]
      : []),
  ].join(" ");
  if (says === "") return [];
  return [from.length > 0 ? `${from.join(", ")}: ${says}` : says];
}

/** Rules and edge cases that stand at no entity and no command: whoever writes it has to find their place. */
function unplaced(needs: Needs, services: readonly ServiceSketch[]): readonly string[] {
  const placed = services
    .flatMap(({ notes, entities, operations }) => [
      ...notes,
      ...[...entities, ...operations].flatMap((one) => one.notes),
    ])
    .join("\n");
  return [...needs.rules, ...needs.edgeCases]
    .filter(({ id }) => !placed.includes(`${id}:`))
    .map(({ id, criteria }) => `${id}: ${criteria.join(" ")}`);
}

function asksWhoCalls(rule: RuleSketch): boolean {
  if ("rules" in rule) return rule.rules.some(asksWhoCalls);
  return (
    rule.kind === "ofTenant" || rule.kind === "role" || rule.kind === "owner" || rule.kind === "signedIn"
  );
}

/** Which service calls which: those that take part in its features. A circle is left open where the later feature would close it. */
function usesOf({ workflows }: Cut): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, readonly string[]>();
  const reaches = (from: string, to: string): boolean =>
    from === to || (uses.get(from) ?? []).some((next) => reaches(next, to));
  for (const { owner, services, feature } of workflows) {
    if (feature.priority !== "P0") continue;
    for (const other of services.slice(1)) {
      const own = uses.get(owner) ?? [];
      if (own.includes(other) || reaches(other, owner)) continue;
      uses.set(owner, [...own, other]);
    }
  }
  return uses;
}

/** Who may have events sent to them: programs of others, where webhooks are offered and somebody can show who they are. */
function webhookManager(known: Known): RuleSketch | undefined {
  if (!peopleSignIn(known)) return undefined;
  const way = known.chosen("interfaces", "notices");
  const isOffered =
    way === undefined
      ? known.needs.choice("architecture.interfaces").value.includes("webhooks")
      : way === "webhooks" || way === "webhooks-events";
  return isOffered ? { kind: "role", role: "integrator" } : undefined;
}

/** Small letters, digits and single hyphens. */
function systemName(name: string): string {
  const made = kebabCase(identifierOf(name, "system")).replace(/[^a-z0-9-]/g, "");
  return made.slice(0, 24).replace(/-+$/, "") || "system";
}
