import { expect, it } from "vitest";
import { emptyBrief } from "../brief.js";
import { answer, interviewOf, skip } from "./interview.js";

const at = { at: "2026-11-30T08:00:00Z" };
const id = "scope.problem";
const vague = answer(interviewOf(emptyBrief("Example")), id, "Clerks lose five hours a week.", at).interview;

it("keeps what was said in part where the rest is not known, or the question is put off", () => {
  expect(vague.answers[id]).toMatchObject({ said: "Clerks lose five hours a week.", open: "vague" });
  const unknown = answer(vague, id, "?", at);
  expect(unknown.reading.outcome).toBe("unknown");
  expect(unknown.interview.answers[id]).toEqual(vague.answers[id]);
  expect(skip(vague, id).answers[id]).toEqual(vague.answers[id]);
});
