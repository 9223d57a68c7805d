import { useState } from 'react';
import { remember } from '../../../lib/i18n.ts';

/** A switch that stands in this browser as it was left. */
export function useRemembered(name: string, standard: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => stored(name) ?? standard);
  return [
    on,
    (next) => {
      remember(name, next === standard ? null : String(next));
      setOn(next);
    },
  ];
}

function stored(name: string): boolean | null {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : text === 'true';
  } catch {
    return null;
  }
}
