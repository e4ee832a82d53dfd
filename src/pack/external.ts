/** Weights that a model keeps in files of their own: found, and held to the model's folder, before a runtime reads them. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DiptychError } from '../errors.js';

/**
 * Full paths of external data, in the order of `locations`. The runtime follows whatever path a model names, so a path
 * that leaves the folder, by its text or through a link, is refused.
 * @param model path of the model's file
 * @throws DiptychError E_MODEL
 */
export async function externalFiles(model: string, locations: readonly string[]): Promise<string[]> {
  const folder = path.dirname(await realpath(model));
  return Promise.all(locations.map((location) => inside(folder, location, model)));
}

async function inside(folder: string, location: string, model: string): Promise<string> {
  const shown = JSON.stringify(location.slice(0, 200));
  const parts = location.split(/[\\/]/);
  const plain =
    location !== '' && !location.includes('\0') && !parts.includes('..') && !/^([\\/]|[A-Za-z]:)/.test(location);
  if (!plain) throw refused(model, `${shown}, a path outside it`);
  const full = path.join(folder, location);
  const real = await realpath(full).catch(() => undefined);
  const entry = real === undefined ? undefined : await stat(real);
  if (!entry?.isFile()) throw refused(model, `${shown}, which is no file there`);
  if (real !== full) throw refused(model, `${shown}, a link`);
  return full;
}

function refused(model: string, received: string): DiptychError {
  return new DiptychError('E_MODEL', `Expected the weights of ${model} in its folder but received ${received}`, {
    hint: 'Save the model with its weights in one file (onnx.save without save_as_external_data)',
  });
}
