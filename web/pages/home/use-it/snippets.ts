import { shellQuote } from '../../../lib/shell-quote.ts';

export const placeholder = 'YOUR_CLIENT_KEY';

/** The same request for a terminal and for OpenAI's libraries. `question` has no line breaks. */
export function snippetsFor(
  baseUrl: string,
  question: string,
): { readonly curl: string; readonly javascript: string; readonly python: string } {
  const said = JSON.stringify(question);
  const body = `{
    "model": "auto",
    "messages": [{"role": "user", "content": ${said}}]
  }`;
  return {
    curl: [
      `curl ${baseUrl}/chat/completions \\`,
      `  -H "authorization: Bearer ${placeholder}" \\`,
      '  -H "content-type: application/json" \\',
      `  -d ${shellQuote(body)}`,
    ].join('\n'),
    javascript: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: '${placeholder}' });

const answer = await client.chat.completions.create({
  model: 'auto',
  messages: [{ role: 'user', content: ${said} }],
});
console.log(answer.choices[0].message.content);`,
    python: `from openai import OpenAI

client = OpenAI(base_url="${baseUrl}", api_key="${placeholder}")

answer = client.chat.completions.create(
    model="auto",
    messages=[{"role": "user", "content": ${said}}],
)
print(answer.choices[0].message.content)`,
  };
}
