import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { DemoNotice } from '../../features/demo-notice.tsx';
import { AddKeys } from './add-keys/add-keys.tsx';
import { AskBox } from './ask/ask-box.tsx';
import { FreeKeys } from './free-keys.tsx';
import styles from './home-page.module.css';
import { LeftToday } from './left-today.tsx';
import type { Serving } from './serving.ts';
import { UseIt } from './use-it/use-it.tsx';

/** Once somebody serves: try it, use it, add to it. */
export function Start({ serving }: { readonly serving: Serving }): ReactNode {
  const { t } = useTranslation('home');
  const { anybody, hasProviders, localModel } = serving;
  return (
    <>
      <PageHeader title={t('start.title')} lead={t('start.lead')} />
      <div className={styles.sections}>
        <DemoNotice />
        {!hasProviders && localModel !== null && (
          <Notice tone="calm" title={t('local.title')}>
            {t('local.text', { model: localModel })}
          </Notice>
        )}
        <div className={styles.steps}>
          <Card aria-labelledby="ask-title" className={styles.step}>
            <h2 id="ask-title">{t('start.ask')}</h2>
            <AskBox obstacle={anybody ? null : t('start.obstacle')} />
          </Card>
          <div className={styles.beside}>
            <Card aria-labelledby="left-title" className={styles.step}>
              <h2 id="left-title">{t('left.title')}</h2>
              <LeftToday />
            </Card>
            <Card aria-labelledby="keys-title" className={styles.step}>
              <h2 id="keys-title">{t('start.moreKeys')}</h2>
              <AddKeys rows={2} />
              <details className={styles.where}>
                <summary>{t('free.where')}</summary>
                <FreeKeys />
              </details>
            </Card>
          </div>
        </div>
        <UseIt />
      </div>
    </>
  );
}
