import { architecture } from "./architecture.js";
import { constraints } from "./constraints.js";
import { data } from "./data.js";
import { deployment } from "./deployment.js";
import { experience } from "./experience.js";
import { feature } from "./feature.js";
import { integration } from "./integration.js";
import { performance } from "./performance.js";
import type { Question } from "./question.js";
import { scope } from "./scope.js";
import { security } from "./security.js";
import { testing } from "./testing.js";

/**
 * The bank: what a whole project may be asked, in the order in which it is asked. Within a category the order is one of priority too: a question that
 * stands further down is left out where its category is full.
 */
export const projectQuestions: readonly Question[] = Object.freeze([
  ...scope,
  ...architecture,
  ...experience,
  ...data,
  ...integration,
  ...performance,
  ...security,
  ...testing,
  ...deployment,
  ...constraints,
]);

/** What is asked of a smaller feature in a project whose brief is there. */
export const featureQuestions: readonly Question[] = Object.freeze([...feature]);
