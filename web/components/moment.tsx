import type { ReactNode } from 'react';
import { formatExact, formatMoment } from '../lib/format.ts';
import { useLanguage } from '../lib/use-language.ts';

/** A time in the reader's zone: short to read, exact to who points at it. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  const language = useLanguage();
  return (
    <time dateTime={at} title={formatExact(at, language)} className="figure">
      {formatMoment(at, language)}
    </time>
  );
}
