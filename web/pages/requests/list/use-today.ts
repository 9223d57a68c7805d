import { useEffect, useState } from 'react';

const lookMs = 10_000;

/** The day in the reader's zone, as `Date` reads it; another one soon after midnight, or after a sleep. */
export function useToday(): string {
  const [today, setToday] = useState(dayOf);
  useEffect(() => {
    const look = setInterval(() => setToday(dayOf()), lookMs);
    return () => clearInterval(look);
  }, []);
  return today;
}

function dayOf(): string {
  return new Date().toDateString();
}
