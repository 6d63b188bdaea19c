const pronouns =
  /\b(we|our|us|they|people|persons?|staff|everyone|everybody|anyone|anybody|nobody|team|teams|department|company|companies|public|men|women|children|parents|families)\b/i;

/** Those whose names do not tell by their ending. */
const named =
  /\b(clerks?|nurses?|doctors?|patients?|clients?|agents?|students?|tenants?|residents?|guests?|merchants?|accountants?|assistants?|applicants?|participants?|consultants?|recipients?|heads?|pilots?|drivers?|crews?|clinics?|hospitals?|schools?|citizens?|members?|chefs?|employees?|payees?|trainees?|technicians?|physicians?|librarians?|guardians?|devices?|services?|systems?)\b/i;

/** "Shoppers", "editors", "pharmacists": whoever does something; and what ends so and does nothing. */
const doing = /\b(\w{2,}(?:er|or|ist)s?)\b/gi;
const things =
  /^(order|number|paper|server|letter|offer|parameter|error|sensor|computer|center|centre|door|floor|factor|color|colour|other|another|whether|either|neither|rather|never|ever|over|under|after|later|former|further|together|however|per|her|for|nor|or|former|better|faster|slower|higher|lower|longer|shorter|larger|smaller|greater|fewer|earlier|easier|cheaper|quicker|newer|older|remember|enter|matter|quarter|filter|register|transfer|consider|deliver|cover|trigger|answer|power|water|layer|buffer|header|folder|printer|router|browser|container|cluster|newsletter|voucher|ledger|timer|counter|meter|charger|scanner|adapter|tracker|december|november|october|september|summer|winter|weather|corner|border|list|exist|consist|wishlist|checklist|persist|assist|insist|resist|twist|mirror|monitor|processor|connector|vector|indicator|generator|refrigerator|elevator|motor|major|minor|prior|interior|behavior|sector)s?$/i;

/** Whether a text speaks of somebody: people by what they are or do, or the systems that act in their place. */
export function speaksOfSomebody(text: string): boolean {
  if (pronouns.test(text) || named.test(text)) return true;
  return [...text.matchAll(doing)].some(([, word]) => !things.test(word ?? ""));
}
