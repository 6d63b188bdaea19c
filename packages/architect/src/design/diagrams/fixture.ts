import fc from "fast-check";
import type { EntityDiagram, Graph, GraphNode, Sequence, SequenceStep } from "./diagram.js";

/** For tests: names that people, and those who mean harm, give to things. */
const hostileNames: readonly string[] = [
  "orders",
  "a".repeat(200),
  "place-order/".repeat(20),
  '"><script>alert(1)</script>',
  "</text></svg><img src=x onerror=alert(1)>",
  "]]> --> %%{init: {}}%%",
  "`$" + "{process.exit(1)}` */ // ' \" \\",
  'end; subgraph x["y"] --> z',
  "#quot; #35; &lt; &amp;",
  "größe naïve Œuvre",
  "注文を受け付けて在庫を引き当てる",
  "الطلبات والمدفوعات",
  "заказы и платежи",
  "👨‍👩‍👧 family 🇩🇪🏴‍☠️ ☎️",
  "﷽ ﷺ",
  "e\u0301\u0302\u0303 z̴̡̛͖͎a̶l̵g̷o̸",
  "\u0000\u0007\u202eevil\u2028line\ud800",
  " ",
  "select",
  "WWWWWWWW MMMMMMMM ".repeat(10),
];

const name = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("Orders", "Payment provider", "reads and writes", "customer", "PostgreSQL"),
);
const kinds = ["person", "system", "service", "database", "queue", "store", "outside"] as const;
const kind = fc.constantFrom<GraphNode["kind"]>(...kinds);
const maybe = fc.option(name, { nil: undefined });
const pick = fc.nat();

function given<T>(key: string, value: T | undefined): { [key: string]: T } {
  return value === undefined ? {} : { [key]: value };
}

/** Graphs of up to `most` nodes in up to three groups. */
export function graphs(most: number): fc.Arbitrary<Graph> {
  return fc
    .record({
      title: name,
      groups: fc.array(name, { maxLength: 3 }),
      nodes: fc.array(fc.record({ kind, title: name, technology: maybe, text: maybe, group: pick }), {
        minLength: 1,
        maxLength: most,
      }),
      edges: fc.array(fc.record({ from: pick, to: pick, text: maybe, later: fc.boolean() }), {
        maxLength: most * 2,
      }),
    })
    .map(({ title, groups, nodes, edges }): Graph => {
      const made = nodes.map(({ technology, text, group, ...node }, at): GraphNode => {
        const of = group % (groups.length + 1);
        return {
          ...node,
          id: `n${at}`,
          ...given("technology", technology),
          ...given("text", text),
          ...(of < groups.length && { group: `g${of}` }),
        };
      });
      const filled = groups
        .map((one, at) => ({ id: `g${at}`, title: one }))
        .filter(({ id }) => made.some(({ group }) => group === id));
      const ids = [...made, ...filled].map(({ id }) => id);
      const groupOf = new Map(made.map(({ id, group }) => [id, group]));
      return {
        title,
        groups: filled,
        nodes: made,
        notes: [title],
        edges: edges.flatMap(({ from, to, text, later }) => {
          const [one, other] = [ids[from % ids.length] ?? "", ids[to % ids.length] ?? ""];
          const isInside = groupOf.get(one) === other || groupOf.get(other) === one;
          const isOwn = one === other && one.startsWith("g");
          return isInside || isOwn ? [] : [{ from: one, to: other, later, ...given("text", text) }];
        }),
      };
    });
}

/** Sequences of up to six participants, with what is open closed at the end. */
export const sequences: fc.Arbitrary<Sequence> = fc
  .record({
    title: name,
    participants: fc.array(fc.record({ title: name, kind }), { minLength: 1, maxLength: 6 }),
    steps: fc.array(
      fc.record({
        step: fc.nat(5),
        from: pick,
        to: pick,
        text: name,
        kind: fc.constantFrom("call", "answer", "event"),
      }),
      { maxLength: 20 },
    ),
  })
  .map(({ title, participants, steps }): Sequence => {
    const idOf = (at: number) => `p${at % participants.length}`;
    let open = 0;
    const made = steps.flatMap(({ step, from, to, text, kind: of }): readonly SequenceStep[] => {
      if (step === 0) open += 1;
      if (step === 0) return [{ step: "when", text }];
      if (step === 1 && open > 0) open -= 1;
      else if (step === 1) return [];
      if (step === 1) return [{ step: "end" }];
      if (step === 2) return [{ step: "note", over: idOf(from), text }];
      return [
        { step: "message", from: idOf(from), to: idOf(to), text, kind: of as "call" | "answer" | "event" },
      ];
    });
    const ends = Array.from({ length: open }, (): SequenceStep => ({ step: "end" }));
    return {
      title,
      participants: participants.map((one, at) => ({ ...one, id: `p${at}` })),
      steps: [...made, ...ends],
      notes: [title],
    };
  });

const field = fc.record({
  name,
  type: name,
  key: fc.constantFrom("primary", "foreign", "unique", undefined),
  optional: fc.boolean(),
});

/** Up to eight tables in up to three groups. */
export const entityDiagrams: fc.Arbitrary<EntityDiagram> = fc
  .record({
    title: name,
    entities: fc.array(
      fc.record({ title: name, group: fc.nat(3), fields: fc.array(field, { maxLength: 8 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    relations: fc.array(
      fc.record({
        from: pick,
        to: pick,
        field: name,
        optional: fc.boolean(),
        unique: fc.boolean(),
        loose: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  })
  .map(
    ({ title, entities, relations }): EntityDiagram => ({
      title,
      notes: [title],
      entities: entities.map(({ title: of, group, fields }, at) => ({
        id: `e${at}`,
        title: of,
        ...(group > 0 && { group: `g${group}` }),
        fields: fields.map(({ key, ...rest }) => ({ ...rest, ...(key && { key }) })),
      })),
      relations: relations.map((one) => ({
        ...one,
        from: `e${one.from % entities.length}`,
        to: `e${one.to % entities.length}`,
      })),
    }),
  );
