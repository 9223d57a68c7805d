import type { Provider } from '../../catalog/types.ts';
import { accountName, envPrefix } from '../../config/key-names.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import type { ApiContext } from '../api-context.ts';
import { style } from './style.ts';
import { words, type Language, type Words } from './words.ts';

export interface PageOptions {
  readonly language: Language;
  /** Opened by the link that the first start prints. */
  readonly signIn: boolean;
}

/** The whole page. Images and video are not asked for yet, so their provider is not offered. Shows nothing that is not public: no key, no state, nothing of the address. */
export function renderPage({ pool, address }: ApiContext, { language, signIn }: PageOptions): string {
  const word = words[language];
  const url = escape(address.url);
  const rows = [...pool.providers.values()]
    .filter(
      ({ spec: { def, baseUrl } }) => def.docs !== baseUrl && def.asOf !== '' && def.wire !== 'replicate',
    )
    .map((node) => rowOf(node, word));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${word.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${word.title}</h1>
<p class="soft">${word.lead}</p>
${signIn ? notice(language) : ''}<h2>${word.keyTitle}</h2>
<p>${word.keyEnv}</p>
<pre>GROQ_API_KEY=gsk_…</pre>
<p>${word.keyCurl}</p>
<pre>export NORIA_ADMIN_TOKEN=noria-admin-…
curl ${url}/api/keys \\
  -H "Authorization: Bearer $NORIA_ADMIN_TOKEN" \\
  -d '{ "provider": "groq", "secret": "gsk_…" }'</pre>
<h2>${word.askTitle}</h2>
<p>${word.askLead}</p>
<pre>export NORIA_API_KEY=sk-noria-…
curl ${url}/v1/chat/completions \\
  -H "Authorization: Bearer $NORIA_API_KEY" \\
  -d '{ "model": "auto", "messages": [{ "role": "user", "content": "${word.hello}" }] }'</pre>
<p class="soft">${word.lost}</p>
<h2>${word.providers}</h2>
<p>${word.termsNote}</p>
<div class="wide">
<table>
<thead><tr><th scope="col">${word.provider}</th><th scope="col">${word.variable}</th><th scope="col">${word.getKey}</th><th scope="col">${word.terms}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</main>
</body>
</html>
`;
}

function notice(language: Language): string {
  const word = words[language];
  return `<section class="notice">
<h2>${word.signInTitle}</h2>
<p>${word.signIn}</p>
<pre>Authorization: Bearer noria-admin-…</pre>
<p>${word.signInSafe}</p>
</section>
`;
}

function rowOf({ spec: { def } }: ProviderNode, word: Words): string {
  const variables = variablesOf(def).map((name) => `<code>${escape(name)}</code>`);
  const cells = [
    `<th scope="row">${escape(def.name)}</th>`,
    `<td>${variables.join('<br>') || word.noKey}</td>`,
    cellOf(variables.length === 0 ? '' : word.getKey, def.key.url),
    cellOf(word.terms, def.terms.url),
  ];
  return `<tr>${cells.join('')}</tr>`;
}

/** Its label stands before it where the screen is too narrow for columns. */
function cellOf(label: string, url: string): string {
  const target = link(url);
  return target === '' ? '<td></td>' : `<td data-label="${escape(label)}">${target}</td>`;
}

/** The names of the environment that make it serve. */
function variablesOf(def: Provider): readonly string[] {
  if (def.auth.scheme === 'none') return [];
  const prefix = envPrefix(def.id);
  const account = accountName(def);
  const token = def.key.env?.find((name) => name === `${prefix}_API_TOKEN`) ?? `${prefix}_API_KEY`;
  return account === undefined ? [token] : [token, account];
}

function link(url: string): string {
  if (!/^https?:\/\//.test(url)) return '';
  return `<a href="${escape(url)}" rel="noreferrer">${escape(new URL(url).host)}</a>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
