import type { Speak } from '../wire.ts';

/** A wire of a provider that has no chats: the catalog lists none for it, and whoever is asked all the same says so. */
export const noChat: Speak = (call, _http, listener) => {
  queueMicrotask(() => listener.broken(new Error(`${call.provider.name} is not asked for chats here`)));
  return { abort: () => {}, pause: () => {}, resume: () => {} };
};
