import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();
const tickMs = 1_000;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // It stands while nobody looks.
  if (timer === undefined && Date.now() - now >= tickMs) now = Date.now();
  return now;
}

/** Epoch ms, new each second: one clock for all countdowns. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}
