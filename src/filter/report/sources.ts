/** What the dataset is a function of: the recipe in full, and the models that touched it, with licence and hash. */
import { html, type Markup } from './markup.js';
import type { ReportSubject } from './types.js';

/** The resolved recipe and the models, each in a section of its own. */
export function sources({ recipe, models }: ReportSubject): Markup {
  const rows = models.files.map(
    ([
      role,
      { path, licence, source, sha256 },
    ]) => html`<tr><th scope="row">${role}</th><td data-label="File"><code>${path}</code></td><td data-label="Licence">${licence}</td><td data-label="Source">${source}</td><td data-label="sha256"><code class="hash">${sha256}</code></td></tr>
`,
  );
  return html`<section class="wide" id="recipe" aria-labelledby="recipe-h">
<h2 id="recipe-h">Recipe</h2>
<p class="intro">${recipe.about}</p>
<pre tabindex="0"><code>${JSON.stringify(recipe.json, null, 2)}</code></pre>
</section>
<section class="wide" id="models" aria-labelledby="models-h">
<h2 id="models-h">Models</h2>
<p class="intro">${models.about}</p>
<table class="models">
<thead><tr><th scope="col">Role</th><th scope="col">File</th><th scope="col">Licence</th><th scope="col">Source</th><th scope="col">sha256</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</section>
`;
}
