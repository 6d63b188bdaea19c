/**
 * Advance widths of the printable characters of ASCII, from the space to the tilde, in thousandths of the size of the type, as Chromium's
 * `measureText` tells them of DejaVu Sans: the widest of the sans-serifs that are common (it is as wide as Verdana; Arial, Helvetica and
 * Liberation Sans are narrower). What fits by this table fits in each of them.
 */
const regular: readonly number[] = [
  318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637,
  637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295,
  295, 656, 558, 863, 749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838,
  500, 500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521,
  393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
];

const bold: readonly number[] = [
  349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696,
  696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 581, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373,
  373, 775, 638, 996, 837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838,
  500, 500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596,
  479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
];

/** Of all else, in thousandths: an em and a part of it, and more for what is known to be wider. */
const FULL = 1000;
const EMOJI = 1400;
const LIGATURE = 12_000;

const isMark = /^[\p{Mn}\p{Me}\u200b-\u200f\u202a-\u202e\u2060-\u2069]$/u;
const isWide =
  /^[\p{Extended_Pictographic}\p{Regional_Indicator}\u01c4-\u01cc\u01f1-\u01f3\u0370-\u052f\u2030\u2031\u{10000}-\u{10ffff}]$/u;
const isPhrase = /^[\ufdf0-\ufdfd]$/u;

/** How wide a character is, in thousandths of the size of the type: never less than it is drawn. */
export function widthOf(character: string, isBold: boolean): number {
  const code = (character.codePointAt(0) ?? 0) - 32;
  const known = (isBold ? bold : regular)[code];
  if (known !== undefined) return known;
  if (isMark.test(character)) return 0;
  if (isPhrase.test(character)) return LIGATURE;
  const [letter = character, ...marks] = character.normalize("NFD");
  if (marks.length > 0 && letter !== character) return widthOf(letter, isBold);
  return (isWide.test(character) ? EMOJI : FULL) * (isBold ? 1.1 : 1);
}
