/** A dataset of `generate` as rows. */
import { readDataset, readInfo } from '../reader.js';
import { type ExportDataset, type ExportRow, rowKey, rowPrompt } from './row.js';

/** @throws DiptychError E_DATASET when it is not finished */
export async function openGenerated(root: string): Promise<ExportDataset> {
  const { recipe, stats } = await readInfo(root);
  const { complete, partial } = stats.columns;
  return {
    root,
    origin: { recipe: stats.recipe },
    rows: stats.kept * (stats.between.length + 1),
    images: ['input', 'output', 'mask'],
    mixed: [],
    columns: [
      { name: 'edit_prompt', type: 'text', complete: true },
      { name: 'id', type: 'text', complete: true },
      { name: 'seed', type: 'int', complete: true },
      ...[...complete, ...partial]
        .sort()
        .map((name) => ({ name, type: 'float', complete: complete.includes(name) }) as const),
    ],
    notices: [],
    read: () => readRows(root, recipe.prompt),
  };
}

async function* readRows(root: string, of: string): AsyncGenerator<ExportRow> {
  for await (const { record, files } of readDataset(root)) {
    const { id, index, split, seed, scores } = record;
    for (const { label } of record.states.slice(1)) {
      const step = label === 'after' ? undefined : label;
      const [key, prompt] = [rowKey(id, step), rowPrompt(of, step)];
      const images = { input: files.before!, output: files[label]!, mask: files.mask! };
      yield { key, index, split, prompt, seed, images, values: { ...scores, edit_prompt: prompt, id: key, seed } };
    }
  }
}
