/** Every way in which the command line can fail by itself. Codes are stable and never reused. */
export const toolErrorCodes = {
  BLUEPRINT_NOT_FOUND: "There is no blueprint where one was looked for.",
  BLUEPRINT_UNREADABLE: "The blueprint is there but cannot be read.",
  BLUEPRINT_SYNTAX: "A file of the project is not valid TypeScript.",
  BLUEPRINT_IMPORT: "A file of the project imports what is not there.",
  BLUEPRINT_CIRCULAR: "Files of the project import each other in a circle.",
  BLUEPRINT_THREW: "A file of the project threw an error while it was read.",
  BLUEPRINT_STUCK: "A file of the project never finished loading.",
  BLUEPRINT_NO_DEFAULT: "A file of the project exports nothing by default.",
  BLUEPRINT_NOT_A_SYSTEM: "The blueprint exports something other than a system.",
  BLUEPRINT_HAS_ERRORS: "The check found errors in the blueprint.",
  BRIEF_MISSING: "The project has no brief.",
  BRIEF_INCOMPLETE: "Something that the brief needs is still open.",
  BRIEF_UNCONFIRMED: "Nobody has confirmed the brief.",
  BRIEF_CHANGED: "The brief says something else than what was confirmed.",
  BRIEF_CONTRADICTED: "The blueprint contradicts what the brief decides.",
  TERMINAL_MISSING: "The command asks a person, and there is no terminal to ask at.",
  PERSON_MISSING: "The command asks a person, and none is there.",
  BATCH_INVALID: "This is not a number of questions.",
  SPECIFICATION_UNREADABLE: "A specification cannot be read.",
  SPECIFICATION_UNKNOWN: "Nothing of a specification was recognised.",
  ANSWERS_INVALID: "A file of answers holds what cannot be taken.",
  PRICES_INVALID: "A file of prices holds what cannot be taken.",
  WIDTHS_INVALID: "A file of measured widths holds what cannot be taken.",
  WIDTHS_KEPT: "Widths were measured before, and are not measured again unasked.",
  WIDTHS_OF_NOTHING: "There are no rows whose widths could be measured.",
  ANSWER_UNCLEAR: "An answer is not clear enough to be taken.",
  QUESTION_UNKNOWN: "There is no such question, or it is not asked.",
  LEARNED_UNREADABLE: "What the project has learned cannot be read.",
  LEARNED_BUSY: "Another process writes what the project has learned.",
  LEARNED_NOT_WRITABLE: "What the project has learned cannot be written.",
  HOME_NOT_WRITABLE: "Nothing can be kept in the home folder.",
  NOTE_INVALID: "This is not a note.",
  SUBJECT_UNKNOWN: "Nothing is called so.",
  SUBJECT_AMBIGUOUS: "Several things are called so.",
  PROJECT_NOT_A_MODULE: "The project is not an ECMAScript module.",
  SEED_NOT_FOUND: "There is no seed.ts.",
  SEED_INVALID: "seed.ts does not fit the blueprint.",
  SEED_FAILED: "The data were not loaded.",
  SEED_NOT_EMPTY: "The tables hold rows already.",
  FILES_EXIST: "Files that would be written exist already.",
  NAME_INVALID: "A name cannot be used.",
  REASON_MISSING: "The command needs a reason.",
  ENVIRONMENT_UNSAFE: "The environment does not say what production must say.",
  DATABASE_URL_MISSING: "No database is named.",
  DATABASE_URL_INVALID: "The database's address is not one of PostgreSQL.",
  DATABASE_UNAVAILABLE: "The database does not answer.",
  DATABASE_NOT_YOURS_TO_EMPTY: "The database is not the embedded one.",
  LOGIN_TOO_POWERFUL: "The database login may do more than a running service needs.",
  MIGRATIONS_PENDING: "The database is behind the migrations.",
  SCHEMA_WOULD_LOSE_DATA: "The change would lose data.",
  CONFIRMATION_MISSING: "The command needs a yes.",
  TENANT_INVALID: "This is not the id of a tenant.",
  DURATION_INVALID: "This is not a span of time.",
  PORT_TAKEN: "No port is free.",
  PORT_INVALID: "This is not a port.",
  SCALE_INVALID: "This is not a scale.",
  SERVICE_UNKNOWN: "There is no such service, or it has no log.",
  REVOCATION_UNCLEAR: "It is not clear whose tokens are to be taken back.",
  REVOCATION_NOWHERE: "There is no table for tokens that are taken back.",
  PROJECTION_UNKNOWN: "There is no such projection, or several of the name.",
  POSITION_INVALID: "This is not a position of a log.",
  CONSUMER_UNKNOWN: "There is no such consumer.",
  CONSUMER_NEVER_RAN: "The consumer has never run on this database.",
  LETTER_UNKNOWN: "There is no such letter.",
  LETTER_NOT_DEAD: "The letter is not dead.",
  LETTER_DATA_INVALID: "A letter cannot have these data.",
  WEBHOOK_ENDPOINT_UNKNOWN: "There is no such endpoint of webhooks.",
  TESTS_UNREADABLE: "A file of tests cannot be read.",
  SERVICE_NOT_EXPORTED: "Tests cannot import a service.",
  VITEST_MISSING: "The project has no Vitest.",
  TESTS_DID_NOT_RUN: "Vitest ended without saying what came of the tests.",
  OPTION_MISPLACED: "What was given has no place there.",
  LEDGER_BUSY: "Another process writes the ledger of tests.",
  LEDGER_NOT_WRITABLE: "The ledger of tests cannot be written.",
  LEDGER_UNREADABLE: "The ledger of tests cannot be read.",
  MCP_TOKEN_WEAK: "The token for agents over HTTP can be guessed.",
  AGENT_UNKNOWN: "There is no such program that runs coding agents.",
  KEYS_UNREADABLE: "The development keys cannot be read.",
  BRIEF_BUSY: "Another conversation writes the brief.",
  BRIEF_CHANGED_MEANWHILE: "Somebody changed the brief since it was read.",
  BRIEF_DATA_MISSING: "The data of a brief are not there, and other files of it are.",
  BRIEF_NOT_A_FILE: "Something other than a file lies where a file of the brief belongs.",
  BRIEF_NOT_READABLE: "A file of the brief cannot be read.",
  BRIEF_NOT_WRITABLE: "A file of the brief cannot be written.",
  BRIEF_DISK_FULL: "The disk has no room for the brief.",
  BRIEF_TOO_LARGE: "A file of the brief is larger than a brief may be.",
  BRIEF_NOT_TEXT: "A file of the brief is not UTF-8.",
  BRIEF_NOT_JSON: "The data of the brief are not JSON.",
  BRIEF_TRUNCATED: "The data of the brief end too early.",
  BRIEF_MERGE_CONFLICT: "A file of the brief holds two versions of itself.",
  BRIEF_FROM_NEWER_VERSION: "The brief was written by a newer version.",
  BRIEF_UNKNOWN_QUESTION: "The brief answers a question that there is not.",
  BRIEF_CONTROL_CHARACTER: "A text of the brief holds a control character.",
  BRIEF_DUPLICATE: "Something stands twice in the brief that may stand once.",
  BRIEF_INVALID: "The data of the brief have not the form of a brief.",
  BRIEF_EDIT_UNREADABLE: "The document of the brief was edited where it cannot be read back.",
  BRIEF_EDITED_TWICE: "An answer was edited in two places, to different answers.",
  DESIGN_MISSING: "The project has no design.",
  DESIGN_UNREADABLE: "A file of the design cannot be read as one.",
  DESIGN_FROM_NEWER_VERSION: "The design was written by a newer version.",
  DESIGN_EDITED: "The data of the design were changed by hand.",
  DESIGN_NOT_WRITABLE: "A file of the design cannot be written.",
  DESIGN_DISK_FULL: "The disk has no room for the design.",
  DECISION_UNKNOWN: "There is no such decision.",
  DECISION_SUBJECT_UNKNOWN: "A decision is not made for what was named.",
  DECISION_OPTION_UNKNOWN: "A decision has no such option.",
  GIT_MISSING: "There is no git here.",
  GIT_FAILED: "A command of git failed.",
  NOT_A_REPOSITORY: "The folder is in no working tree of git.",
  RANGE_INVALID: "This is not a range of commits.",
  PARSER_MISSING: "The parser of TypeScript has no native part for this platform.",
  REMOTE_UNKNOWN: "The repository has no such remote.",
  REMOTE_UNREACHABLE: "The remote could not be asked.",
  HOOKS_ELSEWHERE: "Git's hooks lie where other repositories use them too.",
  HOOKS_UNWRITABLE: "A hook of git could not be written.",
} as const;

export type ToolErrorCode = keyof typeof toolErrorCodes;

export interface ToolErrorOptions {
  /** `file:line` in the user's project, where there is one. */
  readonly where?: string | undefined;
  /** 1: a check or promise failed (unless told). 2: the command was used wrongly. */
  readonly exitCode?: 1 | 2;
  readonly cause?: unknown;
}

/**
 * A failure that a person can mend. `message` says what is wrong and why, `where` names the line, and `next` is
 * what to type (or do) to go on.
 */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly where: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(
    readonly code: ToolErrorCode,
    message: string,
    readonly next: string,
    options: ToolErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.where = options.where;
    this.exitCode = options.exitCode ?? 1;
  }
}
