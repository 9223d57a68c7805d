import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { keyStates, stateOf } from '../keys/key-state.ts';

export interface KeySummaryProps {
  readonly keys: readonly KeyView[];
  readonly keyless: boolean;
}

/** How many keys stand how. */
export function KeySummary({ keys, keyless }: KeySummaryProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  if (keyless) return <p className="soft">{t('provider.keyless')}</p>;
  if (keys.length === 0) return null;
  const counts = Map.groupBy(keys, stateOf);
  const parts = keyStates.flatMap((state) => {
    const count = counts.get(state)?.length ?? 0;
    return count === 0 ? [] : [t(`summary.${state}`, { count, amount: formatCount(count, language) })];
  });
  const all = t('summary.keys', { count: keys.length, amount: formatCount(keys.length, language) });
  return (
    <p className="soft figure">
      {all}
      {t('fault.colon')} {new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parts)}
    </p>
  );
}
