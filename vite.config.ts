import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The web app: `web/` → `web/dist`, which the gateway serves itself. */
export default defineConfig({
  root: 'web',
  plugins: [react()],
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
