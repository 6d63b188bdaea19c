import type { RuleData, System } from "@lintel/runtime/tools";

/** Every role that an access rule of the system names, sorted. */
export function rolesOf(system: System): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { kind, role, data, rules } = value as Partial<RuleData> & Record<string, unknown>;
    if (kind === "role" && typeof role === "string") found.add(role);
    if (Array.isArray(rules)) for (const rule of rules) visit(rule);
    if (data !== undefined) visit(data);
  };
  for (const service of system.services) {
    for (const { options } of [...Object.values(service.entities), ...service.projections]) {
      const { fields, ...rules } = (options.access ?? {}) as { readonly [slot: string]: unknown };
      for (const rule of Object.values(rules)) visit(rule);
      for (const narrowed of Object.values(fields ?? {}))
        for (const rule of Object.values(narrowed ?? {})) visit(rule);
    }
    for (const { access } of [...service.commands, ...service.queries]) visit(access);
  }
  return [...found].sort();
}
