import { concern } from "../../cut/index.js";
import { fieldNames, wordsOf } from "../../language/index.js";
import type { Known, KnownEntity } from "../known.js";
import type { FieldSketch } from "../sketch.js";
import { tenantFieldOf, withoutReferences } from "../tenants.js";

/** What an entity needs besides what the person said that it holds: the whole that it is a part of, its tenant, what features answer with. */
export function additionsTo(
  known: Known,
  entity: KnownEntity,
  fields: readonly FieldSketch[],
): readonly FieldSketch[] {
  const has = (name: string) => fields.some((field) => field.name === name);
  const whole = wholeOf(known, entity);
  const part: readonly FieldSketch[] =
    whole && whole.service === entity.service && !has(whole.name)
      ? [
          {
            name: whole.name,
            type: { kind: "reference", target: whole.name, onDelete: "cascade" },
            immutable: true,
          },
        ]
      : [];
  const tenant = tenantFieldOf(known, entity, [...part, ...fields]);
  const first = [...(tenant ? [tenant] : []), ...part];
  const last = [...numbersOf(known, entity, fields), ...sequenceOf(known, entity, fields)];
  const stays = entity.isLog || (whole !== undefined && isLeftAlone(known, entity));
  const others = fields.filter(({ name }) => name !== tenant?.name).map(withoutReferences(known, entity));
  const all = [...first, ...others, ...last].map((field): FieldSketch => (stays ? unchanging(field) : field));
  const names = fieldNames(
    all.map(({ name }) => name),
    (at) => all[at]?.type.kind === "reference",
  );
  return all.map((field, at) => ({ ...field, name: names[at] ?? field.name }));
}

/** Whether a rule says that what is there stays as it is: "leave the lines of orders placed before as they are". */
function isLeftAlone({ needs }: Known, { words }: KnownEntity): boolean {
  return needs.rules.some(({ criteria }) =>
    criteria.some((one) => wordsOf(/\bleave the (\p{L}+)/iu.exec(one)?.[1] ?? "")[0] === words.at(-1)),
  );
}

/** An order line is a part of an order. */
export function wholeOf({ entities }: Known, entity: KnownEntity): KnownEntity | undefined {
  return entities.find(
    ({ words }) =>
      words.length > 0 &&
      words.length < entity.words.length &&
      words.every((word, at) => entity.words[at] === word),
  );
}

/** "answer with the order's number", "show its tracking number". */
function numbersOf(
  { needs }: Known,
  entity: KnownEntity,
  fields: readonly FieldSketch[],
): readonly FieldSketch[] {
  const name = entity.words.join(" ");
  const found = needs.features
    .filter((feature) => concern(feature, entity.subject) >= 2)
    .flatMap(({ criteria }) => criteria)
    .flatMap((criterion) => [
      ...(criterion.toLowerCase().includes(`${name}'s number`) ? ["number"] : []),
      ...[...criterion.matchAll(/\bits ([a-z]+ number)\b/gi)].map(([, said = ""]) => said.toLowerCase()),
    ]);
  return [...new Set(found)]
    .filter((said) => !fields.some((field) => wordsOf(field.name).join(" ") === said))
    .map((said): FieldSketch => {
      const isOwn = said === "number";
      return {
        name: fieldNames([said])[0] ?? said,
        type: { kind: "text", min: 1, max: 64 },
        ours: true,
        ...(isOwn ? { unique: true as const } : { optional: true as const }),
      };
    });
}

/** Readings are known again by the number that their device gave them. */
function sequenceOf(
  { needs }: Known,
  entity: KnownEntity,
  fields: readonly FieldSketch[],
): readonly FieldSketch[] {
  if (!entity.isLog || !needs.series || fields.some(({ name }) => name === "sequence")) return [];
  const rule = [...needs.rules, ...needs.edgeCases].find(({ criteria }) =>
    criteria.some(
      (one) => /\bsequence number/i.test(one) && wordsOf(one).includes(entity.words.at(-1) ?? ""),
    ),
  );
  if (!rule) return [];
  return [
    { name: "sequence", type: { kind: "bigint", min: "0" }, note: `By which a repeat is known: ${rule.id}.` },
  ];
}

function unchanging(field: FieldSketch): FieldSketch {
  if (field.type.kind === "many" || field.immutable || field.tenant) return field;
  const { default: _, ...rest } = field;
  return field.optional ? field : { ...rest, immutable: true };
}
