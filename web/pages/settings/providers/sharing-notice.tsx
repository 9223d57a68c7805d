import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { useLanguage } from '../../../lib/use-language.ts';

export interface SharingNoticeProps {
  readonly keys: readonly KeyView[];
  readonly provider: ProviderView;
}

/** Keys that were given as two accounts and were seen to draw on one quota. */
export function SharingNotice({ keys, provider }: SharingNoticeProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const sharing = keys.filter((key) => key.shares_quota_with.length > 0);
  if (sharing.length === 0) return null;
  const names = sharing.map(({ label, masked }) => (label === null ? masked : `${label} (${masked})`));
  return (
    <Notice tone="warn" title={t('sharing.title')}>
      {t('sharing.text', {
        keys: new Intl.ListFormat(language).format(names),
        provider: provider.name,
      })}
    </Notice>
  );
}
