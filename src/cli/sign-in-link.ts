/**
 * Where the administrator signs in. The token stands behind the `#`: browsers send nothing of that, so it reaches no log of
 * a server or a proxy.
 */
export function signInLink(url: string, token: string): string {
  return `${url}/sign-in#token=${encodeURIComponent(token)}`;
}
