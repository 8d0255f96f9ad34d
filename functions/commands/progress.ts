/** Shortest time between two lines, milliseconds: a fast plan shows nothing. */
const PACE = 1_000;

/** Lines on stderr that tell how far long work is; on a terminal each takes the place of the last. */
export function progressLine() {
  const terminal = process.stderr.isTTY === true;
  let last = Date.now();
  let shown = false;
  return {
    show(text: string): void {
      const now = Date.now();
      if (now - last < PACE) return;
      last = now;
      shown = true;
      process.stderr.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    done(): void {
      if (shown && terminal) process.stderr.write('\r\u001b[K');
    },
  };
}
