import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useSignIn } from '../../features/session.ts';
import { LostToken } from './lost-token.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { hasToken, takeToken } from './take-token.ts';
import styles from './sign-in-page.module.css';

/** By the link that the start printed, or by the token that it holds. What was asked for is shown afterwards: the address stays. */
export function SignInPage(): ReactNode {
  const { t } = useTranslation('home');
  const [cameByLink] = useState(hasToken);
  const { mutate, error, isPending, isSuccess, isIdle } = useSignIn();
  useEffect(() => {
    const follow = (): void => {
      const token = takeToken();
      if (token !== null) mutate(token);
    };
    follow();
    // The link pasted into the address of this very page.
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [mutate]);
  const isUnderWay = cameByLink && (isIdle || isPending || isSuccess);
  return (
    <div className={styles.page}>
      <PageHeader title={t('signIn.title')} />
      {isUnderWay ? (
        <p role="status">{t('signIn.underWay')}</p>
      ) : (
        <>
          <Card>
            <SignInForm isPending={isPending} error={error} onSignIn={mutate} />
          </Card>
          <LostToken />
        </>
      )}
    </div>
  );
}
