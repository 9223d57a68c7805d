import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../lib/copy-text.ts';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for who cannot see beside what it stands. */
  readonly what: string;
  /** On the button, where `Copy` alone would not tell it from another. */
  readonly label?: string;
  readonly onCopied?: (() => void) | undefined;
}

const icons = { ready: Copy, copied: Check, failed: TriangleAlert } as const;
const shownMs = { copied: 2_000, failed: 6_000 } as const;

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, what, label, onCopied }: CopyButtonProps): ReactNode {
  const { t } = useTranslation();
  const [state, setState] = useState<keyof typeof icons>('ready');
  const Icon = icons[state];
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), shownMs[state]);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    const done = await copyText(text);
    setState(done ? 'copied' : 'failed');
    if (done) onCopied?.();
  };
  return (
    <Button
      aria-label={label === undefined ? `${t('copy')}: ${what}` : undefined}
      icon={<Icon size={16} aria-hidden="true" />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">
        {state === 'copied' ? t('copied') : state === 'failed' ? t('copyFailed') : (label ?? t('copy'))}
      </span>
    </Button>
  );
}
