import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useDemo, useSwitchDemo } from './demo.ts';

/** Says that simulated providers answer, and ends them; nothing while they do not. */
export function DemoNotice(): ReactNode {
  const { t } = useTranslation();
  const demo = useDemo();
  const { mutate, isPending } = useSwitchDemo();
  if (demo.data?.running !== true) return null;
  return (
    <Notice
      tone="warn"
      title={t('simulated.title')}
      action={
        <Button busy={isPending} onClick={() => mutate(false)}>
          {t('simulated.end')}
        </Button>
      }
    >
      {t('simulated.text')}
    </Notice>
  );
}
