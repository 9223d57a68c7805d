import type { LeftView } from '../../../../src/api/views/quota-view.ts';

type Kind = Pick<LeftView, 'unit' | 'side' | 'window'>;

/** The same for all that can be added up. */
export function leftName({ unit, side = 'all', window }: Kind): string {
  return `${window} ${unit} ${side}`;
}

export function isSame(one: Kind, other: Kind): boolean {
  return leftName(one) === leftName(other);
}

const units = ['requests', 'tokens', 'neurons', 'seconds', 'usd'];

/** Today before this month, what everybody has before what few have. */
export function inOrder(one: Kind, other: Kind): number {
  return placeOf(one) - placeOf(other);
}

function placeOf({ unit, window }: Kind): number {
  const place = units.indexOf(unit);
  return (window === 'day' ? 0 : 100) + (place === -1 ? units.length : place);
}
