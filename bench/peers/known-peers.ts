import type { Peer } from './peer.ts';

/**
 * Gateways that the npm registry has whole and that start without a question. Looked at and left out in November 2026:
 * `@maximhq/bifrost` (the package only fetches a program from another place), `@nullplatform/llm-gateway` (cannot be
 * installed: a dependency is missing), `@khanglvm/llm-router` (gone), `@llmops/gateway` (a library, made from Portkey),
 * `omniroute` (an app with accounts, set up in a browser).
 */
export const knownPeers: readonly Peer[] = [
  {
    name: 'portkey',
    package: '@portkey-ai/gateway',
    overrides: { '@hono/node-server': '1.14.1' },
    note: 'with @hono/node-server 1.14.1: with later ones its streams answer 500 (Portkey-AI/gateway#1389)',
    program: 'build/start-server.js',
    args: (port) => ['--headless', `--port=${port}`],
    headers: (upstream) => ({
      authorization: 'Bearer bench',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${upstream}/v1`,
    }),
    modelName: (model) => model,
  },
];
