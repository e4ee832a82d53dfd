/** What the dataset is a function of: the recipe in full, and the models that touched it, with licence and hash. */
import type { PackFile, PackManifest } from '../../pack/manifest.js';
import type { Recipe } from '../../recipe.js';
import { html, type Markup } from './markup.js';

/** The resolved recipe and the models, each in a section of its own. */
export function sources(recipe: Recipe, manifest: PackManifest): Markup {
  const source = (role: string, { path, licence, source: origin, sha256 }: PackFile): Markup =>
    html`<tr><th scope="row">${role}</th><td data-label="File"><code>${path}</code></td><td data-label="Licence">${licence}</td><td data-label="Source">${origin}</td><td data-label="sha256"><code class="hash">${sha256}</code></td></tr>
`;
  return html`<section class="wide" id="recipe" aria-labelledby="recipe-h">
<h2 id="recipe-h">Recipe</h2>
<p class="intro">The dataset is a function of this: the same recipe with the same pack gives the same files.</p>
<pre tabindex="0"><code>${JSON.stringify(recipe, null, 2)}</code></pre>
</section>
<section class="wide" id="models" aria-labelledby="models-h">
<h2 id="models-h">Models</h2>
<p class="intro">${manifest.name} ${manifest.version}: ${manifest.description} Licence of the pack: ${manifest.licence}.</p>
<table class="models">
<thead><tr><th scope="col">Role</th><th scope="col">File</th><th scope="col">Licence</th><th scope="col">Source</th><th scope="col">sha256</th></tr></thead>
<tbody>
${filesOf(recipe, manifest).map(([role, file]) => source(role, file))}</tbody>
</table>
</section>
`;
}

/** Files of the pack that had a part in the dataset: of its directions, the one moved along and those projected out. */
function filesOf(recipe: Recipe, { generator, scorers, directions }: PackManifest): [string, PackFile][] {
  const used = new Set([recipe.edit.direction, ...recipe.edit.given]);
  return [
    ['mapping', generator.mapping],
    ['synthesis', generator.synthesis],
    ...Object.entries(scorers).flatMap(([role, scorer]): [string, PackFile][] => (scorer ? [[role, scorer.file]] : [])),
    ...directions.filter((d) => used.has(d.name)).map((d): [string, PackFile] => [`direction ${d.name}`, d.file]),
  ];
}
