import type { FieldSketch } from "../sketch.js";
import type { Drafted } from "./drafted.js";

/** Lets a reference be left out that closes a circle: else no row could ever be the first. */
export function withoutCircles(entities: readonly Drafted[]): readonly Drafted[] {
  const needed = new Map<string, Set<string>>(
    entities.map(({ known }) => [keyOf(known.service, known.name), new Set()]),
  );
  return entities.map((entity) => {
    const { known, fields } = entity;
    const own = keyOf(known.service, known.name);
    const open = (field: FieldSketch): FieldSketch => {
      if (field.type.kind !== "reference" || field.optional) return field;
      const target = keyOf(known.service, field.type.target);
      if (target === own || reaches(needed, target, own)) {
        const { immutable: _, ...rest } = field;
        return { ...rest, optional: true };
      }
      needed.get(own)?.add(target);
      return field;
    };
    return { ...entity, fields: fields.map(open) };
  });
}

function reaches(
  needed: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
  seen: Set<string> = new Set(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(needed.get(from) ?? [])].some((next) => reaches(needed, next, to, seen));
}

function keyOf(service: string, entity: string): string {
  return `${service}.${entity}`;
}
