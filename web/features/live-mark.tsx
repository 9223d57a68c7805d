import { Radio, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from './live.tsx';
import { formatAgo } from '../lib/format.ts';
import { useLanguage } from '../lib/use-language.ts';
import { useNow } from '../lib/use-now.ts';
import { Badge } from '../components/badge.tsx';

/** Whether what the page shows is of now, else how old it is. */
export function LiveMark({ at }: { readonly at: string | null }): ReactNode {
  const { t } = useTranslation();
  const { state } = useConnection();
  const language = useLanguage();
  const now = useNow();
  if (state === 'stale')
    return (
      <Badge tone="warn" icon={WifiOff}>
        {at === null ? t('live.lost') : t('live.stale', { ago: formatAgo(at, language, now) })}
      </Badge>
    );
  return (
    <Badge tone={state === 'live' ? 'good' : 'calm'} icon={Radio}>
      {t(state === 'live' ? 'live.live' : 'live.connecting')}
    </Badge>
  );
}
