/** The table of how far a service has come in the logs that it follows. What its columns mean stands with `describeCursorTable`. */
export const cursorTable = "log_cursors";
