/** What is used of a WebSocket: that of a browser, of Node 22, and of the package `ws` all are one. */
export interface Socket {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  /** Of `ws`: at once, without waiting for the other end. */
  terminate?(): void;
}

/** Makes a WebSocket. */
export type SocketConstructor = new (url: string, protocol: string) => Socket;

/** The subprotocol, with its version. */
const PROTOCOL = "lintel.feed.v1";
const OPEN = 1;

/** What a connection hears of its socket. */
export interface Hearing {
  opened(): void;
  heard(text: unknown): void;
  ended(code: number, reason: string): void;
}

/** One socket: nothing is heard of it once it was ended from this side. */
export interface Line {
  send(message: object): void;
  end(code?: number): void;
}

/** Opens a socket. Throws what the constructor throws. */
export function openLine(Socket: SocketConstructor, url: string, hearing: Hearing): Line {
  const socket = new Socket(url, PROTOCOL);
  let isOver = false;
  socket.onopen = () => isOver || hearing.opened();
  socket.onmessage = ({ data }: { readonly data: unknown }) => isOver || hearing.heard(data);
  // What failed is told by `onclose`, which always follows.
  socket.onerror = () => {};
  socket.onclose = ({ code, reason }: { readonly code: number; readonly reason: string }) => {
    if (!isOver) hearing.ended(code, String(reason));
    isOver = true;
  };
  return {
    send(message) {
      if (!isOver && socket.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    end(code = 1000) {
      isOver = true;
      socket.close(code);
      socket.terminate?.();
    },
  };
}
