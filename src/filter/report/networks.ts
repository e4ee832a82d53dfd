/** The networks of a pack by role, as the report lists them. */
import type { PackFile, PackManifest } from '../../pack/manifest.js';

/** Generator and discriminator, then scorers. */
export function networksOf({ generator, scorers }: PackManifest): [role: string, file: PackFile][] {
  return [
    ['mapping', generator.mapping],
    ['synthesis', generator.synthesis],
    ...(generator.discriminator ? [['discriminator', generator.discriminator] as [string, PackFile]] : []),
    ...Object.entries(scorers).flatMap(([role, scorer]): [string, PackFile][] => (scorer ? [[role, scorer.file]] : [])),
  ];
}
