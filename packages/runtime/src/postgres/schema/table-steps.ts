import { quote } from "../identifier.js";
import type { Step } from "./change.js";
import { createTableSql } from "./column-sql.js";
import type {
  ConstraintDescription,
  IndexDescription,
  PolicyDescription,
  TableDescription,
  TriggerDescription,
} from "./description.js";
import { textLiteral } from "./literal.js";
import { addConstraintOnline, addIndexOnline, dropIndexOnline, type Replaced } from "./online.js";

/** The step of what is done to one table, with the qualified and quoted name in reach. */
export interface TableSteps {
  create(table: TableDescription): Step[];
  drop(table: TableDescription): Step[];
  addConstraint(constraint: ConstraintDescription, isNew: boolean, replaced?: Replaced): Step;
  dropConstraint(constraint: ConstraintDescription): Step;
  addIndex(index: IndexDescription, isNew: boolean, replaced?: Replaced): Step;
  dropIndex(index: IndexDescription): Step;
  addTrigger(trigger: TriggerDescription): Step;
  replaceTrigger(trigger: TriggerDescription): Step;
  dropTrigger(trigger: TriggerDescription): Step;
  addPolicy(policy: PolicyDescription): Step;
  /** Another form of a policy for the same verb, without a moment in which neither holds. */
  alterPolicy(policy: PolicyDescription): Step;
  dropPolicy(policy: PolicyDescription): Step;
  setRowSecurity(on: boolean): Step;
  comment(comment: string | undefined): Step;
  commentOnColumn(column: string, comment: string | undefined): Step;
}

/**
 * The steps for one table. `isNew` says that the table is made in the same migration, and so holds no rows;
 * `replaced`, that what is added also does the work of the step that drops what has its name.
 */
export function tableSteps(schema: string, name: string): TableSteps {
  const table = `${quote(schema)}.${quote(name)}`;
  const subject = `${schema}.${name}`;
  const quiet = { schema, losesData: false } as const;

  const steps: TableSteps = {
    create: (created) => [
      {
        ...quiet,
        phase: "create tables",
        subject,
        sentence: `Creates the table ${subject}.`,
        sql: createTableSql(schema, created),
        locks: "nothing",
      },
      ...(created.firstRow === undefined
        ? []
        : [
            {
              ...quiet,
              phase: "create tables" as const,
              subject,
              sentence: `Puts the first row into ${subject}.`,
              sql: created.firstRow,
              locks: "nothing" as const,
            },
          ]),
      ...created.constraints
        .filter((constraint) => constraint.kind === "foreign key")
        .map((constraint) => steps.addConstraint(constraint, true)),
      ...created.indexes.map((index) => steps.addIndex(index, true)),
      ...created.triggers.map((trigger) => steps.addTrigger(trigger)),
      ...created.policies.map((policy) => steps.addPolicy(policy)),
      ...(created.rowSecurity ? [steps.setRowSecurity(true)] : []),
      ...(created.comment === undefined ? [] : [steps.comment(created.comment)]),
      ...created.columns
        .filter((column) => column.comment !== undefined)
        .map((column) => steps.commentOnColumn(column.name, column.comment)),
    ],
    drop: (dropped) => [
      ...dropped.constraints
        .filter((constraint) => constraint.kind === "foreign key")
        .map((constraint) => steps.dropConstraint(constraint)),
      {
        schema,
        phase: "drop tables",
        subject,
        sentence: `Drops the table ${subject} with all its rows.`,
        sql: `drop table ${table}`,
        losesData: true,
        locks: "briefly",
      },
    ],
    addConstraint: (constraint, isNew, replaced) => ({
      ...quiet,
      phase: constraintPhases[constraint.kind] ?? "add constraints",
      subject: `${subject}.${constraint.name}`,
      sentence: `Adds the ${constraint.kind} constraint ${constraint.name} to ${subject}.`,
      sql: `alter table ${table}\n  add constraint ${quote(constraint.name)} ${constraint.definition}`,
      locks:
        constraint.kind === "foreign key" ? (isNew ? "briefly" : "writes") : isNew ? "nothing" : "everything",
      mayFail: isNew ? undefined : `a row of ${subject} breaks ${constraint.name}`,
      online: isNew ? undefined : addConstraintOnline(table, constraint, replaced),
    }),
    dropConstraint: (constraint) => ({
      ...quiet,
      phase: constraint.kind === "foreign key" ? "drop foreign keys" : "drop constraints",
      subject: `${subject}.${constraint.name}`,
      sentence: `Drops the ${constraint.kind} constraint ${constraint.name} of ${subject}.`,
      sql: `alter table ${table}\n  drop constraint ${quote(constraint.name)}`,
      locks: "briefly",
    }),
    addIndex: (index, isNew, replaced) => ({
      ...quiet,
      phase: "add indexes",
      subject: `${subject}.${index.name}`,
      sentence: `Creates the index ${index.name} on ${subject}.`,
      sql: index.definition,
      locks: isNew ? "nothing" : "writes",
      mayFail:
        isNew || !/^create unique/i.test(index.definition)
          ? undefined
          : `two rows of ${subject} hold the same values for ${index.name}`,
      online: isNew ? undefined : addIndexOnline(table, index, replaced),
    }),
    dropIndex: (index) => ({
      ...quiet,
      phase: "drop indexes",
      subject: `${subject}.${index.name}`,
      sentence: `Drops the index ${index.name} of ${subject}.`,
      sql: `drop index ${quote(schema)}.${quote(index.name)}`,
      locks: "briefly",
      online: [dropIndexOnline(schema, index.name)],
    }),
    addTrigger: (trigger) => ({
      ...quiet,
      phase: "add triggers",
      subject: `${subject}.${trigger.name}`,
      sentence: `Creates the trigger ${trigger.name} on ${subject}.`,
      sql: trigger.definition,
      locks: "briefly",
    }),
    replaceTrigger: (trigger) => {
      const sql = trigger.definition.replace(/^create trigger/i, "create or replace trigger");
      return { ...steps.addTrigger(trigger), online: [{ sql, alone: false }] };
    },
    dropTrigger: (trigger) => ({
      ...quiet,
      phase: "drop triggers",
      subject: `${subject}.${trigger.name}`,
      sentence: `Drops the trigger ${trigger.name} of ${subject}.`,
      sql: `drop trigger ${quote(trigger.name)} on ${table}`,
      locks: "briefly",
    }),
    addPolicy: (policy) => ({
      ...quiet,
      phase: "add policies",
      subject: `${subject}.${policy.name}`,
      sentence: `Lets rows of ${subject} through by the policy ${policy.name}.`,
      sql: `create policy ${quote(policy.name)} on ${table}\n  ${policy.definition}`,
      locks: "briefly",
    }),
    alterPolicy: (policy) => ({
      ...quiet,
      phase: "add policies",
      subject: `${subject}.${policy.name}`,
      sentence: `Changes which rows of ${subject} the policy ${policy.name} lets through.`,
      sql: `alter policy ${quote(policy.name)} on ${table}\n  ${policy.definition.replace(/^for \w+ /, "")}`,
      locks: "briefly",
    }),
    dropPolicy: (policy) => ({
      ...quiet,
      phase: "drop policies",
      subject: `${subject}.${policy.name}`,
      sentence: `Drops the policy ${policy.name} of ${subject}.`,
      sql: `drop policy ${quote(policy.name)} on ${table}`,
      locks: "briefly",
    }),
    setRowSecurity: (on) => ({
      ...quiet,
      phase: "row security",
      subject,
      sentence: `${on ? "Holds" : "No longer holds"} ${subject} to its policies.`,
      sql: `alter table ${table} ${on ? "enable" : "disable"} row level security`,
      locks: "briefly",
    }),
    comment: (comment) => ({
      ...quiet,
      phase: "comments",
      subject,
      sentence: `Says what ${subject} is.`,
      sql: `comment on table ${table} is ${commentLiteral(comment)}`,
      locks: "nothing",
    }),
    commentOnColumn: (column, comment) => ({
      ...quiet,
      phase: "comments",
      subject: `${subject}.${column}`,
      sentence: `Says what ${subject}.${column} is.`,
      sql: `comment on column ${table}.${quote(column)} is ${commentLiteral(comment)}`,
      locks: "nothing",
    }),
  };
  return steps;
}

/** A unique constraint comes with an index, which is better built when the columns are filled. */
const constraintPhases: { readonly [kind: string]: Step["phase"] } = {
  "foreign key": "add foreign keys",
  unique: "add unique constraints",
};

/** A comment as SQL; none takes the old one away. */
export function commentLiteral(comment: string | undefined): string {
  return comment === undefined ? "null" : textLiteral(comment);
}
