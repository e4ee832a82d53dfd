/** Lines of a text file with where they end, one in memory at a time. */
import { createReadStream } from 'node:fs';

/** One line, without its line feed. */
export interface Line {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  /** Byte offset behind the line and its line feed. */
  readonly end: number;
  /** False for bytes after the last line feed: a line whose writing was cut off. */
  readonly complete: boolean;
}

const LINE_FEED = 0x0a;

/** Yields every line; an unterminated rest comes last. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let read = 0;
  let number = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED)) {
      read += feed + 1;
      yield { text: bytes.toString('utf8', 0, feed), number, end: read, complete: true };
      bytes = bytes.subarray(feed + 1);
      number++;
    }
    rest = bytes;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), number, end: read + rest.length, complete: false };
}
