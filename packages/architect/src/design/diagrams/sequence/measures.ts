/** Widths in a sequence, in pixels: of a message's text where its arrow is short, of a note, of a participant's title. */
export const MESSAGE = 190;
export const NOTE = 230;
export const PARTICIPANT = 150;
/** How far the arrow to oneself reaches out. */
export const SELF = 26;
/** Around the text of a note. */
export const ROOM = 8;
