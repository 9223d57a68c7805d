const name = 'token';

/** Whether the page was opened by the link that the start printed: `/sign-in#token=…`. */
export function hasToken(): boolean {
  return inAddress() !== null;
}

/** The token of that link, which leaves the address and the browser's history with it; null = there is none. */
export function takeToken(): string | null {
  const token = inAddress();
  if (token !== null) history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return token;
}

function inAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}
