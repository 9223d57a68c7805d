/** The frame of the app stays on the device: it opens at once, and says when the gateway cannot be reached. */
export function keepShell(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  // Refused over plain HTTP from another machine: then there is none, and nothing else changes.
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}
