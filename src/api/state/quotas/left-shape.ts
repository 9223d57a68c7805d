import { windowLength, type BucketSpec } from '../../../engine/bucket.ts';
import type { LimitSlot, LimitSlots } from './limit-slots.ts';

/** The limits of one unit, side and long window, and how they lie within others: the same for every account of a provider. */
export interface LeftShape {
  readonly unit: string;
  readonly side: string;
  readonly window: 'day' | 'month';
  readonly parts: readonly LeftPart[];
}

export interface LeftPart {
  readonly place: number;
  /** Places of limits that count the same over more models: where one of them is known, this one adds nothing. */
  readonly within: readonly number[];
  /** Places of limits that whatever this one counts is counted by as well, over a longer window or more sides. */
  readonly boundBy: readonly number[];
}

interface Placed {
  readonly slot: LimitSlot;
  readonly place: number;
}

/** Limits that no chat over `auto` drinks from, such as those of pictures, are no part of what is left. */
export function leftShapes({ list }: LimitSlots): LeftShape[] {
  const chats = list.map((slot, place) => ({ slot, place })).filter(({ slot }) => isForChats(slot));
  const shapes = new Map<string, LeftShape & { parts: LeftPart[] }>();
  for (const { slot, place } of chats) {
    const { unit, side, window } = slot.spec;
    const length = windowLength(window);
    if (length !== 'day' && length !== 'month') continue;
    const name = `${unit}|${side}|${length}`;
    const shape = shapes.get(name) ?? { unit, side, window: length, parts: [] };
    shapes.set(name, shape);
    const wider = chats.filter((other) => other.slot !== slot && holds(other.slot, slot));
    const same = ({ spec }: LimitSlot): boolean => spec.side === side && windowLength(spec.window) === length;
    // Of two that count the very same, the first one stands for both.
    const isBefore = (other: Placed): boolean => other.place < place || !holds(slot, other.slot);
    shape.parts.push({
      place,
      within: wider.filter((other) => same(other.slot) && isBefore(other)).map(placeOf),
      boundBy: wider.filter((other) => !same(other.slot) || !isBefore(other)).map(placeOf),
    });
  }
  return [...shapes.values()];
}

function isForChats({ models }: LimitSlot): boolean {
  return models.some(({ model }) => model.purpose === 'chat' && model.onlyWhenNamed !== true);
}

/** Whatever the one counts, the other counts too. */
function holds(wide: LimitSlot, narrow: LimitSlot): boolean {
  return (
    wide.spec.unit === narrow.spec.unit &&
    (wide.spec.side === 'all' || wide.spec.side === narrow.spec.side) &&
    isAsLong(wide.spec, narrow.spec) &&
    holdsModels(wide, narrow)
  );
}

function holdsModels(wide: LimitSlot, narrow: LimitSlot): boolean {
  if (wide.spec.group === '*') return true;
  if (narrow.spec.group === '*') return false;
  return narrow.models.every((node) => wide.models.includes(node));
}

const lengths = ['second', 'minute', 'hour', 'day', 'month'];

function isAsLong(wide: BucketSpec, narrow: BucketSpec): boolean {
  const [long, short] = [wide, narrow].map(({ window }) => lengths.indexOf(String(windowLength(window))));
  return long !== undefined && short !== undefined && long >= lengths.indexOf('day') && long >= short;
}

function placeOf({ place }: Placed): number {
  return place;
}
