/** Where somebody was about to go: another page of the app, or wherever the browser's history leads. */
export type WayOut = { readonly to: string } | 'history';

interface Guard {
  readonly address: string;
  readonly pathname: string;
  readonly ask: (way: WayOut) => void;
}

let guard: Guard | null = null;

/** Once, before the router listens: it is to hear of a step in the history only when nobody objects. */
export function watchHistory(): void {
  window.addEventListener('popstate', (event) => {
    if (guard === null || location.pathname === guard.pathname) return;
    event.stopImmediatePropagation();
    // The browser is there already: a new entry leads it back, and one step back from that leads there again.
    history.pushState(null, '', guard.address);
    guard.ask('history');
  });
}

/**
 * From now on nobody leaves this page by accident: the browser asks before it is closed or loaded anew, links to other
 * pages and steps in the history are told to `ask` instead of being followed. Returns what ends it.
 */
export function guardPage(ask: (way: WayOut) => void): () => void {
  const own: Guard = { address: location.href, pathname: location.pathname, ask };
  guard = own;
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
  document.addEventListener(
    'click',
    (event) => {
      const to = addressOfLink(event);
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      ask({ to });
    },
    // Before the link itself hears of it.
    { capture: true, signal },
  );
  return () => {
    listening.abort();
    if (guard === own) guard = null;
  };
}

/** Another page of the app, of a link that would be followed here; from a page elsewhere the browser itself keeps people. */
function addressOfLink(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link === null || !isPlain || link.target === '_blank' || link.hasAttribute('download')) return null;
  if (link.origin !== location.origin || link.pathname === location.pathname) return null;
  return link.pathname + link.search + link.hash;
}
