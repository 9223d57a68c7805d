/** A figure with as many decimals as its size deserves; `-` when there is none. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(decimals);
}

/** A difference: `+ 0.23`, `- 0.05`. */
export function signed(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return `${value < 0 ? '-' : '+'} ${figure(Math.abs(value))}`;
}

export function percent(value: number): string {
  return Number.isFinite(value) ? `${Math.round(value * 100)}%` : '-';
}
