/**
 * The administrator's own servers may be private ones; link-local addresses never are servers of models, but the
 * metadata services of clouds, which give out credentials.
 */
export function isAllowedAddress(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return !/^169\.254\.|^fe[89ab][0-9a-f]:|^::ffff:a9fe:|^fd00:ec2::254$|^metadata\./.test(host);
}
