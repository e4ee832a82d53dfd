/** Reads a report's HTML as far as tests need it. */
import { expect } from 'vitest';

const VOID = new Set(['meta', 'link', 'img', 'input', 'path', 'rect', 'use', 'image', '!doctype']);

/** Names of all elements, after checking that every one that opens closes in order. */
export function elementsOf(text: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const bare = text.replace(/(<(script|style)>)[\s\S]*?(<\/\2>)/g, '$1$3');
  for (const [, close, name, self] of bare.matchAll(/<(\/?)([a-z0-9!]+)(?:\s[^<>]*?)?(\/?)>/gi)) {
    const tag = name!.toLowerCase();
    if (close) expect(open.pop()).toBe(tag);
    else {
      names.push(tag);
      if (!self && !VOID.has(tag)) open.push(tag);
    }
  }
  expect(open).toEqual([]);
  return names;
}

/** Text of the section with this id; empty where there is none. */
export function section(text: string, id: string): string {
  return text.match(new RegExp(`<section[^>]* id="${id}"[\\s\\S]*?</section>`))?.[0] ?? '';
}
