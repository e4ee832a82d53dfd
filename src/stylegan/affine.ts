/**
 * The affine layers of a synthesis network, w → style, one for each layer of W+.
 *
 * Order and choice: genforce/sefa, models/stylegan2_generator.py and utils.py. Layers 0 to L−2 of W+ feed a convolution
 * each; layer L−1 feeds only the last toRGB. The toRGBs between share their w with the next convolution and are left out.
 * Leaving out layer L−1 too gives what encoder4editing's editings/sefa.py takes.
 */

/** Names of the affine weights, official stylegan2-ada-pytorch names, in the order of W+ [numWs]. */
export function affineNames(numWs: number): string[] {
  const names = Array.from({ length: numWs - 1 }, (_, layer) => {
    const side = 4 * 2 ** Math.ceil(layer / 2);
    return `synthesis.b${side}.conv${layer % 2 === 0 ? 1 : 0}.affine.weight`;
  });
  return [...names, `synthesis.b${4 * 2 ** (numWs / 2 - 1)}.torgb.affine.weight`];
}
