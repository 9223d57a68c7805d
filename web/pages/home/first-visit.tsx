import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { DemoNotice } from '../../features/demo-notice.tsx';
import { AddKeys } from './add-keys/add-keys.tsx';
import { AskBox } from './ask/ask-box.tsx';
import { DemoOffer } from './demo-offer.tsx';
import { FreeKeys } from './free-keys.tsx';
import styles from './home-page.module.css';
import type { Serving } from './serving.ts';
import { UseIt } from './use-it/use-it.tsx';

/** One screen: a key, and the first answer right beside it. */
export function FirstVisit({ serving: now }: { readonly serving: Serving }): ReactNode {
  const { t } = useTranslation('home');
  // While a key is tested nothing is promised that its test may take back.
  const [held, setHeld] = useState<Serving | null>(null);
  const serving = held ?? now;
  const askButton = useRef<HTMLButtonElement>(null);
  const [goesOn, setGoesOn] = useState(false);
  const goOn = (): void => setGoesOn(true);
  useEffect(() => {
    // It cannot take the focus before somebody can serve.
    if (!goesOn || !serving.anybody) return;
    askButton.current?.focus();
    setGoesOn(false);
  }, [goesOn, serving.anybody]);
  return (
    <>
      <PageHeader title={t('first.title')} lead={t('first.lead')} />
      <div className={styles.sections}>
        <div className={styles.steps}>
          <Card aria-labelledby="step-key" className={styles.step}>
            <h2 id="step-key">
              <Step number={1} isDone={serving.hasProviders} /> {t('first.key')}
            </h2>
            <AddKeys onServing={goOn} onBusy={(isBusy) => setHeld(isBusy ? now : null)} />
            <div className={styles.without}>
              <h3>{t(serving.hasProviders ? 'free.where' : 'first.noKey')}</h3>
              <FreeKeys />
            </div>
          </Card>
          <Card aria-labelledby="step-ask" className={styles.step}>
            <h2 id="step-ask">
              <Step number={2} isDone={false} /> {t('first.ask')}
            </h2>
            <AskBox buttonRef={askButton} obstacle={serving.anybody ? null : t('first.obstacle')} />
            <DemoNotice />
            {!serving.anybody && <DemoOffer onRunning={goOn} />}
          </Card>
        </div>
        {serving.anybody && <UseIt />}
      </div>
    </>
  );
}

function Step({ number, isDone }: { readonly number: number; readonly isDone: boolean }): ReactNode {
  return isDone ? (
    <CircleCheck size={26} aria-hidden="true" className={styles.done} />
  ) : (
    <span aria-hidden="true" className={styles.number}>
      {number}
    </span>
  );
}
