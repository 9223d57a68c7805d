import { Send, Square } from 'lucide-react';
import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { TextArea } from '../../../components/field.tsx';
import { Answer } from './answer.tsx';
import styles from './ask-box.module.css';
import { useAsk } from './use-ask.ts';

export interface AskBoxProps {
  /** Why nothing can be asked yet; null = it can. */
  readonly obstacle: string | null;
  /** The button that asks. */
  readonly buttonRef?: RefObject<HTMLButtonElement | null>;
}

/** A question, an example filled in, and its answer as it is written. Enter asks, Escape stops. */
export function AskBox({ obstacle, buttonRef }: AskBoxProps): ReactNode {
  const { t } = useTranslation('home');
  const [typed, setTyped] = useState<string | null>(null);
  const { asking, isRunning, ask, stop } = useAsk();
  const own = useRef<HTMLButtonElement>(null);
  const button = buttonRef ?? own;
  const question = typed ?? t('ask.example');
  const canAsk = obstacle === null && question.trim() !== '';
  const send = (): void => {
    if (canAsk) ask(question.trim());
  };
  return (
    <form
      className={styles.box}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isRunning) stop();
      }}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (isRunning) stop();
        else send();
      }}
    >
      <TextArea
        label={t('ask.question')}
        rows={2}
        className={styles.question}
        value={question}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (!asks(event) || isRunning) return;
          event.preventDefault();
          send();
        }}
      />
      <div className={styles.actions}>
        <Button
          type="submit"
          look={isRunning ? 'plain' : 'primary'}
          ref={button}
          disabled={!isRunning && !canAsk}
          aria-describedby={obstacle === null ? undefined : 'ask-obstacle'}
          icon={isRunning ? <Square size={16} aria-hidden="true" /> : <Send size={16} aria-hidden="true" />}
        >
          {t(isRunning ? 'ask.stop' : asking.state === 'idle' ? 'ask.do' : 'ask.again')}
        </Button>
        {obstacle !== null && (
          <p id="ask-obstacle" className="soft small">
            {obstacle}
          </p>
        )}
      </div>
      <Answer
        asking={asking}
        onRetry={() => {
          // What was pressed goes away with the error.
          button.current?.focus();
          if (question.trim() !== '') ask(question.trim());
        }}
      />
    </form>
  );
}

/** Enter alone, and not the one that ends a composed character. */
function asks({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing;
}
