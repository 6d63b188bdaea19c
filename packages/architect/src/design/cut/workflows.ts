import { wordsOf } from "../language/index.js";
import type { FeatureNeed, SystemNeed } from "../needs/index.js";
import { textOf } from "./affinity.js";
import type { Workflow } from "./cut.js";
import type { Group } from "./group.js";
import { concern } from "./owners.js";

/** Below this a feature only mentions an entity by the way. */
const takesPart = 0.5;

/** Who takes part when a feature is used. */
export function workflowOf(
  feature: FeatureNeed,
  owner: string,
  named: readonly { readonly name: string; readonly group: Group }[],
  systems: readonly SystemNeed[],
): Workflow {
  const others = named
    .filter(({ name }) => name !== owner)
    .filter(({ group }) => group.subjects.some((one) => concern(feature, one) >= takesPart));
  return {
    feature,
    owner,
    services: [owner, ...others.map(({ name }) => name)],
    systems: systemsIn(feature, systems),
  };
}

/** Other systems that a feature names, by their whole name or by a word that only one of them has, or through which it tells people something. */
function systemsIn(feature: FeatureNeed, systems: readonly SystemNeed[]): readonly string[] {
  const words = wordsOf(textOf(feature));
  const names = systems.map(({ name }) => wordsOf(name).filter((word) => !general.has(word)));
  const tells = words.some((word) => telling.has(word));
  const byName = systems.filter((_, at) =>
    (names[at] ?? []).some(
      (word) => words.includes(word) && !names.some((other, index) => index !== at && other.includes(word)),
    ),
  );
  const byMessage = systems.filter(
    (one) =>
      tells &&
      one.direction !== "in" &&
      wordsOf(`${one.name}. ${one.purpose}`).some((word) => messaging.has(word)),
  );
  return systems.filter((one) => byName.includes(one) || byMessage.includes(one)).map(({ name }) => name);
}

const general: ReadonlySet<string> = new Set(
  "the,a,an,of,for,and,system,service,server,house,software".split(","),
);
const telling: ReadonlySet<string> = new Set("tell,inform,notify,remind,mail,alarm".split(","));
const messaging: ReadonlySet<string> = new Set(
  "mail,message,notice,sms,push,notification,pager,paging,tell,call".split(","),
);
