/** Why a tool did not do what it was called for. Codes are stable. */
export const refusalCodes = {
  ARGUMENTS_INVALID: "The arguments do not fit the tool's schema.",
  BRIEF_MISSING: "The project has no brief yet.",
  AMENDMENT_UNKNOWN: "The brief has no amendment of that name.",
  QUESTION_UNKNOWN: "There is no such question.",
  QUESTION_NOT_ASKED: "This project is not asked that question, after its other answers.",
  ANSWER_INVALID: "It cannot be an answer to the question.",
  ANSWER_THERE: "The question has a clear answer, which is changed only with a reason.",
  ANSWER_NOT_THERE: "The question has no clear answer that could be changed.",
  NOTHING_RECOMMENDED: "Nothing can be recommended for the question.",
  TITLE_INVALID: "The title of a feature gives no name, or the name of a project is none.",
  SUBJECT_UNKNOWN: "Nothing is called so.",
  SUBJECT_AMBIGUOUS: "Several things are called so.",
  NOT_EXPLAINED: "Something that is needed to explain it cannot be read.",
  TOO_MANY_CALLS: "Too many calls wait for their turn.",
} as const;

/** A call that cannot be done, told to the agent as the result of the tool: what is wrong, and what to do. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly code: keyof typeof refusalCodes,
    message: string,
    readonly next: string,
  ) {
    super(message);
  }
}
