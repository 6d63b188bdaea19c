/** Words that two people would measure differently. */
const unmeasurable =
  /\b(fast|quick(ly)?|slow|soon|prompt(ly)?|responsive|timely|performant|scalable|robust|reliabl[ey]|user-friendly|intuitive|eas(y|ily)|seamless(ly)?|smooth(ly)?|nice(ly)?|appropriate(ly)?|adequate(ly)?|proper(ly)?|reasonabl[ey]|efficient(ly)?|correctly|as expected|and so on|etc)\b/i;

/**
 * Whether a test could decide it: it says what the system shall do, in the form of EARS ("WHEN an order is placed THE SYSTEM SHALL reserve its stock"), and
 * rests on no word that two people would measure differently, unless a number stands beside it.
 */
export function isTestable(criterion: string): boolean {
  const shall = /\bshall\b(?<response>.*)$/is.exec(criterion)?.groups?.response ?? "";
  const words = shall.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length >= 2 && (!unmeasurable.test(criterion) || /\p{N}/u.test(criterion));
}
