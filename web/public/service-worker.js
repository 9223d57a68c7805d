// Keeps the frame of the app for when the gateway cannot be reached. Answers of the API are never kept.
// The build writes two lists of addresses above this: `built`, all assets of it, and `needed`, those of its frame.
const frame = 'noria-frame-1';
const files = ['/early.js', '/icon.svg'];

addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(frame)
      .then((cache) => cache.addAll(['/', ...files, ...needed]))
      .then(() => skipWaiting()),
  );
});

addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => clients.claim()));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && !/^\/(api|v1|v1beta|ollama|metrics)\b/.test(pathname))
    event.respondWith(newestOf(request, '/'));
  else if (files.includes(pathname)) event.respondWith(newestOf(request, pathname));
  else if (built.includes(pathname)) event.respondWith(assetOf(request));
});

/** From the gateway; without it as it was last. The sign-in link is a secret and is not kept: every page is the same file. */
async function newestOf(request, name) {
  try {
    const answer = await fetch(request);
    // What else the gateway shows, its health or a picture, is no page of the app.
    if (name !== '/' || answer.headers.get('content-type')?.startsWith('text/html')) await keep(name, answer);
    return answer;
  } catch {
    return (await caches.match(name)) ?? Response.error();
  }
}

/** What is of another build: each has a worker of its own. */
async function dropOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== frame).map((name) => caches.delete(name)));
  const cache = await caches.open(frame);
  const own = new Set(['/', ...files, ...built]);
  const kept = await cache.keys();
  await Promise.all(
    kept.filter(({ url }) => !own.has(new URL(url).pathname)).map((request) => cache.delete(request)),
  );
}

/** Their names change with what is in them: what is kept is right for ever. */
async function assetOf(request) {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  await keep(request, answer);
  return answer;
}

/** A device without room does without. */
async function keep(name, answer) {
  if (!answer.ok) return;
  const copy = answer.clone();
  try {
    await (await caches.open(frame)).put(name, copy);
  } catch {
    // The answer itself is there.
  }
}
