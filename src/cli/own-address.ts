/** Where a program on this machine reaches a Noria that listens there. `port` 0 = the usual one. */
export function ownAddress({ host, port }: { readonly host: string; readonly port: number }): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port === 0 ? 6674 : port}`;
}
