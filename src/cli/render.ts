/** Three renderers of progress events: a bar for people, JSON lines for programs, and silence. */
import { styleText } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import type { ProgressEvent, RunCounts } from '../engine/events.js';

/** Which renderer. */
export interface RenderOptions {
  /** JSON lines on stdout. */
  readonly json: boolean;
  /** Errors only. */
  readonly quiet: boolean;
}

interface Renderer {
  show(event: ProgressEvent): void;
  close(): void;
}

/** Runs an operation to its end, shows its events, and returns its result. */
export async function render<T>(events: AsyncGenerator<ProgressEvent, T>, options: RenderOptions): Promise<T> {
  const renderer = options.json ? jsonLines() : options.quiet ? silence() : process.stderr.isTTY ? bar() : log();
  try {
    let next = await events.next();
    while (!next.done) {
      renderer.show(next.value);
      next = await events.next();
    }
    return next.value;
  } finally {
    renderer.close();
  }
}

/** A warning line on stderr, coloured where the terminal has colours. */
export function warn(message: string): void {
  process.stderr.write(`${paint('yellow', 'warning')} ${message}\n`);
}

/** Colours text for stderr, unless NO_COLOR, a dumb terminal or a pipe says otherwise. */
export function paint(colour: 'yellow' | 'dim' | 'bold' | 'green', text: string): string {
  const plain = !process.stderr.isTTY || process.env.NO_COLOR !== undefined || process.env.TERM === 'dumb';
  return plain ? text : styleText(colour, text);
}

function jsonLines(): Renderer {
  return { show: (event) => void process.stdout.write(`${JSON.stringify(event)}\n`), close: () => {} };
}

function silence(): Renderer {
  return { show: () => {}, close: () => {} };
}

/** A bar on a terminal: pairs kept of those wanted, rate, yield and time left. */
function bar(): Renderer {
  const format = '{stage} [{bar}] {value}/{total}{detail} | {rate}/s | {left} left';
  let current: { stage: string; bar: SingleBar; pace: Pace } | undefined;
  const advance = (stage: string, value: number, total: number, detail: string): void => {
    if (current?.stage !== stage) {
      current?.bar.stop();
      const options = { format, stream: process.stderr, hideCursor: true, clearOnComplete: false };
      current = { stage, bar: new SingleBar(options, Presets.shades_classic), pace: new Pace(value) };
      current.bar.start(total, value, { stage, detail, rate: '…', left: '…' });
    }
    current.bar.update(value, { stage, detail, ...current.pace.at(value, total) });
  };
  return {
    show(event) {
      if (event.event === 'stage') advance(event.stage, event.done, event.total, '');
      else if (event.event === 'pair')
        advance('pairs', event.counts.kept, event.wanted, ` kept, ${yieldOf(event.counts)}`);
      else if (event.event === 'plan') reading(event.plan);
      else if (event.event === 'resume') process.stderr.write(`Resuming: ${yieldOf(event.counts)} so far\n`);
      else if (event.event === 'warning') {
        current?.bar.stop();
        current = undefined;
        warn(event.message);
      }
    },
    close: () => current?.bar.stop(),
  };
}

/** Lines for a log file: every quarter of a stage, as a bar would flood it. */
function log(): Renderer {
  const seen = new Map<string, number>();
  const pace = new Map<string, Pace>();
  const quarter = (stage: string, value: number, total: number, text: string): void => {
    if (!pace.has(stage)) pace.set(stage, new Pace(value));
    const { rate, left } = pace.get(stage)!.at(value, total);
    const share = Math.floor((4 * value) / Math.max(total, 1));
    if (share === seen.get(stage)) return;
    seen.set(stage, share);
    process.stderr.write(`${stage} ${value}/${total}${text}${share > 0 ? `, ${rate}/s, ${left} left` : ''}\n`);
  };
  return {
    show(event) {
      if (event.event === 'stage') quarter(event.stage, event.done, event.total, '');
      else if (event.event === 'pair')
        quarter('pairs', event.counts.kept, event.wanted, ` kept, ${yieldOf(event.counts)}`);
      else if (event.event === 'plan') reading(event.plan);
      else if (event.event === 'resume') process.stderr.write(`Resuming: ${yieldOf(event.counts)} so far\n`);
      else if (event.event === 'warning') warn(event.message);
    },
    close: () => {},
  };
}

/** What a dataset is read as, before anything else: a wrong guess is best seen early. */
function reading({ input, describe }: Readonly<Record<string, unknown>>): void {
  if (describe) process.stderr.write(`${input}: ${describe}\n`);
}

/** `16 of 40 tried (40 %)` */
function yieldOf({ kept, tried }: RunCounts): string {
  return `${kept} of ${tried} tried (${tried === 0 ? 0 : Math.round((100 * kept) / tried)} %)`;
}

/** Rate and time left of a stage, measured by the process clock: shown, never stored. */
class Pace {
  readonly #start = process.uptime();
  readonly #from: number;

  constructor(from: number) {
    this.#from = from;
  }

  at(value: number, total: number): { rate: string; left: string } {
    const rate = (value - this.#from) / Math.max(process.uptime() - this.#start, 1e-3);
    if (rate <= 0) return { rate: '…', left: '…' };
    const seconds = Math.round((total - value) / rate);
    const left =
      seconds < 60
        ? `${seconds} s`
        : seconds < 5400
          ? `${Math.round(seconds / 60)} min`
          : `${(seconds / 3600).toFixed(1)} h`;
    return { rate: rate.toFixed(rate < 10 ? 1 : 0), left };
  }
}
