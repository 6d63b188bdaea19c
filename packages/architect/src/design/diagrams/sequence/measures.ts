/** Widths in a sequence, in pixels: of a message's text where its arrow is short, of a note, of a participant's title. */
export const MESSAGE = 190;
export const NOTE = 230;
export const PARTICIPANT = 150;
/** How far the arrow to oneself reaches out. */
export const SELF = 26;
/** Around the text of a note. */
export const ROOM = 8;
/** The title of what happens only at times: its type, its least width, and what is free beside it. */
export const titleType = { size: 12, bold: true };
export const TITLE = 120;
export const BESIDE_TITLE = 20;
/** How far a frame stands within the one around it. */
export const INSET = 10;
