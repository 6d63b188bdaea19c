import { quote } from "../identifier.js";
import { backfillLine } from "./backfill-line.js";
import type { Step } from "./change.js";
import { columnSql } from "./column-sql.js";
import { setNotNullOnline } from "./online.js";
import { type SameValue, sameFunction, sameTrigger } from "./same-value.js";
import { typeChange } from "./type-change.js";

/**
 * The steps that put a column beside the one whose place it takes: the function and the trigger that keep both equal, with
 * the column at once, then the old rows in batches, then that it is required.
 */
export function expansionSteps(pair: SameValue): readonly Step[] {
  const { schema, table, former, latter } = pair;
  const subject = `${schema}.${table}.${latter.name}`;
  const alter = `alter table ${quote(schema)}.${quote(table)}`;
  const quiet = { schema, subject, losesData: false, locks: "briefly" } as const;
  const { definition, name } = sameFunction(pair);
  const add = together([
    `${alter}\n    add column ${columnSql({ name: latter.name, type: latter.type, notNull: false })}`,
    ...(latter.default === undefined
      ? []
      : [`${alter}\n    alter column ${quote(latter.name)} set default ${latter.default}`]),
    sameTrigger(pair).definition.replaceAll("\n", "\n  "),
  ]);
  const fill = fillSql(pair, true);
  return [
    {
      ...quiet,
      phase: "functions",
      subject: `${schema}.${name}`,
      sentence: `Creates the function ${schema}.${name}, which keeps ${former.name} and ${latter.name} equal.`,
      sql: definition,
      locks: "nothing",
      online: [{ sql: definition, alone: false }],
    },
    {
      ...quiet,
      phase: "add columns",
      sentence: `Adds the column ${subject} (${latter.type}) beside ${former.name}, whose place it takes.`,
      sql: add,
      online: [{ sql: add, alone: false }],
    },
    {
      ...quiet,
      phase: "fill columns",
      sentence: `Fills ${subject} from ${former.name}, in batches.`,
      sql: fillSql(pair, false),
      mayFail: typeChange(former.name, former.type, latter.type).losesData
        ? `a value of ${former.name} does not read as ${latter.type}`
        : undefined,
      online: [
        {
          sql: fill,
          alone: false,
          above: [
            `-- The trigger fills ${latter.name} wherever ${former.name} is written, by itself too.`,
            backfillLine({ schema, table, from: former.name, to: latter.name }),
          ].join("\n"),
        },
      ],
    },
    ...(latter.notNull
      ? [
          {
            ...quiet,
            phase: "require columns" as const,
            sentence: `Makes ${subject} required.`,
            sql: `${alter}\n  alter column ${quote(latter.name)} set not null`,
            mayFail: `a row has no value for ${subject}`,
            online: setNotNullOnline(schema, table, latter.name),
          },
        ]
      : []),
  ];
}

function fillSql({ schema, table, former, latter }: SameValue, inBatches: boolean): string {
  const [older, newer] = [quote(former.name), quote(latter.name)];
  return `update ${quote(schema)}.${quote(table)}
   set ${older} = ${older}
 where ${inBatches ? '"id" between $1 and $2\n   and ' : ""}${newer} is null
   and ${older} is not null`;
}

/** Several statements as one, so that nobody sees one of them done without the others. */
export function together(statements: readonly string[]): string {
  return `do $lintel$\nbegin\n${statements.map((statement) => `  ${statement};\n`).join("")}end\n$lintel$`;
}
