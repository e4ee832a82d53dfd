/**
 * A canvas for MediaPipe where there is no browser.
 *
 * With the CPU delegate a graph of @mediapipe/tasks-vision uses WebGL 2 as a mailbox for pixels and nothing else:
 * bindTexture, texImage2D (the image), framebufferTexture2D, readPixels. No shader runs and nothing is drawn. So an
 * object that remembers the bytes uploaded to a texture, and hands them back, is all the graphics it needs. The segmenter
 * also compiles shaders on start and never runs them; for it the uniform queries have answers.
 */
import type { RgbaImage } from './rgba.js';

const VENDOR = 0x1f00;
const RENDERER = 0x1f01;
const VERSION = 0x1f02;
const SHADING_LANGUAGE_VERSION = 0x8b8c;
const RGBA = 0x1908;
const UNSIGNED_BYTE = 0x1401;
const FRAMEBUFFER_COMPLETE = 0x8cd5;
const ACTIVE_UNIFORMS = 0x8b86;
const ALREADY_SIGNALED = 0x911a;
const SIGNALED = 0x9119;

/** What getParameter says of sizes: larger than any image that goes in. */
const MAX_SIZE = 16384;

/** State calls without an effect here. */
const IGNORED = [
  ...[
    'activeTexture',
    'texParameteri',
    'pixelStorei',
    'flush',
    'finish',
    'deleteSync',
    'deleteFramebuffer',
    'waitSync',
  ],
  ...['compileShader', 'bindAttribLocation', 'detachShader', 'deleteShader', 'deleteProgram', 'useProgram', 'viewport'],
  ...['bindBuffer', 'bufferData', 'deleteBuffer', 'bindVertexArray', 'deleteVertexArray', 'enable', 'disable'],
] as const;

/** Calls that mean real rendering: their result would be missing, so they must not pass in silence. */
const FORBIDDEN = ['drawArrays', 'drawElements', 'copyTexImage2D', 'copyTexSubImage2D', 'blitFramebuffer'] as const;

interface Texture {
  image: RgbaImage | undefined;
}

interface Framebuffer {
  texture: Texture | undefined;
}

interface Program {
  readonly shaders: { source: string }[];
  uniforms: string[];
}

/** As much of an HTMLCanvasElement as MediaPipe uses. */
export interface Canvas {
  width: number;
  height: number;
  getContext(kind: string): object | null;
  addEventListener(): void;
  removeEventListener(): void;
}

/** A canvas whose WebGL 2 context carries pixels and cannot draw. */
export function createCanvas(): Canvas {
  const gl = { ...constants(), ...capabilities(), ...mailbox(), ...fences(), ...shaders(), ...noops() };
  return {
    width: 1,
    height: 1,
    getContext: (kind: string) => (kind === 'webgl2' ? gl : null),
    addEventListener: () => {},
    removeEventListener: () => {},
  };
}

/** Those that the JavaScript of MediaPipe reads from the context; its WebAssembly has its own. */
function constants() {
  return {
    TEXTURE_2D: 0x0de1,
    RGBA,
    UNSIGNED_BYTE,
    FRAMEBUFFER_COMPLETE,
    ALREADY_SIGNALED,
    UNPACK_FLIP_Y_WEBGL: 0x9240,
  };
}

function capabilities() {
  const names: Readonly<Record<number, string>> = {
    [VENDOR]: 'none',
    [RENDERER]: 'none',
    [VERSION]: 'WebGL 2.0',
    [SHADING_LANGUAGE_VERSION]: 'WebGL GLSL ES 3.00',
  };
  return {
    getContextAttributes: () => ({}),
    isContextLost: () => false,
    getError: () => 0,
    getSupportedExtensions: () => [],
    getExtension: () => null,
    getParameter: (name: number) => names[name] ?? MAX_SIZE,
  };
}

function mailbox() {
  let bound: Texture | undefined;
  let target: Framebuffer | undefined;
  return {
    createTexture: (): Texture => ({ image: undefined }),
    deleteTexture: (texture: Texture | null) => {
      if (texture) texture.image = undefined;
    },
    bindTexture: (_target: number, texture: Texture | null) => {
      bound = texture ?? undefined;
    },
    texImage2D: (...args: readonly unknown[]) => {
      const source = args.at(-1);
      if (bound && source) bound.image = checked(source);
    },
    createFramebuffer: (): Framebuffer => ({ texture: undefined }),
    bindFramebuffer: (_target: number, framebuffer: Framebuffer | null) => {
      target = framebuffer ?? undefined;
    },
    framebufferTexture2D: (_target: number, _attachment: number, _kind: number, texture: Texture | null) => {
      if (target) target.texture = texture ?? undefined;
    },
    checkFramebufferStatus: () => FRAMEBUFFER_COMPLETE,
    readPixels: (...args: readonly [number, number, number, number, number, number, Uint8Array, number?]) => {
      const [x, y, width, height, format, type, to, offset = 0] = args;
      const image = target?.texture?.image;
      const whole = x === 0 && y === 0 && width === image?.width && height === image.height;
      if (!whole || format !== RGBA || type !== UNSIGNED_BYTE) {
        throw new Error(`unexpected readPixels(${args.slice(0, 6).join(', ')})`);
      }
      to.set(image.data, offset);
      // Each upload is read once; keeping it would keep the caller's image alive.
      if (target?.texture) target.texture.image = undefined;
    },
  };
}

/** A wrong length here is an exception inside the graph, which is lost with it: better than pixels of another image. */
function checked(source: unknown): RgbaImage {
  const { data, width, height } = source as Partial<RgbaImage>;
  if (!data || !width || !height || data.length !== width * height * 4) throw new Error('expected an RGBA image');
  return { data, width, height };
}

/** Everything is done before it is asked for. */
function fences() {
  return {
    fenceSync: () => ({}),
    clientWaitSync: () => ALREADY_SIGNALED,
    getSyncParameter: () => SIGNALED,
  };
}

function shaders() {
  return {
    createShader: () => ({ source: '' }),
    shaderSource: (shader: { source: string }, source: string) => {
      shader.source = source;
    },
    getShaderParameter: () => true,
    getShaderInfoLog: () => '',
    createProgram: (): Program => ({ shaders: [], uniforms: [] }),
    attachShader: (program: Program, shader: { source: string }) => {
      program.shaders.push(shader);
    },
    linkProgram: (program: Program) => {
      program.uniforms = [...new Set(program.shaders.flatMap(({ source }) => uniformsOf(source)))];
    },
    getProgramParameter: (program: Program, what: number) => what !== ACTIVE_UNIFORMS || program.uniforms.length,
    getProgramInfoLog: () => '',
    getActiveUniform: (program: Program, i: number) => ({ name: program.uniforms[i], size: 1, type: 0 }),
    getUniformLocation: () => ({}),
    getAttribLocation: () => 0,
    createBuffer: () => ({}),
    createVertexArray: () => ({}),
  };
}

function uniformsOf(source: string): string[] {
  return [...source.matchAll(/uniform\s+(?:\w+\s+)*?(\w+)\s*(?:\[\d+\])?\s*;/g)].map((match) => match[1]!);
}

function noops(): Record<string, () => void> {
  const refuse = (name: string) => () => {
    throw new Error(`unexpected ${name}(): the CPU delegate does not draw`);
  };
  return {
    ...Object.fromEntries(IGNORED.map((name) => [name, () => {}])),
    ...Object.fromEntries(FORBIDDEN.map((name) => [name, refuse(name)])),
  };
}
