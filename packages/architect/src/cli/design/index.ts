import type { Verb } from "../verb.js";
import { decisions } from "./decisions.js";
import { design as designVerb } from "./design.js";
import { override } from "./override.js";

/** `lintel design`, and the verbs below it. */
export const design: Verb = designVerb;
export const designVerbs: readonly Verb[] = [decisions, override];
