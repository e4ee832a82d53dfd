import { describe, expect, it } from 'vitest';
import { createCanvas } from '../../src/faces/canvas.js';

const RGBA = 0x1908;
const UNSIGNED_BYTE = 0x1401;

/** The calls of a graph for one image, and what it gets. */
function post(image: unknown, width: number, height: number): Uint8Array {
  // biome-ignore lint/suspicious/noExplicitAny: as much of WebGL as MediaPipe uses, which has no type of its own.
  const gl = createCanvas().getContext('webgl2') as any;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, RGBA, RGBA, UNSIGNED_BYTE, image);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(0, framebuffer);
  gl.framebufferTexture2D(0, 0, gl.TEXTURE_2D, texture, 0);
  const received = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, RGBA, UNSIGNED_BYTE, received);
  return received;
}

describe('createCanvas', () => {
  const image = { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255) };

  it('hands back the pixels that were uploaded', () => {
    expect([...post(image, 2, 1)]).toEqual([...image.data]);
  });

  it('refuses an image whose buffer has another length, and a read of another size', () => {
    expect(() => post({ ...image, width: 3 }, 2, 1)).toThrow(/RGBA/);
    expect(() => post(image, 1, 1)).toThrow(/readPixels/);
  });

  it('offers WebGL 2 and nothing else, and does not draw', () => {
    expect(createCanvas().getContext('2d')).toBeNull();
    const gl = createCanvas().getContext('webgl2') as { drawArrays(): void };
    expect(() => gl.drawArrays()).toThrow(/drawArrays/);
  });
});
