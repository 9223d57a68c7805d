const SHORT = 16;
const TINY = 8;

/**
 * How a secret is shown: its first 8 and last 4 characters (`gsk_abc1...xyz9`). Shorter ones show less, so that the
 * greater part of any secret stays hidden.
 */
export function maskKey(secret: string): string {
  if (secret.length >= SHORT) return `${secret.slice(0, 8)}...${secret.slice(-4)}`;
  if (secret.length >= TINY) return `${secret.slice(0, 2)}...${secret.slice(-2)}`;
  return '...';
}
