import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../../components/button.tsx';
import { RequestFailed } from '../../../components/request-failed.tsx';
import { AnsweredBy } from '../../../features/answered-by.tsx';
import { chatOnce, type WholeAnswer } from '../../../features/chat-once.ts';
import { useIsSimulated } from '../../../features/demo.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './use-it.module.css';

/** Sends the request of the snippets, with this browser's sign-in in place of a client key. */
export function TestRequest({ question }: { readonly question: string }): ReactNode {
  const { t } = useTranslation('home');
  const isSimulated = useIsSimulated();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const answer = await chatOnce(question);
      return { answer, isSimulated: isSimulated(answer.served.provider) };
    },
  });
  const button = useRef<HTMLButtonElement>(null);
  const send = (): void => {
    button.current?.focus();
    mutate();
  };
  return (
    <div className={styles.test}>
      <Button ref={button} busy={isPending} icon={<Play size={16} aria-hidden="true" />} onClick={send}>
        {t('useIt.send')}
      </Button>
      <div role="status" className={styles.result}>
        {data !== undefined && !isPending && <Result {...data} />}
      </div>
      {error !== null && !isPending && <RequestFailed error={error} onRetry={send} />}
    </div>
  );
}

function Result({
  answer: { text, served, tookMs },
  isSimulated,
}: {
  readonly answer: WholeAnswer;
  readonly isSimulated: boolean;
}): ReactNode {
  const { t } = useTranslation('home');
  const language = useLanguage();
  return (
    <>
      <AnsweredBy {...served} isSimulated={isSimulated}>
        <span className="figure">{formatDuration(tookMs, language)}</span>
        <Link href={`/requests/${served.trace}`}>{t('ask.trace')}</Link>
      </AnsweredBy>
      <p className={styles.text}>{text}</p>
    </>
  );
}
