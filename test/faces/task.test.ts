import { describe, expect, it } from 'vitest';
import { createTask, firstLine, Task } from '../../src/faces/task.js';

/** A task that breaks for ever on the image `bad`, as a graph of MediaPipe does. */
class Brittle {
  broken = false;
  closed = false;
  run(image: string): string {
    if (image === 'bad') this.broken = true;
    if (this.broken) throw new Error(`no ${image}\n  at a graph`);
    return image.toUpperCase();
  }
  close(): void {
    this.closed = true;
    if (this.broken) throw new Error('broken');
  }
}

async function open() {
  const made: Brittle[] = [];
  const task = await Task.open(async () => {
    const next = new Brittle();
    made.push(next);
    return next;
  });
  return { made, task };
}

describe('Task', () => {
  it('makes a broken task anew, tries the image once more, and serves the next one', async () => {
    const { made, task } = await open();
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((image) => task.run((t) => t.run(image))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[2]).toMatchObject({ value: 'B' });
    expect(made.map(({ closed }) => closed)).toEqual([true, true, false]);
  });

  it('gives the result of the second try', async () => {
    const { made, task } = await open();
    let times = 0;
    const result = await task.run((t) => t.run(times++ === 0 ? 'bad' : 'good'));
    expect(result).toBe('GOOD');
    expect(made).toHaveLength(2);
    await task.close();
    expect(made[1]!.closed).toBe(true);
  });
});

describe('createTask', () => {
  it('creates one after another and leaves no global loader behind', async () => {
    const log: string[] = [];
    const create = (name: string) =>
      createTask(async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        if (name === 'b') throw new Error('b fails');
      });
    await Promise.allSettled(['a', 'b', 'c'].map(create));
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    for (const name of ['importScripts', 'ModuleFactory', 'Module']) expect(globalThis).not.toHaveProperty(name);
  });
});

describe('firstLine', () => {
  it('drops the trace', () => {
    expect(firstLine(new Error('INVALID: failed: \n=== Source ===\n'))).toBe('INVALID: failed:');
    expect(firstLine('text')).toBe('text');
  });
});
