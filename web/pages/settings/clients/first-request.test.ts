import { describe, expect, it } from 'vitest';
import { firstRequest } from './first-request.ts';

const origin = 'http://127.0.0.1:6674';
const may = (rights: { routes?: readonly string[]; apps?: readonly string[] }): string =>
  firstRequest(origin, 'sk-noria-x', { routes: null, apps: null, ...rights });

describe('firstRequest', () => {
  it('is a chat over auto for a key that may do everything', () => {
    expect(may({})).toBe(
      [
        `curl ${origin}/v1/chat/completions \\`,
        '  -H "authorization: Bearer sk-noria-x" \\',
        '  -H "content-type: application/json" \\',
        `  -d '{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'`,
      ].join('\n'),
    );
  });

  it('asks for a model that the key may use', () => {
    expect(may({ routes: ['groq/*', 'gpt-oss-120b'], apps: ['chat'] })).toContain('"model":"gpt-oss-120b"');
  });

  it('lists what the key may use where a chat would be refused, or no name is known', () => {
    const list = `curl ${origin}/v1/models \\\n  -H "authorization: Bearer sk-noria-x"`;
    expect(may({ apps: ['embeddings'] })).toBe(list);
    expect(may({ routes: ['groq/*'] })).toBe(list);
  });
});
