import { Eye, EyeOff, LogIn } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { errorText } from '../../components/query-state.tsx';
import { ApiError } from '../../lib/api.ts';
import { formatCountdown } from '../../lib/format.ts';
import { useWait } from '../../lib/use-wait.ts';
import styles from './sign-in-page.module.css';

export interface SignInFormProps {
  readonly isPending: boolean;
  /** Of the last try. */
  readonly error: Error | null;
  readonly onSignIn: (token: string) => void;
}

export function SignInForm({ isPending, error, onSignIn }: SignInFormProps): ReactNode {
  const { t } = useTranslation('home');
  const [token, setToken] = useState('');
  const [shown, setShown] = useState(false);
  const waitMs = useWait(error);
  const fault = useFault(error, waitMs > 0);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending && waitMs === 0 && token.trim() !== '') onSignIn(token.trim());
      }}
    >
      <TextField
        label={t('signIn.token')}
        hint={t('signIn.hint')}
        error={fault}
        type={shown ? 'text' : 'password'}
        name="token"
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <div className={styles.actions}>
        <Button
          type="submit"
          look="primary"
          busy={isPending}
          disabled={waitMs > 0}
          icon={<LogIn size={18} aria-hidden="true" />}
        >
          {waitMs > 0 ? t('signIn.wait', { time: formatCountdown(waitMs) }) : t('signIn.do')}
        </Button>
        <Button
          look="quiet"
          aria-pressed={shown}
          icon={shown ? <EyeOff size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
          onClick={() => setShown(!shown)}
        >
          {t('signIn.show')}
        </Button>
      </div>
    </form>
  );
}

/** Its words stand still while the time runs: they are read out. */
function useFault(error: Error | null, hasToWait: boolean): string | null {
  const { t } = useTranslation(['home', 'common']);
  if (error === null) return null;
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 401) return t('signIn.wrong');
  if (status === 429) return hasToWait ? t('signIn.tooMany') : null;
  return errorText(error, t('common:error.unreachable'));
}
