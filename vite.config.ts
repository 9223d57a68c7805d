import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** The web app: `web/` → `web/dist`, which the gateway serves itself. */
export default defineConfig({
  root: 'web',
  plugins: [react(), tellWorker()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // One request fewer is no gain where each page waits for the gateway of the same machine; the policy allows no inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What pages share travels as one file: dozens of small ones compress badly, and each is a request.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'kit', test: /web\/(components|lib|features)\/|lucide-react/, minShareCount: 2 }],
        },
      },
    },
  },
});

/** Writes above the service worker what this build consists of: it keeps that, and drops what it had of the build before. */
function tellWorker(): Plugin {
  const name = 'service-worker.js';
  return {
    name: 'noria-tell-worker',
    writeBundle: ({ dir = '' }, bundle) => {
      const lists = { built: Object.keys(bundle).filter(isAsset), needed: frameOf(bundle) };
      const lines = Object.entries(lists).map(
        ([list, names]) => `const ${list} = ${JSON.stringify(names.map((file) => `/${file}`))};\n`,
      );
      const script = readFileSync(path.join(import.meta.dirname, 'web', 'public', name), 'utf8');
      writeFileSync(path.join(dir, name), lines.join('') + script);
    },
  };
}

function isAsset(file: string): boolean {
  return file.startsWith('assets/');
}

/** What is loaded before any page: the entry and the words of the frame, with all that they import. */
function frameOf(bundle: Rolldown.OutputBundle): string[] {
  const found = new Set<string>();
  const take = (file: string): void => {
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk' || found.has(file)) return;
    for (const one of [file, ...(chunk.viteMetadata?.importedCss ?? [])]) found.add(one);
    chunk.imports.forEach(take);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type !== 'chunk') continue;
    if (chunk.isEntry || chunk.moduleIds.some((id) => id.endsWith('/common.json'))) take(chunk.fileName);
  }
  return [...found];
}
