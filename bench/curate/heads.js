/** Heads of the built-in pack, drawn from seeds, and edited along its directions. */
import { fuse } from '../../dist/augment/fuse.js';
import { loadModels } from '../../dist/engine/load.js';
import { toBytes } from '../../dist/image/bytes.js';
import { move } from '../../dist/latent/direction.js';
import { directionOf } from '../../dist/pack/directions.js';
import { openPack } from '../../dist/pack/load.js';
import { pairId } from '../../dist/pair.js';
import { streamOf } from '../../dist/random.js';
import { resolveRecipe } from '../../dist/resolve.js';
import { gaussianOfSeed } from '../../dist/stylegan/seed.js';
import { resized } from './files.js';

const PSI = 0.7;

async function* only(item) {
  yield item;
}

/**
 * @typedef {object} Head
 * @property {Float32Array} ws
 * @property {import('../../dist/pair.js').RgbPlanes} planes
 * @property {import('./pixels.js').Picture} picture
 */

/**
 * @param {number} seed Of the whole set.
 * @param {number} [side] Of the pictures, px; the pack's own by default. Enlarged heads are blurred ones.
 */
export async function openHeads(seed, side) {
  const pack = await openPack('heads');
  const models = await loadModels(pack, { provider: 'cpu', threads: 1 });
  const { generator } = models.manifest;
  const psi = new Float32Array(generator.numWs).fill(PSI);

  /** @returns {Promise<Head>} */
  const render = async (ws) => {
    const [planes] = await models.synthesise([ws]);
    return pictured(ws, planes);
  };

  const pictured = async (ws, planes) => {
    const picture = { data: toBytes(planes), width: planes.width, height: planes.height };
    return { ws, planes, picture: side === undefined ? picture : await resized(picture, side, side) };
  };

  return {
    /** Head number `index` of `stream`. */
    async draw(index, stream) {
      const z = gaussianOfSeed(Math.floor(streamOf(seed, index, stream)() * 2 ** 32), generator.zDim);
      const [ws] = await models.map([z], psi);
      return render(ws);
    },
    /** The head moved along a direction by a share of what its range allows upwards, and fused as `generate` does. */
    async edit(head, name, share) {
      const recipe = resolveRecipe({ attribute: name });
      const direction = await directionOf(pack, { direction: name, given: [] });
      const { ws, planes } = await render(move(head.ws, direction, share * direction.range[1], generator));
      const state = (label, image) => ({ label, strength: 0, image, attributes: {} });
      const { width, height } = planes;
      const pair = {
        id: pairId(0),
        candidate: { index: 0, seed: 0, ws },
        before: state('before', head.planes),
        between: [],
        after: state('after', planes),
        mask: { data: new Float32Array(width * height).fill(1), width, height },
        edit: { direction: name, attribute: recipe.edit.attribute, evaluations: 1, reached: true, targets: [] },
        notes: {},
      };
      for await (const { after } of fuse(only(pair), { models, fuse: recipe.fuse })) return pictured(ws, after.image);
      throw new Error('fusing gave nothing');
    },
    /** Attribute scores as a list, in one order. */
    async attributes({ planes }) {
      const [scores] = await models.attributes([planes]);
      return Object.values(scores);
    },
    close: () => models.close(),
  };
}
