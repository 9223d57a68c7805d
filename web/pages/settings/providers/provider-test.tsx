import { Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { TestResult } from '../test/test-result.tsx';
import { useConnectionTest } from '../test/use-connection-test.ts';
import styles from './provider-settings.module.css';

/** One real call, with the first key that can be used. */
export function ProviderTest({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const test = useConnectionTest('providers', provider.id);
  return (
    <div className={styles.part}>
      <h4>{t('test.title')}</h4>
      <p className="soft small">{t('test.what')}</p>
      <div className={styles.buttons}>
        <Button
          icon={<Plug size={16} aria-hidden="true" />}
          busy={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('test.provider', { name: provider.name })}
        </Button>
      </div>
      <TestResult test={test} provider={provider} />
    </div>
  );
}
