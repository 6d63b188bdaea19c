const unknown = new RegExp(
  `^(?:${[
    "\\?+",
    "(?:i |we )?(?:really )?(?:don'?t|do not) (?:really )?know(?: (?:that|it|yet))?",
    "(?:i'?m |i am |we'?re |we are )?(?:not|un)\\s?(?:quite |really |yet )?sure(?: yet)?",
    "(?:i have |we have )?no (?:idea|clue)",
    "idk|dunno|unknown|unclear|undecided|open|tbd|tba|tbc|to be (?:decided|defined|determined|done|confirmed)",
    "(?:das )?(?:wei(?:ß|ss) ich nicht|(?:ich )?wei(?:ß|ss) (?:es |ich )?(?:noch )?nicht)",
    "(?:ich habe )?keine ahnung|(?:noch )?unklar|unbekannt",
    "(?:je )?(?:ne )?sais pas|aucune idée|no (?:lo )?s[eé]|non lo so|ni idea",
    "(?:you|please) (?:decide|choose|recommend)|what do you (?:recommend|suggest)",
  ].join("|")})$`,
  "iu",
);

/** Whether it says that one does not know, in one of the languages in which that is often typed. */
export function saysUnknown(text: string): boolean {
  const said = text.normalize("NFC").replaceAll("’", "'").replace(/\s+/g, " ").trim();
  return said.length < 60 && unknown.test(said.replace(/(?<=[^?])[.!?…]+$/u, ""));
}

/** Whether it says that there is none: no rows, a part that is left out. */
export function saysNone(text: string): boolean {
  return /^\s*(?:none|nothing|no|nil|n\/a|-|–|—|keine?|nichts)\s*[.!]?\s*$/i.test(text);
}
