/** Files of the app beside its page, each with its own life in caches. */
export const appFiles = [
  'early.js',
  'service-worker.js',
  'manifest.webmanifest',
  'icon.svg',
  'icon-192.png',
  'icon-512.png',
  'icon-maskable-512.png',
] as const;
