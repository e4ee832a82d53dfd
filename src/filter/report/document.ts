/** The frame of a report: one document that holds everything itself and may ask for nothing. */
import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './markup.js';

/** What a document is made with: constants of our own, never data. */
export interface DocumentCode {
  readonly style: string;
  readonly script: string;
}

/**
 * From the first byte to the begin of `main`. The policy forbids the page every request, and every script and style
 * but its own: a second wall behind escaping.
 */
export function documentHead(title: string, { style, script }: DocumentCode): Markup {
  const policy = `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="diptych">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<main>
`;
}

/** From the end of `main` to the last byte. */
export function documentEnd({ script }: DocumentCode): Markup {
  return html`</main>
<script>${trusted(script)}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
