import type { ProviderNode } from '../../engine/nodes.ts';
import type { ApiContext } from '../api-context.ts';
import { style } from './style.ts';
import { words, type Language } from './words.ts';

/** The whole page. Shows nothing that is not public: no key, no state. */
export function renderPage({ pool, address }: ApiContext, language: Language): string {
  const word = words[language];
  const url = escape(address.url);
  const rows = [...pool.providers.values()]
    .filter(({ spec }) => spec.def.docs !== spec.baseUrl && spec.def.asOf !== '')
    .map(rowOf);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${word.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${word.title}</h1>
<p class="soft">${word.lead}</p>
<h2>${word.keyTitle}</h2>
<p>${word.keyEnv}</p>
<pre>GROQ_API_KEY=gsk_…</pre>
<p>${word.keyCurl}</p>
<pre>curl ${url}/api/keys \\
  -H "Authorization: Bearer $NORIA_ADMIN_TOKEN" \\
  -d '{ "provider": "groq", "secret": "gsk_…" }'</pre>
<h2>${word.askTitle}</h2>
<p>${word.askLead}</p>
<pre>curl ${url}/v1/chat/completions \\
  -H "Authorization: Bearer $NORIA_API_KEY" \\
  -d '{ "model": "auto", "messages": [{ "role": "user", "content": "Hello" }] }'</pre>
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

function rowOf({ id, spec: { def } }: ProviderNode): string {
  const variable =
    def.auth.scheme === 'none' ? '' : `<code>${escape(id.toUpperCase().replaceAll('-', '_'))}_API_KEY</code>`;
  return `<tr><td>${escape(def.name)}</td><td>${variable}</td><td>${link(def.key.url)}</td><td>${link(def.terms.url)}</td></tr>`;
}

function link(url: string): string {
  if (!/^https?:\/\//.test(url)) return '';
  return `<a href="${escape(url)}" rel="noreferrer">${escape(new URL(url).host)}</a>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
