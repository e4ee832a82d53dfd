/**
 * Rows of metadata that others wrote: lines, CSV rows, elements of a JSON array. However the file is broken, one row at
 * a time is in memory, of bounded length.
 */
import { createReadStream } from 'node:fs';

/** Longest row that is read, in characters: a record with all its scores takes some thousand. */
export const MAX_ROW_CHARS = 1 << 20;

/** A row, or what is wrong with it. */
export type TextRow =
  | { readonly number: number; readonly text: string; readonly fault?: undefined }
  | { readonly number: number; readonly fault: string };

/** A row of CSV, or what is wrong with it. */
export type CsvRow =
  | { readonly number: number; readonly cells: readonly string[]; readonly fault?: undefined }
  | { readonly number: number; readonly fault: string };

const tooLong = `is longer than ${MAX_ROW_CHARS} characters`;

/** Text in pieces, without byte order mark. */
async function* piecesOf(path: string): AsyncGenerator<string> {
  let first = true;
  for await (const piece of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    yield first && piece.startsWith('\ufeff') ? piece.slice(1) : piece;
    first = false;
  }
}

/** Lines that are not blank, numbered from 1. */
export async function* textLines(path: string): AsyncGenerator<TextRow> {
  let parts: string[] = [];
  let length = 0;
  let number = 1;
  const add = (part: string): void => {
    length += part.length;
    // Beyond the limit only the length is kept, so that the line is known to be too long.
    if (length > MAX_ROW_CHARS) parts = [];
    else if (part !== '') parts.push(part);
  };
  function* take(): Generator<TextRow> {
    const text = parts.join('');
    if (length > MAX_ROW_CHARS) yield { number, fault: tooLong };
    else if (text.trim() !== '') yield { number, text };
    parts = [];
    length = 0;
    number++;
  }
  for await (const piece of piecesOf(path)) {
    let from = 0;
    for (let feed = piece.indexOf('\n'); feed >= 0; feed = piece.indexOf('\n', from)) {
      add(piece.slice(from, feed));
      yield* take();
      from = feed + 1;
    }
    add(piece.slice(from));
  }
  yield* take();
}

/**
 * Rows of CSV as RFC 4180 has it: commas, quotes doubled inside quotes, line feeds inside quotes. Numbered from 1, the
 * header. After a row that is too long, as behind a quote that is never closed, reading goes on at the next line.
 */
export async function* csvRows(path: string): AsyncGenerator<CsvRow> {
  let cells: string[] = [];
  let cell: string[] = [];
  let length = 0;
  let state: 'start' | 'plain' | 'quoted' | 'quote' | 'skip' = 'start';
  let number = 1;

  const endCell = (): void => {
    cells.push(cell.join(''));
    cell = [];
    state = 'start';
  };
  function* endRow(): Generator<CsvRow> {
    endCell();
    const blank = cells.length === 1 && cells[0]!.trim() === '';
    if (!blank) yield { number: number++, cells };
    cells = [];
    length = 0;
  }

  for await (const piece of piecesOf(path)) {
    for (const char of piece) {
      if (state === 'skip') {
        if (char === '\n') state = 'start';
        continue;
      }
      if (++length > MAX_ROW_CHARS) {
        yield { number: number++, fault: tooLong };
        cells = [];
        cell = [];
        length = 0;
        state = char === '\n' ? 'start' : 'skip';
      } else if (state === 'quoted') {
        if (char === '"') state = 'quote';
        else cell.push(char);
      } else if (char === '"' && state === 'quote') {
        cell.push('"');
        state = 'quoted';
      } else if (char === '"' && state === 'start') state = 'quoted';
      else if (char === ',') endCell();
      else if (char === '\n') yield* endRow();
      else if (char !== '\r') {
        cell.push(char);
        state = 'plain';
      }
    }
  }
  if ((state as string) === 'quoted') yield { number, fault: 'has a quote that is never closed' };
  else if (length > 0) yield* endRow();
}

/** The text of every element of a file that is one JSON array, numbered from 1. */
export async function* arrayElements(path: string): AsyncGenerator<TextRow> {
  let chars: string[] = [];
  let length = 0;
  let depth = 0;
  let part: 'ahead' | 'inside' | 'behind' = 'ahead';
  let state: 'plain' | 'string' | 'escape' = 'plain';
  let number = 1;
  function* take(): Generator<TextRow> {
    const text = chars.join('').trim();
    if (length > MAX_ROW_CHARS) yield { number: number++, fault: tooLong };
    else if (text !== '') yield { number: number++, text };
    chars = [];
    length = 0;
  }
  for await (const piece of piecesOf(path)) {
    for (const char of piece) {
      if (part !== 'inside') {
        if (char.trim() === '') continue;
        if (part === 'behind' || char !== '[') {
          yield { number, fault: part === 'ahead' ? 'is no JSON array' : 'has something behind its end' };
          return;
        }
        part = 'inside';
        continue;
      }
      if (state === 'escape') state = 'string';
      else if (state === 'string') {
        if (char === '\\') state = 'escape';
        else if (char === '"') state = 'plain';
      } else if (char === '"') state = 'string';
      else if (char === '[' || char === '{') depth++;
      else if (depth > 0 && (char === ']' || char === '}')) depth--;
      else if (char === ',' && depth === 0) {
        yield* take();
        continue;
      } else if (char === ']') {
        yield* take();
        part = 'behind';
        continue;
      }
      length++;
      if (length <= MAX_ROW_CHARS) chars.push(char);
      else chars = [];
    }
  }
  if (part !== 'behind') yield { number, fault: part === 'ahead' ? 'is no JSON array' : 'is cut off' };
}
