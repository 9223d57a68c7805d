import { expect, test } from 'vitest';
import { findImportViolations } from './find-import-violations.js';

function check(file, text) {
  return findImportViolations(new Map([[file, text]])).map(({ line, message }) => `${line} ${message}`);
}

test('lets a room import itself and the rooms below it', () => {
  const text = `import { a } from './own.ts';\nimport type { B } from '../../catalog/types.ts';\nimport x from 'undici';`;
  expect(check('src/relay/sub/loop.ts', text)).toEqual([]);
});

test('names the line of an import that points up', () => {
  expect(check('src/store/keys.ts', `\nimport {\n  serve,\n} from '../api/serve.ts';`)).toEqual([
    '4 store may not import api (../api/serve.ts)',
  ]);
});

test('sees re-exports and imports on demand', () => {
  const text = `export * from '../relay/relay.ts';\nconst late = await import('../config/env.ts');`;
  expect(check('src/shared/log.ts', text)).toEqual([
    '1 shared may not import relay (../relay/relay.ts)',
    '2 shared may not import config (../config/env.ts)',
  ]);
});

test('lets the engine take types of the catalog, not its data', () => {
  expect(check('src/engine/choose.ts', `import type { Model } from '../catalog/types.ts';`)).toEqual([]);
  expect(check('src/engine/choose.ts', `import { groq } from '../catalog/groq.ts';`)).toEqual([
    '1 engine may import only types of catalog (../catalog/groq.ts)',
  ]);
});

test('opens one door from src to the fleet, and none back', () => {
  const text = `import { startFleet } from '../../fleet/fleet.ts';`;
  expect(check('src/cli/demo.ts', text)).toEqual([]);
  expect(check('src/cli/start.ts', text)).toEqual(['1 src never imports this folder (../../fleet/fleet.ts)']);
  expect(check('fleet/fleet.ts', `import { log } from '../src/shared/log.ts';`)).toEqual([
    '1 fleet imports nothing of the others (../src/shared/log.ts)',
  ]);
});

test('lets the app know the shapes of answers, and nothing else of src', () => {
  expect(
    check('web/lib/api.ts', `import type { ErrorView } from '../../src/api/views/error-view.ts';`),
  ).toEqual([]);
  expect(check('web/lib/api.ts', `import { x } from '../../src/api/views/error-view.ts';`)).toEqual([
    '1 web may import only types of src/api/views (../../src/api/views/error-view.ts)',
  ]);
  expect(
    check('web/lib/api.ts', `import { lengthLimit } from '../../src/api/views/content-limits.ts';`),
  ).toEqual([]);
  expect(check('web/lib/api.ts', `import type { Pool } from '../../src/engine/pool.ts';`)).toEqual([
    '1 web may import only src/api/views (../../src/engine/pool.ts)',
  ]);
  expect(check('web/lib/api.ts', `import { x } from '../components/badge.tsx';`)).toEqual([
    '1 web/lib may not import web/components (../components/badge.tsx)',
  ]);
  expect(check('web/pages/home/start.tsx', `import { x } from '../quotas/section.tsx';`)).toEqual([
    '1 the page home may not import quotas (../quotas/section.tsx)',
  ]);
  expect(check('web/pages/pages.ts', `import { x } from './quotas/section.tsx';`)).toEqual([]);
  expect(check('web/pages/home/start.tsx', `import { x } from '../../features/live.tsx';`)).toEqual([]);
  expect(check('src/api/web/routes.ts', `import { App } from '../../../web/app.tsx';`)).toEqual([
    '1 src never imports this folder (../../../web/app.tsx)',
  ]);
});

test('lets tests and benchmarks import anything', () => {
  const text = `import { createContext } from '../../src/context.ts';`;
  expect(check('tests/chat/chat.test.ts', text)).toEqual([]);
  expect(check('src/engine/choose.test.ts', `import { serve } from '../api/serve.ts';`)).toEqual([]);
});

test('does not take a word of a comment or a string for an import', () => {
  const text = `// import nothing from '../api/x.ts'\nconst note = "import it";\nconst from = './a.ts';`;
  expect(check('src/shared/note.ts', text)).toEqual([]);
});

test('refuses a folder that is no room', () => {
  expect(check('src/helpers/x.ts', `import { log } from '../shared/log.ts';`)).toEqual([
    '1 no such room: helpers (../shared/log.ts)',
  ]);
});
