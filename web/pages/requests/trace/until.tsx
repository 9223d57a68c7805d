import type { ReactNode } from 'react';
import { formatExact } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { formatClock } from '../list/format-clock.ts';

/** A time in the reader's zone, to the second: reasons may last less than a minute. */
export function Until({ at }: { readonly at: string }): ReactNode {
  const language = useLanguage();
  const [clock, day] = formatClock(at, language);
  return (
    <time dateTime={at} title={formatExact(at, language)} className="figure">
      {day === null ? clock : `${day}, ${clock}`}
    </time>
  );
}
